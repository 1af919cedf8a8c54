#!/usr/bin/env python3
"""The block lists in a real Postfix: postmap finds the culprit, not his
neighbour, and has nothing to complain about.

usage: export_postfix.py REPORT_FIXTURE PRIVATE_POSTFIX_SH

Status 77 where no Postfix can be had.
"""
import pathlib
import subprocess
import sys
import tempfile

# Table, key, the word its answer begins with; None is no answer.
WANTED = {
    ("rich", "postfix-cidr", "cidr"): [
        ("100.96.3.7", "HOLD"),
        ("100.96.3.6", None),
        ("100.96.3.8", None),
        ("100.96.3.70", None),
        ("203.0.113.66", "REJECT"),
        ("203.0.113.67", None),
        ("203.0.113.9", None),       # visitor of a stolen account
        ("198.51.100.23", None),     # to be talked to, not stopped
        ("2001:db8:bad::1", "REJECT"),
        ("2001:db8:bad::ffff:1", "REJECT"),
        ("2001:db8:bad:1::1", None),
        ("127.0.0.1", None),
    ],
    ("rich", "postfix-sasl", "texthash"): [
        ("ines.vidal@aurora.example", "REJECT"),
        ("Ines.Vidal@aurora.example", "REJECT"),
        ("nes.vidal@aurora.example", None),
        ("aurora.example", None),
        ("www-data", None),
    ],
    ("hostile", "postfix-cidr", "cidr"): [
        ("192.0.2.17", "HOLD"),
        ("192.0.2.18", None),
    ],
    ("hostile", "postfix-sasl", "texthash"): [
        ("ines.vidal@aurora.example", "REJECT"),
        ("=cmd|'", None),
        ("#", None),
    ],
    ("lists", "postfix-cidr", "cidr"): [
        ("100.96.3.7", "HOLD"),
        ("198.51.100.23", "REJECT"),  # named twice, the graver first
        ("198.51.100.24", "REJECT"),
        ("100.100.7.255", "REJECT"),
        ("100.100.8.0", None),
        ("192.0.2.17", "HOLD"),
        ("192.0.2.44", "REJECT"),
        ("192.0.2.66", None),         # over
        ("192.0.2.67", None),
        ("192.0.2.88", "HOLD"),       # never over
        ("2001:db8:7:1::77", "HOLD"),
        ("2001:db8:5:3::1", "REJECT"),
        ("2001:db8:5:4::1", None),
        ("2001:db8:cfff::1", "HOLD"),
        ("10.9.8.7", None),           # not everybody
    ],
    ("quiet", "postfix-cidr", "cidr"): [("100.96.3.7", None)],
    ("quiet", "postfix-sasl", "texthash"): [("amy", None)],
}


def postfix(script):
    done = subprocess.run([script], stdout=subprocess.PIPE, check=False,
                          timeout=500)
    if done.returncode == 77:
        print("skipped: no Postfix can be had")
        sys.exit(77)
    if done.returncode != 0:
        sys.exit(f"{script} ended with {done.returncode}")
    return pathlib.Path(done.stdout.decode().strip())


def ask(prefix, table, key):
    """The answer, and what postmap complained of."""
    done = subprocess.run([prefix / "bin/postmap", "-q", key, table],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False, timeout=60)
    answer = done.stdout.decode().strip() or None
    # Status 1 without a word means: not found.
    if done.returncode not in (0, 1) or (done.returncode == 0) != bool(answer):
        return answer, f"ended with {done.returncode}"
    return answer, done.stderr.decode().strip()


def main():
    fixture, script = sys.argv[1:3]
    prefix, bad, asked = postfix(script), [], 0
    with tempfile.TemporaryDirectory() as folder:
        for (report, export, kind), keys in WANTED.items():
            path = pathlib.Path(folder) / f"{report}.{export}"
            path.write_bytes(subprocess.run(
                [fixture, report, export], check=True,
                stdout=subprocess.PIPE).stdout)
            for key, word in keys:
                answer, said = ask(prefix, f"{kind}:{path}", key)
                asked += 1
                if said:
                    bad.append(f"{path.name}: {key}: {said}")
                if (answer or "").split(" ")[0] != (word or ""):
                    bad.append(f"{path.name}: {key}: {answer}, not {word}")
    print("\n".join(bad) or f"postmap: {asked} answers as they should be")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
