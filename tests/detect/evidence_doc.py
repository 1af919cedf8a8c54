#!/usr/bin/env python3
"""evidence_doc.py ROOT: docs/EVIDENCE.md says what the code does.

Each detector has a section whose heading is its name and summary, which names
the default of each of its knobs (one that another detector has too may be
told in the first section); each veto of decide/vetoes.c is told of.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
KNOB = re.compile(r'=\s*\{\s*"(\w+)",\s*(?:"[^"]*"\s*)+,\s*([\d.]+),')
SUMMARY = re.compile(r'\.summary = ((?:"[^"]*"\s*)+),')
NAME = re.compile(r'\.name = "([^"]+)"')
VETO = re.compile(r'^\t\{ "([a-z-]+)",', re.M)


def sections(text):
    parts = re.split(r"^## (.*)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def numbers(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def detector(path, told):
    text = path.read_text()
    if "const struct cul_detector cul_detector_" not in text:
        return
    name = NAME.search(text).group(1)
    summary = "".join(re.findall('"([^"]*)"', SUMMARY.search(text).group(1)))
    heading = f"{name}: {summary}"
    if heading not in told:
        yield f"no section '## {heading}'"
        return
    said = numbers(told[heading]) | numbers(next(
        body for head, body in told.items() if head.startswith("zombie:")))
    for knob, default in KNOB.findall(text):
        if default not in said:
            yield f"{name}: does not say {default}, default of {knob}"


def main():
    text = (ROOT / "docs/EVIDENCE.md").read_text()
    told, wrong, seen = sections(text), [], 0
    for path in sorted((ROOT / "analyzer/detect").glob("*.c")):
        found = list(detector(path, told))
        seen += "cul_detector cul_detector_" in path.read_text()
        wrong += found
    vetoes = VETO.findall((ROOT / "analyzer/decide/vetoes.c").read_text())
    wrong += [f"veto {v}: not told of" for v in vetoes
              if not re.search(rf"\b{v}\b", text)]
    if not seen or not vetoes:
        wrong.append("nothing was found in the sources")
    print("\n".join(wrong) or f"ok: {seen} detectors, {len(vetoes)} vetoes")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
