#!/usr/bin/env python3
"""words.py ROOT: no unfinished work, no builder's path, no real address."""
import gzip
import ipaddress
import pathlib
import re
import sys

import tree

SOURCES = (".c", ".h", ".def", ".in", ".py", ".sh", ".js", ".txt", ".md",
           ".1", "meson.build", "dev", "run")
DATA = ("samples/", "tests/parsers/", "tests/leases/", "tests/detect/",
        "tests/e2e/", "docs/", "README.md")
RECORDED = ("samples/", "tests/parsers/", "tests/leases/", "tests/detect/")

# Written so that this file does not hold what it looks for.
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b|not (?:yet )?imple[m]ented"
                        r"|for[ ]now\b")
BUILDER = re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|far[m]|hom[e]/\w+|User[s])/")

# RFC 5737 and 3849 for documentation; loopback; private use (RFC 1918), the
# shared space providers number customers from (RFC 6598); link local;
# what RADIUS calls "any" (RFC 2865 5.8).
ALLOWED = [ipaddress.ip_network(n) for n in """
    192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32
    127.0.0.0/8 ::1/128 ::/128 0.0.0.0/32 10.0.0.0/8 172.16.0.0/12
    192.168.0.0/16 100.64.0.0/10 fe80::/10 255.255.255.254/31""".split()]
V4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\w|-)")
V6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"
                r"(?![\w:]|\.\d)")


# Names nobody can own (RFC 2606, 6761), and those of a house.
DOMAIN = re.compile(r"@([\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})\b")
# A line cut off may end within the name: "remote.exam".
RESERVED = re.compile(r"(?:^|\.)(?:exa(?:m(?:p(?:le?)?)?)?|test|invalid"
                      r"|example\.(?:com|net|org)"
                      r"|localhost|local|arpa)$", re.I)


def documentation(text):
    """Whether an address may stand in a sample; what is none, may."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return True
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped:
        address = mapped
    return any(address in net for net in ALLOWED
               if net.version == address.version)


def reversed_too(text):
    """A name server's reversed form of a documentation address is one."""
    return documentation(".".join(reversed(text.split("."))))


def addresses(text):
    for match in V4.finditer(text):
        word = match.group()
        after = text[match.end():match.end() + 2]
        # 4.3.2.1.in-addr.arpa and 4.3.2.1.list.example are read backwards.
        version = text[:match.start()].endswith(("Version: ", "daemon (",
                                                          "Sendmail "))
        if not version and not documentation(word) and not (
                after[:1] == "." and reversed_too(word)):
            yield match.start(), word
    for match in V6.finditer(text):
        word = match.group()
        # Three groups at least: d::2 is also a slice in Python.
        if len(list(filter(None, word.split(":")))) < 3:
            continue
        if "::" in word or word.count(":") == 7:
            if not documentation(word):
                yield match.start(), word


def content(path):
    """The text of a file, of a compressed one too; None when binary."""
    raw = path.read_bytes()
    if path.suffix == ".gz":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError):
            return None
    if path.suffix in (".pcap", ".png", ".zst", ".xz", ".bz2"):
        return None
    return raw.decode("utf-8", "surrogateescape")


def spoken(path, text):
    """What the authors say: in C without strings, which quote servers."""
    return tree.without_strings(text) if path.suffix in (".c", ".h") else text


def hits(path, name, text):
    if name.endswith(SOURCES) and not name.startswith(RECORDED):
        for match in UNFINISHED.finditer(spoken(path, text)):
            yield match.start(), f"says {match.group()!r}"
    if not name.startswith("tests/lint/"):
        for match in BUILDER.finditer(text):
            yield match.start(), f"a path of some machine: {match.group()}"
    if name.startswith(DATA):
        for at, word in addresses(text):
            yield at, f"{word} is not a documentation address"
    if name.startswith(RECORDED) and not name.endswith(SOURCES):
        for match in DOMAIN.finditer(text):
            if not RESERVED.search(match.group(1)):
                yield match.start(), f"{match.group(1)} may be somebody's"


def check(root):
    bad = []
    for path in tree.files(root):
        name = str(path.relative_to(root))
        text = content(path)
        if text is None:
            continue
        for at, what in hits(path, name, text):
            bad.append(f"{name}:{text.count(chr(10), 0, at) + 1}: {what}")
    return bad


if __name__ == "__main__":
    tree.end("words", check(pathlib.Path(sys.argv[1]).resolve()))
