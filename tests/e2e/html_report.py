#!/usr/bin/env python3
"""report.html in a real Chromium: what is there, what must not be, at three
widths, in light and dark.

usage: html_report.py REPORT_FIXTURE [KEEP_DIR]

KEEP_DIR keeps the pictures, to be looked at. Status 77 without Chromium.
"""
import html.parser
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import urllib.parse

WIDTHS = (375, 768, 1280)
EVIL = "<script>alert(1)</script>"
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
    --disable-dev-shm-usage --hide-scrollbars --virtual-time-budget=3000
    --allow-file-access-from-files""".split()

# Stands around the page, as the page itself may not run any script.
WRAPPER = """<!DOCTYPE html><body style="margin:0">
<iframe id="page" src="%s" style="border:0;width:%dpx;height:3000px"></iframe>
<pre id="said"></pre><script>
function measure() {
  const d = document.getElementById('page').contentDocument;
  const w = d.defaultView, root = d.documentElement;
  const all = [...d.querySelectorAll('*')];
  const out = all.filter(e => e.getBoundingClientRect().right >
      root.clientWidth + 1 && !e.closest('thead')).map(e => e.outerHTML);
  const seen = new Set();
  const pairs = [];
  for (const e of all) {
    const own = [...e.childNodes].some(n => n.nodeType == 3 &&
        n.textContent.trim() !== '');
    if (!own || e.closest('head,title')) continue;
    let b = e, back = 'rgba(0, 0, 0, 0)';
    while (b && back == 'rgba(0, 0, 0, 0)') {
      back = w.getComputedStyle(b).backgroundColor;
      b = b.parentElement;
    }
    const key = w.getComputedStyle(e).color + '|' + back;
    if (seen.has(key)) continue;
    seen.add(key);
    pairs.push([key, e.outerHTML.slice(0, 80)]);
  }
  const bars = ['.b1', '.b2'].map(c => d.querySelector(c)).filter(e => e)
    .map(e => [w.getComputedStyle(e).fill, w.getComputedStyle(
        d.querySelector('.panel')).backgroundColor]);
  document.getElementById('said').textContent = encodeURIComponent(
    JSON.stringify({
      scroll: root.scrollWidth, client: root.clientWidth, out: out.slice(0, 3),
      pairs: pairs, bars: bars, scripts: d.scripts.length,
      images: d.images.length, frames: d.querySelectorAll('iframe').length,
      handlers: all.filter(e => [...e.attributes].some(a =>
        a.name.startsWith('on'))).length,
      cards: d.querySelectorAll('article.card').length,
      unnamed: [...d.querySelectorAll('svg[role=img]')].filter(s =>
        !d.getElementById(s.getAttribute('aria-labelledby'))).length,
      pictures: d.querySelectorAll('svg[role=img]').length,
      ids: new Set(all.filter(e => e.id).map(e => e.id)).size ==
        all.filter(e => e.id).length,
      dangling: [...d.querySelectorAll('a[href]')].filter(a =>
        !d.getElementById(a.getAttribute('href').slice(1))).length,
      fetched: w.performance.getEntriesByType('resource').length,
      text: d.body.innerText,
    }));
}
document.getElementById('page').onload = measure;
</script></body>
"""


def chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return name
    print("skipped: no chromium here")
    sys.exit(77)


def run(browser, dark, url, *args):
    with tempfile.TemporaryDirectory() as profile:
        scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
        return subprocess.run(
            [browser, *FLAGS, scheme, f"--user-data-dir={profile}",
             "--host-resolver-rules=MAP * ~NOTFOUND", *args, url],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
            timeout=100)


def measure(browser, page, width, dark):
    """What the browser says of the page at that width."""
    wrapper = page.with_name(f"wrap-{width}.html")
    wrapper.write_text(WRAPPER % (page.name, width))
    done = run(browser, dark, wrapper.as_uri(), "--window-size=1400,3100",
               "--dump-dom")
    said = re.search(rb'<pre id="said">([^<]+)</pre>', done.stdout)
    if not said:
        sys.exit(f"chromium said nothing: {done.stderr.decode()[-500:]}")
    return json.loads(urllib.parse.unquote(said.group(1).decode()))


def luminance(colour):
    parts = [float(n) for n in re.findall(r"[\d.]+", colour)][:3]
    line = [c / 255 / 12.92 if c / 255 <= .03928
            else ((c / 255 + .055) / 1.055) ** 2.4 for c in parts]
    return .2126 * line[0] + .7152 * line[1] + .0722 * line[2]


def contrast(a, b):
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + .05) / (dark + .05)


def judge(name, cards, m):
    """What is wrong with one measured page, a sentence each."""
    if m["scroll"] > m["client"]:
        yield f"{m['scroll']} px wide in {m['client']}: {m['out']}"
    if m["out"]:
        yield f"stick out: {m['out']}"
    if m["cards"] != cards:
        yield f"{m['cards']} cards, not {cards}"
    for what in ("scripts", "images", "frames", "handlers", "dangling",
                 "unnamed", "fetched"):
        if m[what]:
            yield f"{m[what]} {what}"
    if cards and m["pictures"] < cards + 1:
        yield f"only {m['pictures']} pictures"
    if not m["ids"]:
        yield "an id stands there twice"
    if (EVIL in m["text"]) != (name == "hostile"):
        yield "hostile text is not shown as text"
    for key, where in m["pairs"]:
        ratio = contrast(*key.split("|"))
        if ratio < 4.5:
            yield f"contrast {ratio:.2f} of text: {key} {where}"
    for fill, back in m["bars"]:
        if contrast(fill, back) < 3:
            yield f"contrast {contrast(fill, back):.2f} of bars"


class Static(html.parser.HTMLParser):
    """Nothing asks for anything outside; all that is opened is closed."""

    VOID = {"meta", "br", "hr", "img", "input", "link"}

    def __init__(self):
        super().__init__()
        self.bad, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.open += [] if tag in self.VOID else [tag]
        if tag in ("script", "link", "img", "iframe", "object", "base"):
            self.bad.append(f"<{tag}>")
        for key, value in attrs:
            if key in ("src", "srcset", "action", "data") or (
                    key == "href" and not (value or "").startswith("#")):
                self.bad.append(f"{key}={value}")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad.append(f"</{tag}> closes something else")


def static(page):
    text = page.read_text(encoding="utf-8")
    parser = Static()
    parser.feed(text)
    parser.close()
    yield from parser.bad[:5]
    if parser.open:
        yield f"never closed: {parser.open}"
    if re.search(r"url\(|@import", text.split("</style>")[0]):
        yield "the style sheet asks for something"


def picture_width(path):
    """A PNG says its width in bytes 16 to 19."""
    return struct.unpack(">I", path.read_bytes()[16:20])[0]


def main():
    browser, bad = chromium(), []
    fixture = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else made)
        folder = folder.resolve()
        for name, cards in (("rich", 6), ("hostile", 10), ("quiet", 0),
                            ("empty", 0)):
            page = folder / f"{name}.html"
            page.write_bytes(subprocess.run(
                [fixture, name, "html"], check=True,
                stdout=subprocess.PIPE).stdout)
            bad += [f"{name}: {b}" for b in static(page)]
            for width in WIDTHS if cards else WIDTHS[:1]:
                for dark in (False, True):
                    m = measure(browser, page, width, dark)
                    bad += [f"{name} {width} {'dark' if dark else 'light'}: "
                            f"{b}" for b in judge(name, cards, m)]
        for dark in (False, True):
            shot = folder / f"rich-{'dark' if dark else 'light'}.png"
            run(browser, dark, (folder / "rich.html").as_uri(),
                "--window-size=1280,2600", f"--screenshot={shot}")
            if not shot.is_file() or picture_width(shot) != 1280:
                bad.append(f"no picture {shot.name}")
    print("\n".join(bad) or "report.html: ok in Chromium")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
