#!/usr/bin/env python3
"""check.py FILE...: every line is as suggestion.schema.json says; the last,
and no other, is the summary, and it counts the lines before it. "-": stdin.
"""
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("schema: no python3-jsonschema here")
    sys.exit(77)

SCHEMA = pathlib.Path(__file__).with_name("suggestion.schema.json")


def validators():
    schema = json.loads(SCHEMA.read_text())
    cls = jsonschema.validators.validator_for(schema)
    cls.check_schema(schema)
    for name in ("suggestion", "summary_line"):
        yield cls({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


def wrong(lines):
    """What is wrong with the lines of one file, a sentence each."""
    suggestion, summary = validators()
    objects = []
    for number, line in enumerate(lines, 1):
        last = number == len(lines)
        try:
            # The bytes are ASCII or UTF-8; what is not is escaped.
            value = json.loads(line.decode("utf-8"), parse_constant=refuse)
        except ValueError as bad:
            yield f"{number}: {bad}"
            continue
        for bad in (summary if last else suggestion).iter_errors(value):
            where = "/".join(str(p) for p in bad.absolute_path)
            yield f"{number}: {where}: {bad.message[:200]}"
        objects.append(value)
    if not objects or "summary" not in objects[-1]:
        yield "the last line is not the summary"
    elif objects[-1]["summary"].get("suggestions") != len(lines) - 1:
        yield f"the summary does not count {len(lines) - 1} suggestions"


def refuse(word):
    raise ValueError(f"{word} is not JSON")


def main():
    bad = 0
    for name in sys.argv[1:] or ["-"]:
        data = (sys.stdin.buffer.read() if name == "-"
                else pathlib.Path(name).read_bytes())
        lines = data.split(b"\n")
        if lines.pop() != b"":
            print(f"{name}: does not end with a newline")
            bad += 1
        for sentence in wrong(lines):
            print(f"{name}:{sentence}".encode("utf-8", "backslashreplace")
                  .decode())
            bad += 1
    print("schema: ok" if not bad else f"schema: {bad} wrong")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
