#!/usr/bin/env python3
"""embed.py OUTPUT FILE...: what browsers fetch, as C, with a mark of each.

NAME.EXT becomes desk_NAME_EXT, its length and its mark (an ETag).
"""
import hashlib
import pathlib
import sys


def array(path):
    name = "desk_" + path.name.replace(".", "_").replace("-", "_")
    data = path.read_bytes()
    yield f"const char {name}[] = {{"
    for at in range(0, len(data), 20):
        yield "\t" + ", ".join(str(b if b < 128 else b - 256)
                               for b in data[at:at + 20]) + ","
    yield "};"
    yield f"const size_t {name}_len = {len(data)};"
    mark = hashlib.sha256(data).hexdigest()[:16]
    yield f'const char {name}_tag[] = "{mark}";'


def main(output, paths):
    out = ["/* Made by analyzer/desk/static/embed.py. Do not edit. */",
           '#include "desk/static.h"', ""]
    for path in paths:
        out += array(path)
    output.write_text("\n".join(out) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), [pathlib.Path(p) for p in sys.argv[2:]])
