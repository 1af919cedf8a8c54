"""Is a line of the ledger's commands as ledger.schema.json says?"""
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("schema: no python3-jsonschema here")
    sys.exit(77)

HERE = pathlib.Path(__file__).parent
DEFS = {}
for name in ("suggestion", "ledger", "replay"):
    DEFS.update(json.loads((HERE / f"{name}.schema.json").read_text())["$defs"])


def refuse(word):
    raise ValueError(f"{word} is not JSON")


def value(line):
    return json.loads(line, parse_constant=refuse)


def wrong(kind, line):
    """What is wrong with a line of that kind; "" if nothing is."""
    try:
        got = value(line)
    except ValueError as bad:
        return f"{bad}: {line[:200]!r}"
    check = jsonschema.Draft202012Validator(
        {"$ref": f"#/$defs/{kind}", "$defs": DEFS})
    return "; ".join(f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
                     for e in check.iter_errors(got))
