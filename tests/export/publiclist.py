#!/usr/bin/env python3
"""The public page in a real Chromium: readable at three widths, in light and
dark, complete in itself; who may not be named there is not.

usage: publiclist.py EXPORT_LISTS HTML_REPORT_PY [KEEP_DIR]

Status 77 without Chromium.
"""
import importlib.util
import pathlib
import re
import subprocess
import sys
import tempfile

# Rows of the table; what may not be in the text: customers, logins, programs,
# addresses of customers, of people to be talked to, and text of strangers.
WANTED = {"rich": 2, "hostile": 2, "lists": 7, "quiet": 0}
NAMES = ("C01861", "C07", "ines.vidal", "www-data", "100.96.3.7",
         "198.51.100.77", "198.51.100.23/", "alert(1)", "calc", "0.0.0.0")


def load(path):
    """The checks that report.html has to stand, too."""
    spec = importlib.util.spec_from_file_location("html_report", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def static(checks, page, report):
    """Of the bytes alone."""
    text = page.read_text(encoding="utf-8")
    for bad in checks.static(page):
        # The one way out: a mail program.
        if bad != "href=mailto:abuse@aurora.example":
            yield bad
    rows = text.count('<th scope="row"')
    if rows != WANTED[report]:
        yield f"{rows} rows, not {WANTED[report]}"
    for name in NAMES:
        if name.lower() in text.lower():
            yield f"{name} is named"
    levels = [int(n) for n in re.findall(r"<h(\d)", text)]
    if levels[0] != 1 or levels.count(1) != 1 or any(
            b > a + 1 for a, b in zip(levels, levels[1:])):
        yield f"headings: {levels}"
    for word in ("How to be removed", "how the mail was sent",
                 "what was done about it", "alone to decide"):
        if word not in text:
            yield f"it does not say {word!r}"


def shown(checks, browser, page, width):
    """In the browser, light and dark."""
    for dark in (False, True):
        m = checks.measure(browser, page, width, dark)
        m["bars"] = []
        # The link to write to is none within the page.
        m["dangling"] -= 1
        for bad in checks.judge("public", 0, m):
            yield f"{width} {'dark' if dark else 'light'}: {bad}"


def main():
    checks, bad = load(sys.argv[2]), []
    browser = checks.chromium()
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(sys.argv[3] if len(sys.argv) > 3 else made)
        folder = folder.resolve()
        for report in WANTED:
            page = folder / f"{report}.html"
            page.write_bytes(subprocess.run(
                [sys.argv[1], report, "publiclist"], check=True,
                stdout=subprocess.PIPE).stdout)
            said = list(static(checks, page, report))
            for width in checks.WIDTHS if report == "lists" else ():
                said += shown(checks, browser, page, width)
            bad += [f"{report}: {b}" for b in said]
        for width in checks.WIDTHS[::2] if len(sys.argv) > 3 else ():
            checks.run(browser, False, (folder / "lists.html").as_uri(),
                       f"--window-size={width},1800",
                       f"--screenshot={folder}/lists-{width}.png")
    print("\n".join(bad) or "the public page: ok in Chromium")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
