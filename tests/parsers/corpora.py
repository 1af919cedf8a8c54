#!/usr/bin/env python3
"""corpora.py PARSE_RECORDS FOLDER ROOT: other people's logs, if they are here.

Logs that real servers wrote, and what their collectors say of single lines,
lie outside of the project (their licences differ). They are looked for in
$CULPRIT_CORPORA, else beside the project; where they are missing the test is
skipped. FOLDER is a parser's: its corpora.txt says, a glob a line, where its
program's lines are ("!glob": but not there; "malformed N" allows N lines that
have been looked at, for the reason that a comment gives), its labels.py what
is said of them. Held are: no more than one line of a thousand malformed, each
of them shown; and every field that a collector names and we read too.
"""
import collections
import importlib.util
import json
import os
import pathlib
import subprocess
import sys

MALFORMED_MAX = 0.001
SKIPPED = 77
WORDS = ("event", "ignored", "not-mine", "malformed")


def parsed(program, parser, data):
    run = subprocess.run([program, parser], input=data,
                         stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


class Where:
    """corpora.txt: the files, and how many lines may be malformed."""

    def __init__(self, path, top):
        self.top, self.allowed, found = top, 0, {}
        for line in path.read_text(encoding="utf-8").splitlines():
            word = line.split("#")[0].strip()
            if word.startswith("malformed "):
                self.allowed = int(word.split()[1])
            elif word.startswith("!"):
                for path_ in top.glob(word[1:]):
                    found.pop(path_, None)
            elif word:
                found.update((p, None) for p in sorted(top.glob(word))
                             if p.is_file())
        self.files = list(found)

    def group(self, path):
        return path.relative_to(self.top).parts[0]


def read_logs(program, parser, where):
    """Counts of each group of files, and the malformed lines."""
    table, bad = collections.OrderedDict(), []
    for path in where.files:
        count = table.setdefault(where.group(path), collections.Counter())
        data = path.read_bytes()
        lines, seen = data.split(b"\n"), set()
        for record in parsed(program, parser, data):
            if record["line"] in seen:
                continue
            seen.add(record["line"])
            count[record["verdict"]] += 1
            if record["verdict"] == "malformed":
                line = lines[record["line"] - 1].decode("utf-8", "replace")
                bad.append((path.relative_to(where.top), record["why"], line))
    return table, bad


def print_table(table):
    print(f"{'files':32}" + "".join(f"{w:>11}" for w in WORDS))
    total = collections.Counter()
    for name, count in table.items():
        total += count
        print(f"{name:32}" + "".join(f"{count[w]:11}" for w in WORDS))
    print(f"{'all':32}" + "".join(f"{total[w]:11}" for w in WORDS))
    return total


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


def labels_of(folder):
    path = folder / "labels.py"
    if not path.is_file():
        return []
    spec = importlib.util.spec_from_file_location("labels", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LABELS


def main(program, folder, root):
    parser = folder.name
    top = pathlib.Path(os.environ.get("CULPRIT_CORPORA",
                                      root / "../shared/corpora"))
    if not (top / "labels").is_dir():
        print(f"skipped: {top} is not here (set CULPRIT_CORPORA)")
        return SKIPPED
    if not (folder / "corpora.txt").is_file():
        print(f"skipped: nothing is known of {parser} there")
        return SKIPPED
    where = Where(folder / "corpora.txt", top)
    table, bad = read_logs(program, parser, where)
    total = print_table(table)
    for name, why, line in bad:
        print(f"malformed: {name}: {why}: {line}")
    mine = total["event"] + total["ignored"] + total["malformed"]
    print(f"malformed: {total['malformed']} of {mine} lines of {parser}")
    allowed = max(MALFORMED_MAX * mine, where.allowed)
    good = mine != 0 and total["malformed"] <= allowed
    for name, wanted, line_of, compare in labels_of(folder):
        good &= check_labels(program, parser, top / "labels" / name, wanted,
                             line_of, compare)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]),
                  pathlib.Path(sys.argv[3])))
