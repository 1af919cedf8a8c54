#!/usr/bin/env python3
"""The CSV in a real CrowdSec: cscli imports it, and has then the decisions
that were meant; what --undo writes takes them out, and those of others stay.

usage: crowdsec.py EXPORT_LISTS PRIVATE_PACKAGES_SH

Its local API runs on loopback in a folder of its own, without the central one.
Status 77 where no CrowdSec can be had.
"""
import csv
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

CONFIG = """
common: {{daemonize: false, log_media: stdout, log_level: warning,
  working_dir: {home}}}
config_paths:
  config_dir: {home}
  data_dir: {home}
  simulation_path: {home}/simulation.yaml
  hub_dir: {home}/hub
  index_path: {home}/hub/.index.json
  notification_dir: {home}
  plugin_dir: {home}
crowdsec_service: {{acquisition_path: {home}/acquis.yaml}}
cscli: {{output: human}}
db_config: {{type: sqlite, db_path: {home}/crowdsec.db, log_level: warning}}
api:
  client: {{credentials_path: {home}/credentials.yaml}}
  server: {{log_level: warning, listen_uri: "127.0.0.1:{port}",
    profiles_path: {home}/profiles.yaml}}
prometheus: {{enabled: false}}
"""
PROFILES = """
name: default
filters: ["Alert.Remediation == true"]
decisions: [{type: ban, duration: 4h}]
on_success: break
"""
FILES = {"simulation.yaml": "simulation: false\n", "profiles.yaml": PROFILES,
         "acquis.yaml": "", "credentials.yaml": "", "hub/.index.json": "{}"}


def unpacked(script):
    done = subprocess.run([script, "crowdsec", "crowdsec"], check=False,
                          stdout=subprocess.PIPE, timeout=500)
    if done.returncode == 77:
        print("skipped: no CrowdSec can be had")
        sys.exit(77)
    if done.returncode != 0:
        sys.exit(f"{script} ended with {done.returncode}")
    return pathlib.Path(done.stdout.decode().strip())


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class CrowdSec:
    def __init__(self, prefix, home):
        self.prefix, self.home, self.port = prefix, home, free_port()
        (home / "hub").mkdir()
        (home / "bin").mkdir()
        for name, text in FILES.items():
            (home / name).write_text(text)
        (home / "config.yaml").write_text(CONFIG.format(home=home,
                                                        port=self.port))
        libraries = sorted({str(p.parent) for p in prefix.rglob("*.so.*")})
        cscli = home / "bin/cscli"
        cscli.write_text("#!/bin/sh\n"
                         f"export LD_LIBRARY_PATH={':'.join(libraries)}\n"
                         f"exec {prefix}/usr/bin/cscli -c {home}/config.yaml "
                         '"$@"\n')
        cscli.chmod(0o755)
        self.env = dict(os.environ, LD_LIBRARY_PATH=":".join(libraries),
                        PATH=f"{home}/bin:{os.environ['PATH']}")
        self.daemon = None

    def run(self, *args):
        done = subprocess.run(args, env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False,
                              timeout=60)
        text = done.stdout.decode()
        if done.returncode != 0:
            raise RuntimeError(f"{args}: {done.returncode}: {text}")
        return text

    def __enter__(self):
        self.run("cscli", "machines", "add", "here", "--password", "secret",
                 "--url", f"http://127.0.0.1:{self.port}", "--force", "-f",
                 f"{self.home}/credentials.yaml")
        self.daemon = subprocess.Popen(
            [f"{self.prefix}/usr/bin/crowdsec", "-c",
             f"{self.home}/config.yaml", "-no-cs"], env=self.env,
            stdout=(self.home / "log").open("wb"), stderr=subprocess.STDOUT)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(.1)
        self.__exit__()
        raise RuntimeError((self.home / "log").read_text())

    def __exit__(self, *_):
        self.daemon.terminate()
        try:
            self.daemon.wait(20)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            self.daemon.wait()

    def decisions(self):
        """(scope, type, value, reason): seconds left"""
        said = self.run("cscli", "decisions", "list", "-o", "json", "-a",
                        "--limit", "0")
        found = {}
        for alert in json.loads(said[said.index("["):]
                                if "[" in said else "null") or []:
            for d in alert["decisions"]:
                found[d["scope"].lower(), d["type"], d["value"],
                      d["scenario"]] = seconds(d["duration"])
        return found


def seconds(text):
    """Of Go's "167h0m12.5s"."""
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(float(n) * units[u]
               for n, u in re.findall(r"([\d.]+)([hms])", text))


def wanted(data):
    rows = list(csv.DictReader(data.decode("ascii").splitlines()))
    return {(r["scope"], r["type"], r["value"], r["reason"]):
            float(r["duration"].rstrip("s")) for r in rows}


def made(program, *args):
    return subprocess.run([program, *args], check=True,
                          stdout=subprocess.PIPE).stdout


OTHER = ("range", "ban", "198.51.0.0/16", "of somebody else")


def check(program, report, server):
    """A sentence for each thing that is wrong."""
    path = server.home / f"{report}.csv"
    path.write_bytes(made(program, report, "crowdsec"))
    want = wanted(path.read_bytes())
    # Before 1.6 --scope has a default, which wins over the column.
    server.run("cscli", "decisions", "import", "--scope", "", "-i", str(path))
    have = server.decisions()
    # What was to last a second may be over.
    for key in [k for k, v in want.items() if v > 5]:
        if key not in have:
            yield f"{report}: not imported: {key}"
        elif not 0 <= want[key] - have[key] < 100:
            yield f"{report}: {key}: {have[key]} s, not {want[key]}"
    for key in have:
        if key not in want and key != OTHER:
            yield f"{report}: nobody asked for {key}"
    undo = server.home / f"{report}.sh"
    undo.write_bytes(made(program, report, "crowdsec", "undo"))
    said = server.run("sh", "-eu", str(undo))
    if said.count("decision(s) deleted") == 0:
        yield f"{report}: undo said {said!r}"
    if set(server.decisions()) != {OTHER}:
        yield f"{report}: after undo: {set(server.decisions())}"


def main():
    program, script = sys.argv[1:3]
    prefix, bad = unpacked(script), []
    with tempfile.TemporaryDirectory() as folder:
        with CrowdSec(prefix, pathlib.Path(folder)) as server:
            server.run("cscli", "decisions", "add", "--range", OTHER[2],
                       "--reason", OTHER[3])
            for report in ("rich", "lists", "hostile"):
                bad += check(program, report, server)
    print("\n".join(bad) or "CrowdSec: imported as written, and taken back")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
