#!/usr/bin/env python3
"""The sample day against the recorder's truth: every guilty source is
suggested, with its kind and an action that fits; no honest one is stopped.

usage: sample_day.py CULPRIT SAMPLES_DIR [scan options...]

The truth was written by the script that sent the mail, not read from the log.
"""
import json
import pathlib
import subprocess
import sys

STOPS = {"block", "suspend"}


def scan(culprit, day, options):
    run = subprocess.run(
        [culprit, "scan", "-c", str(day / "culprit.conf"), "--json", *options,
         *map(str, sorted(day.glob("mail.log*"), reverse=True))],
        stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        sys.exit(f"culprit scan ended with {run.returncode}")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return [s for s in lines if "id" in s], lines[-1]["summary"]


def owners(truths):
    """Who is meant by a subject, or by an address: whose own subject it is,
    else whoever used it."""
    of = {}
    for truth in truths:
        for address in truth.get("addresses", []):
            of.setdefault(("ip", address), truth)
    for truth in truths:
        of[truth["subject"]["type"], truth["subject"]["value"]] = truth
    return of


def judge(truth, suggestions, of):
    """What is wrong about one source, as sentences."""
    mine = [s for s in suggestions
            if of.get((s["subject"]["type"], s["subject"]["value"])) is truth]
    who = f"{truth['subject']['type']} {truth['subject']['value']}"
    if truth["guilty"]:
        right = [s for s in mine if s["kind"] == truth["kind"]
                 and s["action"] in truth["actions"]]
        if not right:
            got = [(s["kind"], s["action"]) for s in mine] or "nothing"
            return [f"{who}: is {truth['kind']}, wanted "
                    f"{truth['actions']}, got {got}"]
        return []
    wrong = [s for s in mine if s["action"] not in truth["actions"]
             and s["action"] != "watch"]
    return [f"{who}: is honest ({truth['note']}), got {s['action']} as "
            f"{s['kind']}: {s['why']}" for s in wrong]


def strangers(suggestions, of):
    """Nobody is stopped whom the truth does not know."""
    return [f"{s['subject']}: {s['action']} as {s['kind']}, but nobody there "
            f"did anything" for s in suggestions
            if s["action"] in STOPS
            and (s["subject"]["type"], s["subject"]["value"]) not in of]


def main():
    culprit, day = sys.argv[1], pathlib.Path(sys.argv[2])
    truths = [json.loads(line) for line in
              (day / "truth.jsonl").read_text().splitlines()]
    suggestions, summary = scan(culprit, day, sys.argv[3:])
    of = owners(truths)
    wrong = strangers(suggestions, of)
    for truth in truths:
        wrong += judge(truth, suggestions, of)
    malformed = sum(p["malformed"] for p in summary["parsers"])
    if malformed:
        wrong.append(f"{malformed} malformed lines")
    guilty = sum(t["guilty"] for t in truths)
    honest = sum(not t["guilty"] and "block" not in t["actions"]
                 and t["actions"] != ["watch"] for t in truths)
    print("\n".join(wrong) or "all right", f"({guilty} guilty, {honest} honest, "
          f"{len(truths) - guilty - honest} nuisances, {summary['lines']} lines, "
          f"{len(suggestions)} suggestions)", sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
