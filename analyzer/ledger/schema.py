#!/usr/bin/env python3
"""schema.py OUTPUT SCHEMA: the schema of the ledger, as C."""
import pathlib
import sys


def quoted(line):
    line = line.split("--")[0].rstrip()
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


def main(output, path):
    lines = [quoted(line) for line in path.read_text().splitlines()]
    out = ["/* Made by analyzer/ledger/schema.py. Do not edit. */",
           '#include <stddef.h>', "", '#include "ledger/migrate.h"', "",
           "const char *const ledger_schema[] = {"]
    out += [f"\t{line}," for line in lines if line != '"\\n"']
    out += ["\tNULL,", "};", ""]
    output.write_text("\n".join(out))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
