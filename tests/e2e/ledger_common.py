"""What the tests of the ledger's commands share: a ledger made of a day."""
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "schema"))
import ledger as schema  # noqa: E402
from input_common import Checks  # noqa: E402

ME = {"USER": "", "LOGNAME": "", "SUDO_USER": "", "NO_COLOR": ""}


class Ledger(Checks):
    """Runs commands on the ledger of its folder, made by scanning the day."""

    def __init__(self, program, day):
        super().__init__(program)
        self.day = pathlib.Path(day).resolve()
        self.path = self.top / "ledger.db"

    def on(self, command, *arguments, **more):
        return self.run(command, "--ledger", self.path, *arguments,
                        **{"env": ME, **more})

    def scan(self, *arguments, logs=None, **more):
        logs = logs or [self.day / "mail.log.1.gz", self.day / "mail.log"]
        return self.on("scan", "-c", self.day / "culprit.conf", *arguments,
                       *logs, **more)

    def does(self, command, *arguments, **more):
        """What it prints; it must end well and say nothing else."""
        status, out, err = self.on(command, *arguments, **more)
        self.that(status == 0 and err == "",
                  f"{command} {arguments}: {status} {err!r}")
        return out

    def json(self, kind, command, *arguments, **more):
        """Its lines, each held against the schema of that kind."""
        got = []
        for line in self.does(command, "--json", *arguments,
                              **more).splitlines():
            is_sum = kind == "case" and '"summary"' in line[:20]
            bad = schema.wrong("list_summary" if is_sum else kind, line)
            self.that(not bad, f"{command} {arguments}: {bad}")
            got.append(schema.value(line))
        return got

    def cases(self, *arguments):
        return self.json("case", "list", *arguments)[:-1]

    def case(self, ident):
        return self.json("whole_case", "show", ident)[0]

    def of(self, who):
        """The id of the case of that subject, whatever its standing."""
        return next(c["id"] for c in self.cases("--all")
                    if c["subject"]["value"] == who)

    def dump(self):
        """All of it, as SQL."""
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as db:
            return list(db.iterdump())


def main(tests):
    check = Ledger(*sys.argv[1:3])
    for test in tests:
        test(check)
    check.end()
