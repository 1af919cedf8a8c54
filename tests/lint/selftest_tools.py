#!/usr/bin/env python3
"""The same for the checks that stand on a tool, for dev and for the tally."""
import os
import shutil
import subprocess
import sys
import unittest

from small_tree import HERE, TOP, Tree


class Dev(unittest.TestCase):
    def test_usage(self):
        for words_, status in ((["help"], 0), ([], 2), (["nosuch"], 2),
                               (["build", "more"], 2), (["fuzz", "x"], 2)):
            done = subprocess.run([TOP / "dev", *words_], cwd="/",
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, status)
            said = done.stdout if status == 0 else done.stderr
            self.assertTrue(said.startswith("usage: ./dev COMMAND"))


class Tools(Tree):
    @unittest.skipUnless(shutil.which("clang-format"), "no clang-format")
    def test_format(self):
        self.put("parsers/x.c", "int  x ;\n")
        self.fails("format.sh", "x.c")

    @unittest.skipUnless(shutil.which("mandoc"), "no mandoc")
    def test_man(self):
        self.put("x.1", ".Dd January 1, 2026\n.Dt X 1\n.Os\n.Sh NAME\n.Nm x\n"
                 ".Nd y\n")
        self.assertEqual(self.run_check("man.sh")[0], 0)
        self.put("x.1", ".Dd today\n.Zz\n.Sh NAME\n")
        self.fails("man.sh", "unknown macro")
        os.remove(self.root / "x.1")
        self.fails("man.sh", "no manual page")

    def library(self, code):
        self.put("x.c", code)
        cc = os.environ.get("CC", "cc").split()
        subprocess.run([*cc, "-c", "x.c"], cwd=self.root, check=True)
        subprocess.run(["ar", "rcs", "x.a", "x.o"], cwd=self.root, check=True)
        return subprocess.run([HERE / "parsers_pure.sh", self.root / "x.a"],
                              capture_output=True, text=True)

    def test_pure(self):
        done = self.library("void *memchr(const void *, int, unsigned long);\n"
                            "int a(void) { return memchr(\"\", 0, 1) != 0; }\n"
                            "int b(void) { return a(); }\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.library("int puts(const char *);\n"
                            "int a(void) { return puts(\"a\"); }\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("parsers call: puts", done.stderr)
        self.assertNotEqual(self.library("").returncode, 0)

    @unittest.skipUnless(shutil.which("run-clang-tidy"), "no clang-tidy")
    def test_tidy(self):
        shutil.copy(TOP / ".clang-tidy", self.root)
        base = "/* \\summary: x */\nint f(int a);\nint f(int a)\n{\n\t"
        for code, status in (("return 1 / a;", 0),
                             ("int b = 0;\n\n\treturn a / b;", 1)):
            self.put("parsers/x.c", base + code + "\n}\n")
            self.put("b/compile_commands.json", '[{"directory": "%s",'
                     ' "file": "parsers/x.c", "command": "cc -c parsers/x.c"}]'
                     % self.root)
            self.assertEqual(self.run_check("tidy.sh", self.root / "b")[0],
                             status)


class Readme(Tree):
    def setUp(self):
        super().setUp()
        self.put("tests/lint/readme_allow.txt", "# reason\ngit clone *\n")
        self.put("dev", "#!/bin/sh\necho '  demo   shows'\n")
        self.put("culprit", "#!/bin/sh\n[ -f \"$1\" ]\n")
        for name in ("dev", "culprit"):
            os.chmod(self.root / name, 0o755)

    def readme(self, *lines):
        self.put("README.md", "# x\n```sh\n" + "\n".join(lines) + "\n```\n")
        return self.run_check("readme.py", self.root / "culprit")

    def test_good(self):
        status, said = self.readme("git clone somewhere", "./dev demo",
                                   "build/culprit \\", "  samples/mail.log",
                                   "culprit samples/mail.log   # one")
        self.assertEqual(status, 0, said)

    def test_bad(self):
        for line in ("build/culprit nosuch", "./dev nosuch", "rm x",
                     "culprit nosuch | cat"):
            with self.subTest(line=line):
                status, said = self.readme(line)
                self.assertEqual(status, 1, said)
                self.assertIn("README.md:3", said)

    def screen(self, *lines):
        self.put("culprit", "#!/bin/sh\n[ -t 1 ] || exit 0\necho 2 to stop\n"
                 "echo\nfor n in 1 2 3; do echo \"$n  block\"; done\nexit $1")
        self.put("README.md", "```sh\n./dev demo\n```\n```\n$ culprit 0\n" +
                 "\n".join(lines) + "\n```\n")
        return self.run_check("readme.py", self.root / "culprit")

    def test_screen(self):
        for lines in (("2 to stop", "1  block", "2  block", "3  block"),
                      ("2 to stop", "", "…", "2  block", "…"),
                      ("2 to stop", "…", "2  block", "3  block")):
            with self.subTest(lines=lines):
                status, said = self.screen(*lines)
                self.assertEqual(status, 0, said)

    def test_screen_stale(self):
        for lines, at in ((("3 to stop", "…"), 6), (("1  block",), 6),
                          (("2 to stop", "2  block"), 6),
                          (("2 to stop", "…", "2  suspend"), 8),
                          (("2 to stop", "…", "1  block", "3  block"), 8),
                          (("2 to stop", "…", "3  block", "…", "1  block"),
                           10)):
            with self.subTest(lines=lines):
                status, said = self.screen(*lines)
                self.assertEqual(status, 1, said)
                self.assertIn(f"README.md:{at}: ", said)
        self.put("README.md", (self.root / "README.md").read_text().replace(
            "culprit 0", "culprit 3"))
        self.assertIn("README.md:5: culprit 3: status 3", self.run_check(
            "readme.py", self.root / "culprit")[1])

    def test_none(self):
        self.assertEqual(self.run_check("readme.py", "x")[0], 77)
        self.put("README.md", "no commands\n")
        self.assertEqual(self.run_check("readme.py", "x")[0], 1)


TALLY = HERE.parent / "tools/tally.py"
LOG = """
{"name":"a","result":"OK","stdout":"1..2\\nok 1 - x\\nok 2 # SKIP no\\n"}
{"name":"b","result":"OK","stdout":"hello"}
{"name":"c","result":"SKIP","stdout":""}
"""


class Tally(Tree):
    def tally(self, log, status):
        self.put("log.json", log)
        done = subprocess.run([sys.executable, TALLY, self.root / "log.json",
                               str(status)], capture_output=True, text=True)
        return done.stdout.splitlines()

    def test_counts(self):
        self.assertEqual(self.tally(LOG, 0), ["2 0 2"])

    def test_failures_are_counted_and_shown(self):
        for line, first in (
                ('{"name":"d","result":"FAIL","stdout":"1..2\\nok 1\\n'
                 'not ok 2 - y\\n"}', "3 1 2"),
                ('{"name":"d","result":"ERROR","stdout":"1..3\\nok 1\\n"}',
                 "3 1 2"),
                ('{"name":"d","result":"TIMEOUT","stdout":""}', "2 1 2")):
            said = self.tally(LOG + line + "\n", 1)
            self.assertEqual(said[0], first)
            self.assertTrue(said[1].startswith("---- d: "))

    def test_no_test_or_a_bad_end_is_a_failure(self):
        self.assertEqual(self.tally("", 0)[0], "0 1 0")
        self.assertEqual(self.tally(LOG, 1)[0], "2 1 2")


if __name__ == "__main__":
    unittest.main(verbosity=1)
