#!/usr/bin/env python3
"""alerts.py OPERATING.md PRIVATE_PACKAGES_SH: the alerts that the document
shows, as Prometheus understands them.

Each fires on what it is for, and none on a watch that is well. Status 77 where
promtool cannot be had.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from serve_metrics import private

RULES = re.compile(r"^```\n(groups:\n.*?)^```", re.M | re.S)
AT = "35m"  # of forty, a number each

# Of one that is well.
WELL = {
    "culprit_trouble": "0x40",
    'culprit_input_failing{input="l"}': "0x40",
    'culprit_input_lost_lines_total{input="u"}': "7x40",
    "culprit_lag_seconds": "2x40",
    "culprit_lines_total": "0+1000x40",
    'culprit_unread_lines_total{why="malformed"}': "0+5x40",
    "culprit_checkpoint_age_seconds": "30x40",
    'culprit_evictions_total{of="source"}': "0x40",
    'culprit_notices_total{what="new"}': "3x40",
    'culprit_notices_total{what="updated"}': "0+1x40",
}
# Quiet for a night: no checkpoint is due until a line comes, at AT.
QUIET = {"culprit_lines_total": "0x34 50+50x5",
         'culprit_unread_lines_total{why="malformed"}': "0x40",
         "culprit_checkpoint_age_seconds": "20000+60x35 10x5"}
FIRES = [
    ("CulpritUnwell", {"culprit_trouble": "1x40"}),
    ("CulpritUnwell", {'culprit_input_failing{input="l"}': "1x40"}),
    ("CulpritBehind", {"culprit_lag_seconds": "0+10x40"}),
    ("CulpritLoses", {'culprit_input_lost_lines_total{input="u"}': "0+1x40"}),
    ("CulpritNotSaved", {"culprit_checkpoint_age_seconds": "0+60x40"}),
    ("CulpritCannotRead",
     {'culprit_unread_lines_total{why="malformed"}': "0+20x40"}),
    ("CulpritForgets", {'culprit_evictions_total{of="source"}': "0+1x40"}),
    ("CulpritSuggests", {'culprit_notices_total{what="new"}': "3x30 4x10"}),
]


def case(names, numbers, fires):
    """A test of promtool: how many of that name are firing."""
    return {
        "interval": "1m",
        "input_series": [{"series": s, "values": v}
                         for s, v in {**WELL, **numbers}.items()],
        "promql_expr_test": [{
            "expr": f'count(ALERTS{{alertstate="firing",alertname="{n}"}})'
                    " or vector(0)",
            "eval_time": AT,
            "exp_samples": [{"labels": "{}", "value": int(n == fires)}],
        } for n in names]}


def check(promtool, rules):
    names = re.findall(r"- alert: (\w+)", rules)
    untried = set(names) ^ {name for name, _ in FIRES}
    assert not untried, f"no case for, or no rule: {untried}"
    tests = [case(names, {}, None), case(names, QUIET, None)]
    tests += [case(names, numbers, name) for name, numbers in FIRES]
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top)
        (top / "rules.yml").write_text(rules)
        (top / "tests.yml").write_text(json.dumps({
            "rule_files": ["rules.yml"], "evaluation_interval": "1m",
            "tests": tests}))
        done = subprocess.run([promtool, "test", "rules", "tests.yml"],
                              cwd=top, capture_output=True, text=True,
                              check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    print(f"{len(names)} alerts, {len(tests)} cases: ok")


def main(document, script):
    found = RULES.findall(pathlib.Path(document).read_text())
    assert len(found) == 1, f"{document}: {len(found)} groups of rules"
    prefix = private(script, "prometheus", "prometheus")
    if not prefix:
        sys.exit(77)
    check(prefix / "usr/bin/promtool", found[0])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
