#!/usr/bin/env python3
"""desk_colours.py CSS: the colours of the desk have the contrast of WCAG AA.

Text 4.5 to 1 against what is behind it (1.4.3), bars and edges of fields 3 to
1 (1.4.11), in the light and in the dark scheme.
"""
import pathlib
import re
import sys

TEXT = [
    ("text", "page card hover code mark good-tint bad-tint tell-tint"),
    ("soft", "page card hover code good-tint bad-tint tell-tint"),
    ("link", "page card hover good-tint bad-tint tell-tint"),
    ("bad", "card hover"),
    ("on-head", "bar-head"), ("head-soft", "bar-head"),
    ("on-button", "button"), ("on-stop", "stop"), ("on-talk", "talk"),
    ("on-grant", "grant"), ("on-watch", "watch"),
]
SHAPES = [
    ("bar", "card"), ("bad", "card track"), ("flag", "card bad track"),
    ("edge", "page card"), ("focus", "page card hover"),
    ("stop", "card"), ("talk", "card tell-tint"), ("grant", "card good-tint"),
    ("watch", "card"),
]


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (v / 12.92 if v <= .04045 else ((v + .055) / 1.055) ** 2.4
               for v in parts)
    return .2126 * r + .7152 * g + .0722 * b


def contrast(a, b):
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + .05) / (dark + .05)


def colours(block):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))


def schemes(css):
    """Each scheme whole: what the dark one does not name is as in light."""
    blocks = re.findall(r":root \{(.*?)\}", css, re.S)
    light = colours(blocks[0])
    return {"light": light, "dark": {**light, **colours(blocks[1])}}


def judge(scheme, have, pairs, least):
    for front, backs in pairs:
        for back in backs.split():
            got = contrast(have[front], have[back])
            if got < least:
                yield (f"{scheme}: {front} on {back} is {got:.2f} to 1, "
                       f"not {least}")


def main(path):
    css = pathlib.Path(path).read_text()
    bad = []
    for scheme, have in schemes(css).items():
        bad += judge(scheme, have, TEXT, 4.5)
        bad += judge(scheme, have, SHAPES, 3)
    unknown = set(re.findall(r"var\(--([\w-]+)\)", css)) - set(
        schemes(css)["light"])
    bad += [f"{name} has no value" for name in sorted(unknown)]
    print("\n".join(bad))
    print(f"{len(bad)} wrong")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
