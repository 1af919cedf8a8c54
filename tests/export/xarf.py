#!/usr/bin/env python3
"""XARF reports against the schemas of XARF, and against what those do not say:
the digest is that of the evidence, no recipient and no name is in it, the id
follows from the suggestion. First of reports made by hand, then of the sample
day.

usage: xarf.py EXPORT_LISTS SCHEMA_DIR CULPRIT SAMPLES_DAY

Status 77 without python3-jsonschema.
"""
import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import uuid

try:
    import jsonschema
except ImportError:
    print("skipped: no python3-jsonschema here")
    sys.exit(77)

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
TIMES = "timestamp", "first_seen", "last_seen"
# Source, category and type of each report, by the order of the sources.
WANTED = {
    "rich": [
        ("100.96.3.7", "connection/infected_host"),
        ("2001:db8:bad::1", "reputation/blocklist"),
        ("203.0.113.66", "connection/vulnerability_scan"),
    ],
    "lists": [
        ("100.100.4.0/22", "vulnerability/open_service"),
        ("100.100.5.0/24", "reputation/blocklist"),
        ("192.0.2.44", "reputation/blocklist"),
        ("192.0.2.68", "connection/vulnerability_scan"),
        ("192.0.2.88", "infrastructure/compromised_server"),
        ("198.51.100.0/24", "reputation/blocklist"),
        ("198.51.100.23", "reputation/blocklist"),
        ("198.51.100.23", "vulnerability/open_service"),
        ("2001:db8:5::/62", "reputation/blocklist"),
        ("2001:db8:c000::/36", "vulnerability/open_service"),
    ],
    "hostile": [
        ("100.96.3.7", "connection/infected_host"),
        ("192.0.2.17", "connection/infected_host"),
        ("2001:db8:bad::1", "reputation/blocklist"),
        ("203.0.113.66", "connection/vulnerability_scan"),
    ],
    "quiet": [],
}
# Customers, logins and recipients of the reports made by hand.
NAMES = b"C01861", b"C07", b"Ines.Vidal", b"www-data", b"bob@", b"zoe@"


def bundled(schema, stem):
    """Its references as places in one schema that holds all of them, so that
    nothing is ever fetched."""
    if isinstance(schema, list):
        return [bundled(part, stem) for part in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: bundled(value, stem) for key, value in schema.items()
            if key != "$id"}
    if "$ref" in copy:
        file, _, place = copy["$ref"].partition("#")
        where = pathlib.PurePath(file).stem if file else stem
        copy["$ref"] = f"#/$defs/{where}{place}"
    return copy


def validator(folder):
    every = {}
    for path in sorted(folder.rglob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        every[path.stem] = bundled(schema, path.stem)
    return jsonschema.Draft202012Validator(
        {"$ref": "#/$defs/xarf-v4-master", "$defs": every},
        format_checker=jsonschema.FormatChecker())


def wrong_evidence(item):
    data = base64.b64decode(item["payload"], validate=True)
    if item["hash"] != "sha256:" + hashlib.sha256(data).hexdigest():
        yield "the digest is not that of the evidence"
    if item["size"] != len(data):
        yield "the size is not that of the evidence"
    if not data.endswith(b"\n"):
        yield "the evidence does not end a line"
    yield from wrong_names(data)


def wrong_names(data):
    for name in NAMES:
        if name in data:
            yield f"{name} is in it"


def wrong(check, line):
    """What is wrong with one report, a sentence each."""
    report = json.loads(line)
    for bad in check.iter_errors(report):
        where = "/".join(str(p) for p in bad.absolute_path)
        yield f"{where}: {bad.message[:200]}"
    for key in TIMES:
        if not TIME.fullmatch(report[key]):
            yield f"{key} is {report[key]}"
    known = uuid.UUID(report["report_id"])
    if known.version != 4 or known.variant != uuid.RFC_4122:
        yield f"{known} is no UUID of version 4"
    if report["reporter"]["domain"] != "aurora.example":
        yield f"reporter: {report['reporter']}"
    for item in report.get("evidence", []):
        yield from wrong_evidence(item)
    yield from wrong_names(line)


def unseen(check, report):
    """What may be missing without the schema minding."""
    for key in ("report_id", "timestamp", "reporter", "sender", "bot_type",
                "protocol", "first_seen"):
        less = {k: v for k, v in report.items() if k != key}
        if not list(check.iter_errors(less)):
            yield f"the schema does not miss {key}"


def made(*args):
    return subprocess.run(args, check=False, stdout=subprocess.PIPE)


def day_reports(culprit, day):
    """The lines of xarf.jsonl, of a scan that knows who reports."""
    with tempfile.TemporaryDirectory() as made_there:
        base = pathlib.Path(made_there)
        config = (day / "culprit.conf").read_text().replace(
            "customers.csv", str((day / "customers.csv").resolve()))
        (base / "culprit.conf").write_text(
            config + "\n[letter]\nprovider = Aurora Net\n"
            "contact = abuse@aurora.example\n")
        made(culprit, "scan", "-c", base / "culprit.conf", "-o", base,
             *sorted(day.glob("mail.log*")))
        return (base / "xarf.jsonl").read_bytes().splitlines()


def wrong_day(check, lines):
    for line in lines:
        yield from wrong(check, line)
        if "evidence" not in json.loads(line):
            yield f"no evidence: {line[:200]}"
    # Two zombies and four outsiders; the spammer has two addresses.
    if len(lines) != 6:
        yield f"{len(lines)} reports, not 6"


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    check, bad, count = validator(folder), [], 0
    for name, want in WANTED.items():
        lines = made(program, name, "xarf").stdout.splitlines()
        count += len(lines)
        for line in lines:
            bad += [f"{name}: {b}" for b in wrong(check, line)]
        reports = [json.loads(line) for line in lines]
        got = sorted((r["source_identifier"], f"{r['category']}/{r['type']}")
                     for r in reports)
        if got != sorted(want):
            bad.append(f"{name}: {got}")
        bad += [f"{name}: {b}" for r in reports if "bot_type" in r
                for b in unseen(check, r)]
        if len({r["report_id"] for r in reports}) != len(reports):
            bad.append(f"{name}: two reports have one id")
        if made(program, name, "xarf", "undo").stdout != b"":
            bad.append(f"{name}: there is nothing that takes a report back")
    lines = day_reports(sys.argv[3], pathlib.Path(sys.argv[4]))
    count += len(lines)
    bad += [f"the day: {b}" for b in wrong_day(check, lines)]
    # Nobody to name as reporter: no report, rather than one made up.
    for name, status in (("rich", 1), ("quiet", 0)):
        done = made(program, name, "xarf", "nobody")
        if done.stdout != b"" or done.returncode != status:
            bad.append(f"{name}, by nobody: {done.returncode}, {done.stdout}")
    print("\n".join(bad) or f"XARF: {count} reports are as they should be")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
