#!/usr/bin/env python3
"""One day, recorded from several mail servers, leads to the same suggestions.

usage: same_day.py CULPRIT SAMPLES: each folder of SAMPLES with a culprit.conf
and a log is scanned and held against SAMPLES/suggestions.txt, all of it but what
the day's own missing.txt says its log does not hold.
"""
import json
import pathlib
import subprocess
import sys


def wanted(path):
    """(action, kind, type) -> the names that are all right, one set each."""
    lines = [line.split() for line in path.read_text().splitlines()
             if line and not line.startswith("#")]
    return [(tuple(words[:3]), set(words[3:])) for words in lines]


def given(culprit, day):
    logs = sorted(day.glob("mail.log*"), reverse=True)
    run = subprocess.run(
        [culprit, "scan", "-c", day / "culprit.conf", "--json", *logs],
        stdout=subprocess.PIPE, check=True)
    found = [json.loads(line) for line in run.stdout.splitlines()]
    return [((s["action"], s["kind"], s["subject"]["type"]),
             s["subject"]["value"]) for s in found if "id" in s]


def differences(want, got):
    left = list(got)
    for what, names in want:
        match = [g for g in left if g[0] == what and g[1] in names]
        if len(match) == 1:
            left.remove(match[0])
        else:
            yield f"wanted {' '.join(what)} {' or '.join(sorted(names))}"
    for what, name in left:
        yield f"not wanted: {' '.join(what)} {name}"


def main(culprit, samples):
    want = wanted(samples / "suggestions.txt")
    days = sorted(p.parent for p in samples.glob("*/culprit.conf"))
    wrong = 0
    for day in days:
        lacks = day / "missing.txt"
        lacks = wanted(lacks) if lacks.is_file() else []
        due = [w for w in want if w not in lacks]
        bad = list(differences(due, given(culprit, day)))
        bad += [f"not a suggestion: {' '.join(w[0])}" for w in lacks
                if w not in want]
        wrong += len(bad)
        print(f"{day.name}: {len(bad) or 'none'} wrong of {len(want)}"
              + (f", {len(lacks)} not in its log" if lacks else ""))
        print("".join(f"  {line}\n" for line in bad), end="")
    if len(days) < 2:
        sys.exit(f"{samples}: fewer than two days to compare")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
