"""A small clean tree to break: what the self-tests of the checks stand on."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent

GOOD_C = """/* \\summary: one number */
#include <stdint.h>

#include "culprit/a.h"

int cul_one(void)
{
\treturn 1;
}
"""
README = "Recorded by hand from a server of the test's own.\n"
CLEAN = {
    "include/culprit/a.h": "#ifndef A\n#define A\nint cul_one(void);\n#endif\n",
    "parsers/meson.build": "parser_list = {\n  'p': files('mta/p.c'),\n}\n"
    "lease_list = {\n  'l': files('lease/l.c'),\n}\n",
    "parsers/mta/p.c": GOOD_C.replace(
        "#include", "/* grammar: src/p.c (P 1 to 2) */\n#include", 1),
    "parsers/text/t.h": "int cul_text(void);\n",
    "analyzer/detect/meson.build": "detector_names = [\n  'd',\n]\n",
    "analyzer/detect/d.c": GOOD_C.replace(
        "#include", "/* why: because */\n/* misses: some */\n#include", 1),
    "analyzer/engine/e.c": GOOD_C,
    "analyzer/app/main.c": "/* \\summary: main */\n#include <stdio.h>\n"
    "\nint main(void)\n{\n\tputs(\"strcpy(\");\n\treturn 0;\n}\n",
    "tests/detect/d/caught/input.jsonl": "{}\n",
    "samples/mail.log": "connect from a[192.0.2.1] 2001:db8::1 5.7.1 1:2:3\n",
    "run.sh": "#!/bin/sh\necho ok\n",
}
for kind in ("real", "hostile", "torn", "foreign"):
    for name, text in (("input.log", "x\n"), ("expected.jsonl", "{}\n"),
                       ("README", README)):
        CLEAN[f"tests/parsers/p/{kind}-x/{name}"] = text
        CLEAN[f"tests/leases/l/{kind}-x/{name}"] = text


class Tree(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.place.name)
        for name, text in CLEAN.items():
            self.put(name, text)
        os.chmod(self.root / "run.sh", 0o755)
        self.put("tests/lint/layers.txt", (HERE / "layers.txt").read_text())
        shutil.copy(TOP / ".clang-format", self.root)

    def tearDown(self):
        self.place.cleanup()

    def put(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_check(self, check, *more):
        done = subprocess.run([HERE / check, self.root, *more],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def fails(self, check, says, *more):
        status, said = self.run_check(check, *more)
        self.assertEqual(status, 1, said)
        self.assertIn(says, said)
