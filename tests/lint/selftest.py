#!/usr/bin/env python3
"""Each check passes a small clean tree and fails it with one thing wrong."""
import os
import shutil
import unittest

import sizes
import words
from small_tree import CLEAN, HERE, Tree


class Whole(Tree):
    def test_clean_tree_passes_all(self):
        for check in ("layers.py", "banned.py", "sizes.py", "firstlines.py",
                      "lists.py", "words.py", "scripts.py", "format.sh"):
            status, said = self.run_check(check)
            self.assertIn(status, (0, 77), f"{check}: {said}")

    def test_nothing_to_check_is_a_failure(self):
        for folder in ("include", "parsers", "analyzer"):
            shutil.rmtree(self.root / folder)
        os.remove(self.root / "run.sh")
        for check in ("layers.py", "banned.py", "sizes.py", "firstlines.py",
                      "lists.py", "scripts.py", "format.sh"):
            status, said = self.run_check(check)
            self.assertIn(status, (1, 77), f"{check}: {said}")


class Layers(Tree):
    def include(self, name, what):
        self.put(name, f"/* \\summary: x */\n#include {what}\n")

    def test_allowed(self):
        self.include("parsers/mta/q.c", '"text/t.h"')
        self.include("analyzer/app/x.c", '"engine/e.h"')
        self.include("analyzer/evidence/x.c", "<Judy.h>")
        self.include("tests/unit/x.c", '"evidence/table.h"')
        self.assertEqual(self.run_check("layers.py")[0], 0)

    def test_upwards(self):
        for name, what, says in (
                ("parsers/text/x.c", '"mta/p.h"', "may not include parsers/m"),
                ("parsers/mta/x.c", '"engine/e.h"', "may not include analyz"),
                ("analyzer/detect/x.c", '"evidence/t.h"', "may not include"),
                ("analyzer/report/x.c", '"decide/d.h"', "may not include"),
                ("analyzer/engine/x.c", '"app/m.h"', "may not include"),
                ("analyzer/app/x.c", '"evidence/t.h"', "may not include"),
                ("include/culprit/x.h", '"text/t.h"', "may not include"),
                ("analyzer/detect/x.c", '"../evidence/t.h"', "climbs"),
                ("analyzer/engine/x.c", '"evidence/t_int.h"', "is private"),
                ("analyzer/engine/x.c", '"where/t.h"', "no listed folder"),
                ("analyzer/other/x.c", '"x.h"', "is not in layers.txt"),
                ("analyzer/detect/x.c", "<Judy.h>", "belongs in"),
                ("parsers/mta/x.c", "<zlib.h>", "belongs in"),
                ("analyzer/detect/x.c", "<pcre2.h>", "is not declared")):
            with self.subTest(name=name, what=what):
                self.include(name, what)
                self.fails("layers.py", says)
                os.remove(self.root / name)

    def test_circle(self):
        rules = (HERE / "layers.txt").read_text().replace(
            "folder include\n", "folder include parsers/text\n")
        self.put("tests/lint/layers.txt", rules)
        self.fails("layers.py", "go in a circle")

    def test_comment_is_no_include(self):
        self.put("parsers/text/x.c",
                 '/* \\summary: x\n#include "engine/e.h"\n */\n')
        self.assertEqual(self.run_check("layers.py")[0], 0)


class Banned(Tree):
    def test_calls(self):
        for name, call, says in (
                ("analyzer/engine/x.c", "strcpy(a, b)", "strcpy is banned"),
                ("tests/unit/x.c", "sprintf (a, b)", "sprintf is banned"),
                ("parsers/mta/x.c", "p = malloc(1)", "malloc allocates"),
                ("analyzer/detect/x.c", "free(p)", "free allocates"),
                ("analyzer/decide/x.c", "t = time(NULL)", "time reads the"),
                ("analyzer/engine/x.c", "clock_gettime(0, &t)", "reads the"),
                ("analyzer/report/x.c", "printf(a)", "printf prints"),
                ("analyzer/export/x.c", "exit(1)", "exit prints or exits"),
                ("analyzer/report/x.c", "fputs(a, stderr)", "stderr is for")):
            with self.subTest(call=call):
                self.put(name, f"void f(void)\n{{\n\t{call};\n}}\n")
                self.fails("banned.py", says)
                os.remove(self.root / name)

    def test_what_only_looks_like_it(self):
        self.put("analyzer/report/x.c", '/* printf(a) */\n'
                 'static const char *s = "exit(1) \\" stderr";\n'
                 'int n = snprintf(b, 1, s) + cul_time(0) + x->time(1)\n'
                 '\t+ my_printf(2) + at_exit_(3);\n')
        self.put("analyzer/engine/clock.c", "int t = time(NULL);\n")
        self.put("analyzer/engine/y.c", "void *p = malloc(1);\n")
        status, said = self.run_check("banned.py")
        self.assertEqual(status, 0, said)


