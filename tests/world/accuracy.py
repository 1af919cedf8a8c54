#!/usr/bin/env python3
"""accuracy.py CULPRIT [--seeds A-B] [--hard|--plain|--both]
               [--words postfix|exim|sendmail] [--customers N] [--json]
               [--verbose] [--keep DIR]

Makes a day of mail a seed (see make.py), has CULPRIT scan it, and scores what
it suggests: how many of the guilty it names with the action they need, how
many of these by the right kind, which honest sources it would stop, and how
many distinct recipients lay between the first misdeed and the flag. Beside it
stand two simple rules, who are told for nothing which source each line is of.

Kind right is a share of all the guilty, found or not; a source named twice is
judged by what is listed first. An honest source is stopped if a suggestion to
block or suspend names it, or an address it then held, whatever the kind.

Seeds 1 to 3 may be looked at when a detector is worked on; 4 to 10 are for the
figure alone; 11 and above nobody has looked at.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import day                                              # noqa: E402
import make                                             # noqa: E402
from score import Baseline, Crude, Sums, Tally, median  # noqa: E402


def scan(culprit, where):
    ran = subprocess.run(
        [culprit, "scan", "-c", "culprit.conf", "--json", "mail.log",
         "access.log"], cwd=where, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    if ran.returncode != 0:
        sys.exit(f"accuracy: {culprit} ended with {ran.returncode}: "
                 f"{ran.stderr.strip()}")
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    return [line for line in lines if "subject" in line]


def one_day(o, seed, hard, sums):
    world = day.build(seed, hard, o.customers)
    with tempfile.TemporaryDirectory(prefix="culprit-world-") as made:
        where = pathlib.Path(o.keep or made) / (
            f"{seed}{'-hard' if hard else ''}")
        lines = make.write(world, where, o.words)
        tally = Tally(world.labels).take(scan(o.culprit, where))
    sums.add(f"{'hard' if hard else 'plain'} {seed}", tally)
    if sys.stderr.isatty() or o.verbose:
        print(f"seed {seed}: {lines} lines, {len(tally.found)} found, "
              f"{len(tally.stopped)} honest stopped", file=sys.stderr)
    if o.verbose:
        tell(seed, tally)


def tell(seed, tally):
    """Each miss and each wrong suggestion, one a line."""
    for label in tally.labels:
        if not label.scored or not label.guilty:
            continue
        what = f"{label.kind} {label.value} ({label.double or '-'}), " \
            f"{len(label.targets)} targets"
        if label not in tally.found:
            print(f"  {seed} missed {what}")
        elif not tally.right(label):
            print(f"  {seed} as {tally.found[label]['kind']}: {what}")
    for label, s in tally.stopped.items():
        print(f"  {seed} HONEST stopped {label.value} ({label.double or '-'})"
              f" as {s['kind']}: {s['why']}")
    for label, s in tally.named:
        if not (label.double or "").startswith("roaming"):
            print(f"  {seed} honest named {label.value} "
                  f"({label.double or '-'}): {s['action']}, {s['kind']}")
    for s in tally.unknown:
        print(f"  {seed} about nobody: {s['action']} {s['subject']}")


def share(part, whole):
    return f"{part / whole:.3f}" if whole else "-"


def table(title, sums):
    base, crude = (sums.others[b.name] for b in (Baseline, Crude))
    print(f"{title}: {sums.days} days, a median of distinct recipients to the "
          "flag;")
    print("  beside: five failures in ten minutes or 200 recipients an hour; "
          "a ratio table")
    print(f"{'kind':<16}{'guilty':>7}{'found':>8}{'right':>8}{'median':>8}"
          f"{'base':>9}{'ratios':>9}")

    def row(name, kinds):
        rows = [sums.kinds[k] for k in kinds]
        n = sum(r["guilty"] for r in rows)
        mid = median([t for r in rows for t in r["targets"]])
        print(f"{name:<16}{n:>7}{share(sum(r['found'] for r in rows), n):>8}"
              f"{share(sum(r['right'] for r in rows), n):>8}"
              f"{'-' if mid is None else f'{mid:g}':>8}"
              f"{share(sum(base['kinds'].get(k, 0) for k in kinds), n):>9}"
              f"{share(sum(crude['kinds'].get(k, 0) for k in kinds), n):>9}")

    for kind in sorted(sums.kinds):
        row(kind, [kind])
    row("to be stopped", [k for k, r in sums.kinds.items() if r["stop"]])
    row("all", list(sums.kinds))
    wrong, stopped = len(sums.honest), sums.total("found", True)

    def precision(o):
        found = sum(o["kinds"].values())
        return share(found, found + o["honest"])

    print(f"{'precision':<16}{'':>7}{share(stopped, stopped + wrong):>8}"
          f"{'':>16}{precision(base):>9}{precision(crude):>9}")
    print(f"{'honest stopped':<16}{'':>7}{wrong:>8}{'':>16}"
          f"{base['honest']:>9}{crude['honest']:>9}")
    print(f"{'  a day':<16}{'':>7}{wrong / sums.days:>8.1f}{'':>16}"
          f"{base['honest'] / sums.days:>9.1f}"
          f"{crude['honest'] / sums.days:>9.1f}")
    for where, label, s in sums.honest:
        print(f"  {where}: {label.type} {label.value}"
              f" ({label.double or 'nothing special'}) as {s['kind']}")
    print(flush=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=
                                  argparse.RawDescriptionHelpFormatter)
    ask.add_argument("culprit")
    ask.add_argument("--seeds", default="1-10")
    ask.add_argument("--words", choices=make.WORDS, default="postfix")
    ask.add_argument("--customers", type=int, default=2500)
    for flag in ("hard", "plain", "both", "json", "verbose"):
        ask.add_argument(f"--{flag}", action="store_true")
    ask.add_argument("--keep", metavar="DIR")
    o = ask.parse_args()
    o.culprit = str(pathlib.Path(o.culprit).resolve())
    first, _, last = o.seeds.partition("-")
    modes = [hard for hard in (False, True)
             if not (o.hard or o.plain) or (o.hard if hard else o.plain)]
    results = {}
    for hard in modes:
        sums = Sums()
        for seed in range(int(first), int(last or first) + 1):
            one_day(o, seed, hard, sums)
        name = "hard" if hard else "plain"
        if o.json:
            results[name] = sums.as_json()
        else:
            table(name, sums)
    if o.json:
        print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
