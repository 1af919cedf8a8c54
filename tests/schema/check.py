#!/usr/bin/env python3
"""check.py [--notices] FILE...: every line is as suggestion.schema.json says.

The last, and no other, is the summary, and it counts the lines before it.
With --notices they are lines of culprit watch: each is a notice, the first of
an id is "new" unless a watch before said it, and none is twice. "-": stdin.
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
    for name in ("suggestion", "summary_line", "notice"):
        yield cls({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


def wrong(lines):
    """What is wrong with the lines of one file, a sentence each."""
    suggestion, summary, _ = validators()
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
            yield f"{number}: {words(bad)}"
        objects.append(value)
    if not objects or "summary" not in objects[-1]:
        yield "the last line is not the summary"
    elif objects[-1]["summary"].get("suggestions") != len(lines) - 1:
        yield f"the summary does not count {len(lines) - 1} suggestions"


def wrong_notices(lines):
    """The same of what a watch says."""
    *_, notice = validators()
    seen = set()
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line.decode("utf-8"), parse_constant=refuse)
        except ValueError as bad:
            yield f"{number}: {bad}"
            continue
        for bad in notice.iter_errors(value):
            yield f"{number}: {words(bad)}"
        name = value.get("id"), value.get("notice") == "new"
        if name in seen and name[1]:
            yield f"{number}: {name[0]} is new for the second time"
        if value.get("notice") == "new" and (name[0], False) in seen:
            yield f"{number}: {name[0]} is new after it had changed"
        seen.add(name)


def words(bad):
    """Where and what; of the forms of a notice that which it is meant to be."""
    if bad.context:
        bad = max(bad.context, key=lambda b: len(b.absolute_path))
    where = "/".join(str(p) for p in bad.absolute_path)
    return f"{where}: {bad.message[:200]}"


def refuse(word):
    raise ValueError(f"{word} is not JSON")


def main():
    bad = 0
    names = sys.argv[1:]
    notices = names[:1] == ["--notices"]
    for name in names[notices:] or ["-"]:
        data = (sys.stdin.buffer.read() if name == "-"
                else pathlib.Path(name).read_bytes())
        lines = data.split(b"\n")
        if lines.pop() != b"":
            print(f"{name}: does not end with a newline")
            bad += 1
        for sentence in (wrong_notices if notices else wrong)(lines):
            print(f"{name}:{sentence}".encode("utf-8", "backslashreplace")
                  .decode())
            bad += 1
    print("schema: ok" if not bad else f"schema: {bad} wrong")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