class Sizes(Tree):
    def test_file(self):
        self.put("parsers/x.c", "int x;\n" * 401)
        self.fails("sizes.py", "401 lines")

    def test_function(self):
        for lines, status in ((57, 0), (58, 1)):
            self.put("parsers/x.c", "int f(void)\n{\n"
                     + "\tg();\n" * lines + "}\n")
            self.assertEqual(self.run_check("sizes.py")[0], status)

    def test_finds_what_is_a_function(self):
        text = """#define EACH(x) do { \\
\tx; } while (0)
struct s {
\tint (*call)(int);
};
static const struct s table[] = { { one }, { two } };
enum { A, B };
static int
two(struct s *s,
    int n)
{
\tif (n) {
\t\treturn '{';
\t}
\treturn "}"[0]; /* } */
}
struct s three(void)
{
\treturn (struct s) { 0 };
}
int four(void) __attribute__((noinline)) {
}
"""
        found = [(name, size) for name, _, size in sizes.functions(text)]
        self.assertEqual(found, [("two", 9), ("three", 4), ("four", 2)])

    def test_lost_braces(self):
        self.put("parsers/x.c", "int f(void)\n{\n")
        self.fails("sizes.py", "do not balance")


class FirstLines(Tree):
    def test_each(self):
        for name, cut in (("analyzer/engine/e.c", "\\summary:"),
                          ("parsers/mta/p.c", "grammar:"),
                          ("analyzer/detect/d.c", "why:"),
                          ("analyzer/detect/d.c", "misses: some")):
            with self.subTest(name=name, cut=cut):
                self.put(name, CLEAN[name].replace(cut, cut[:3]))
                self.fails("firstlines.py", name)
                self.put(name, CLEAN[name])


class Lists(Tree):
    def test_missing_kind(self):
        shutil.rmtree(self.root / "tests/parsers/p/torn-x")
        self.fails("lists.py", "tests/parsers/p: no torn-* case")

    def test_missing_kind_of_a_lease_format(self):
        shutil.rmtree(self.root / "tests/leases/l/hostile-x")
        self.fails("lists.py", "tests/leases/l: no hostile-* case")

    def test_lease_format_without_a_test(self):
        self.put("parsers/meson.build", CLEAN["parsers/meson.build"].replace(
            "lease_list = {", "lease_list = {\n  'm': files('lease/m.c'),"))
        self.fails("lists.py", "tests/leases/m: no real-* case")

    def test_case_without_its_parts(self):
        for part in ("input.log", "expected.jsonl", "README"):
            path = self.root / "tests/parsers/p/real-x" / part
            text = path.read_text()
            path.unlink()
            self.fails("lists.py", "tests/parsers/p/real-x: no ")
            path.write_text(text)

    def test_detector_without_a_test(self):
        self.put("analyzer/detect/meson.build",
                 "detector_names = ['d', 'n'\n]\n")
        self.fails("lists.py", "tests/detect/n: no case")

    def test_test_of_nothing(self):
        self.put("tests/parsers/q/real-x/input.log", "x\n")
        self.fails("lists.py", "tests/parsers/q: tests of nothing")
        self.put("tests/leases/q/real-x/input.log", "x\n")
        self.fails("lists.py", "tests/leases/q: tests of nothing")


class Words(Tree):
    def test_words(self):
        for text, says in (("/* TO" "DO: rest */", "TO" "DO"),
                           ("/* good for" " now */", "for" " now"),
                           ('f("/ho' 'me/someone/x");', "path of some")):
            with self.subTest(text=text):
                self.put("analyzer/engine/x.c", text + "\n")
                self.fails("words.py", says)

    def test_what_a_server_says_is_no_promise(self):
        self.put("analyzer/engine/x.c", 'f("Command not imple" "mented");\n'
                 'g("not imple' 'mented");\n')
        self.assertEqual(self.run_check("words.py")[0], 0)

    def test_addresses(self):
        for text in ("from a[8.8.8.8]", "[2606:4700::1111]", "9.9.9.9.",
                     "::ffff:8.8.4.4", "a 8.8.8.8:25"):
            with self.subTest(text=text):
                self.put("samples/mail.log", text + "\n")
                self.fails("words.py", "documentation address")

    def test_domains(self):
        for text, status in (("to=<a@b.example>, x@sub.example.com", 0),
                             ("a@localhost x@host.local @", 0),
                             ("to=<a@myexample.com>", 1), ("a@b.org.", 1)):
            with self.subTest(text=text):
                self.put("samples/mail.log", text + "\n")
                self.assertEqual(self.run_check("words.py")[0], status)

    def test_what_is_no_address(self):
        for text in ("198.51.100.7", "100.64.9.1", "4.2.0.192.in-addr.arpa",
                     "3.4.5", "04:11:09", "a::b::c", "x[d::2]", "999.1.1.1",
                     "1.2.3.4.5", "host-8-8-8-8.example", "::ffff:192.0.2.1"):
            with self.subTest(text=text):
                self.assertEqual(list(words.addresses(text)), [])


class Scripts(Tree):
    def test_python(self):
        self.put("tool.py", "def f(:\n")
        self.fails("scripts.py", "tool.py")

    def test_mode(self):
        os.chmod(self.root / "run.sh", 0o644)
        self.fails("scripts.py", "may not be run")

    @unittest.skipUnless(shutil.which("shellcheck"), "no shellcheck")
    def test_shell(self):
        self.put("run.sh", "#!/bin/sh\nx=(1 2)\necho $x\n")
        self.fails("scripts.py", "run.sh:2")


if __name__ == "__main__":
    unittest.main(verbosity=1)
