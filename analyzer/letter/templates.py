#!/usr/bin/env python3
"""templates.py OUTPUT FILE...: the letters, as C.

A file is KIND.txt, or KIND-ACTION.txt for one action alone.
"""
import pathlib
import sys


def quoted(line):
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


def main(output, paths):
    out = ["/* Made by analyzer/letter/templates.py. Do not edit. */",
           '#include "letter/template.h"', "",
           "const struct letter_template letter_templates[] = {"]
    for path in sorted(paths):
        out += [f'\t{{ "{path.stem}",']
        out += [f"\t  {quoted(line)}" for line in
                path.read_text().splitlines()]
        out += ["\t},"]
    out += ["\t{ NULL, NULL },", "};", ""]
    output.write_text("\n".join(out))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), [pathlib.Path(p) for p in sys.argv[2:]])
