#!/usr/bin/env python3
"""corpora.py PARSE_RECORDS PARSER ROOT: other people's logs, if they are here.

Logs that real servers wrote, and what their collectors say of single lines,
lie outside of the project (their licences differ). They are looked for in
$CULPRIT_CORPORA, else beside the project; where they are missing the test is
skipped. Held are: no more than one line of a thousand malformed, each of them
shown; and every field that a collector names and we read too.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

MALFORMED_MAX = 0.001
SKIPPED = 77

# Their words were replaced one by one, server's and clients' alike.
SHREDDED = "anon_hostname_"


def parsed(program, parser, data):
    run = subprocess.run([program, parser], input=data,
                         stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def logs(top):
    """The files that hold lines of a log, and not markup around them."""
    for path in sorted(top.glob("**/*")):
        if path.suffix in (".log", ".txt") and path.is_file() and \
                "labels" not in path.parts and "LICENSES" not in path.parts:
            data = path.read_bytes()
            if b"postfix" in data:
                yield path, data


def group(path, top):
    return path.relative_to(top).parts[0]


def read_logs(program, parser, top):
    """Counts of each group of files, and the malformed lines."""
    table, bad = collections.OrderedDict(), []
    for path, data in logs(top):
        if SHREDDED.encode() in data:
            print(f"left out, its words are shredded: {group(path, top)}")
            continue
        count = table.setdefault(group(path, top), collections.Counter())
        lines = data.split(b"\n")
        for record in parsed(program, parser, data):
            count[record["verdict"]] += 1
            if record["verdict"] == "malformed":
                line = lines[record["line"] - 1].decode("utf-8", "replace")
                bad.append((group(path, top), record["why"], line))
    return table, bad


def print_table(table):
    words = ("event", "ignored", "not-mine", "malformed")
    print(f"{'files':32}" + "".join(f"{w:>11}" for w in words))
    total = collections.Counter()
    for name, count in table.items():
        total += count
        print(f"{name:32}" + "".join(f"{count[w]:11}" for w in words))
    print(f"{'all':32}" + "".join(f"{total[w]:11}" for w in words))
    return total


# What a collector calls a field of ours. A function gives what he would say.
def name_or_unknown(event):
    return event.get("client_name", "unknown" if "client" in event else None)


WHYSCREAM = {
    "postfix_queueid": lambda e: e.get("session", "NOQUEUE"),
    "postfix_client_ip": lambda e: e.get("client"),
    "postfix_client_port": lambda e: e.get("client_port"),
    "postfix_client_hostname": name_or_unknown,
    "postfix_message-id": lambda e: e.get("text"),
    "postfix_status_code": lambda e: e.get("reply"),
    "postfix_status_code_enhanced": lambda e: e.get("enhanced"),
    "postfix_from": lambda e: e.get("sender"),
}
STATUS = {"sent": "delivered", "deferred": "deferred", "bounced": "bounced",
          "expired": "expired"}
STAGES = {"RCPT": "rcpt", "VRFY": "rcpt", "CONNECT": "connect",
          "DATA": "data", "END-OF-MESSAGE": "message", "MAIL": "mail",
          "EHLO": "helo", "HELO": "helo"}
KEYS = {"from": "sender", "to": "recipient", "orig_to": "orig_recipient",
        "helo": "helo", "dsn": "enhanced"}


def key_values(text):
    """The k=<v> and k=v pairs of postfix_keyvalue_data that we read."""
    for key, one, two in re.findall(r"([a-z_]+)=(?:<([^>]*)>|([^\s,<]+))",
                                    text):
        if key in KEYS:
            yield KEYS[key], one or two
        elif key == "client":
            name, addr = re.match(r"(.*)\[(.*)\]", two).groups()
            yield "client", addr
            if name != "unknown":
                yield "client_name", name
        elif key == "relay" and two != "none":
            yield "relay", re.sub(r"\[[0-9a-f.:]+\](:\d+)?$", "", two)
        elif key == "uid":
            yield "account", two


def whyscream(record, event):
    """(field, theirs, ours) of each field that both read."""
    for field, value in record["expected"]["fields"].items():
        if field in WHYSCREAM:
            yield field, value, WHYSCREAM[field](event)
        elif field == "postfix_status":
            yield field, STATUS.get(value), event["kind"]
        elif field == "postfix_smtp_stage" and event["kind"] == "refused":
            yield field, STAGES[value], event.get("stage")
        elif field == "postfix_keyvalue_data":
            for key, theirs in key_values(value):
                yield key, theirs, event.get(key)
        elif field.startswith("postfix_") and field.endswith("_response"):
            ours = [str(event[k]) for k in ("reply", "enhanced") if k in event
                    and value.startswith(str(event.get("reply")))]
            yield field, value, " ".join(ours + [event.get("text")])


def crowdsec(record, event):
    meta, parsed_ = record["expected"]["meta"], record["expected"]["parsed"]
    yield "source_ip", meta["source_ip"], event.get("client")
    if "source_hostname" in meta:
        yield ("source_hostname", meta["source_hostname"],
               name_or_unknown(event))
    if "pid" in parsed_:
        yield "pid", int(parsed_["pid"]), event.get("pid")
    if meta.get("action") == "reject":
        yield "action", "refused", event["kind"]
    if "machine" in meta:
        yield "machine", meta["machine"], event.get("host")
    if meta.get("pregreet"):
        yield "pregreet", meta["pregreet"], event.get("text")
    if "command" in parsed_ and event["kind"] == "refused":
        yield "command", STAGES[parsed_["command"]], event.get("stage")


def labelled(path, wanted):
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if wanted(record) and "\n" not in record["raw"]:
            yield record


def check_labels(program, parser, path, wanted, line_of, compare):
    checked, silent, bad = 0, 0, []
    for record in labelled(path, wanted):
        answer = parsed(program, parser, line_of(record).encode())[0]
        if answer["verdict"] != "event":
            silent += 1
            if answer["verdict"] != "ignored":
                bad.append((record["raw"], answer["verdict"], "", ""))
            continue
        said = list(compare(record, answer))
        checked, silent = checked + len(said), silent + (not said)
        bad += [(record["raw"], field, theirs, ours)
                for field, theirs, ours in said if theirs != ours]
    print(f"{path.name}: {checked} fields held against ours, {len(bad)} "
          f"differ; {silent} lines speak of nothing that we read")
    for raw, field, theirs, ours in bad:
        print(f"  {field}: theirs {theirs!r}, ours {ours!r}: {raw}")
    return not bad and checked != 0


def whyscream_line(record):
    daemon = record["daemon"].replace("_", "-")
    return f"Nov 20 04:11:01 mx1 postfix/{daemon}[1]: {record['raw']}"


def whole_lines(record):
    """Not the tests of a part of a line, which no server writes alone."""
    return record["daemon"] not in ("command_counter_data", "delays", "relay",
                                    "tls_features")


def main(program, parser, root):
    top = pathlib.Path(os.environ.get("CULPRIT_CORPORA",
                                      root / "../shared/corpora"))
    if not (top / "labels").is_dir():
        print(f"skipped: {top} is not here (set CULPRIT_CORPORA)")
        return SKIPPED
    if parser != "postfix":
        print(f"skipped: nothing is known of {parser} there")
        return SKIPPED
    table, bad = read_logs(program, parser, top)
    total = print_table(table)
    for name, why, line in bad:
        print(f"malformed: {name}: {why}: {line}")
    mine = total["event"] + total["ignored"] + total["malformed"]
    print(f"malformed: {total['malformed']} of {mine} lines of {parser}")
    good = mine != 0 and total["malformed"] <= MALFORMED_MAX * mine
    good &= check_labels(program, parser, top / "labels/whyscream.jsonl",
                         whole_lines, whyscream_line, whyscream)
    good &= check_labels(program, parser, top / "labels/crowdsec-lines.jsonl",
                         lambda r: " postfix/" in r["raw"],
                         lambda r: r["raw"], crowdsec)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])))
