#!/usr/bin/env python3
"""The exposition, read by those who read it: promtool's linter, a Prometheus
server that scrapes it, and the reference parser of OpenMetrics.

usage: serve_metrics.py SERVE_FIXTURE PRIVATE_PACKAGES_SH

Status 77, once its own checks have passed, where none of them can be had.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from serve_common import serving

NUMBER = r"-?\d+(\.\d+)?"
LABEL = r'[a-z0-9_]+="(?:[^"\\\n]|\\[\\n"])*"'
SAMPLE = re.compile(rf"([a-z_0-9]+)(?:\{{({LABEL}(?:,{LABEL})*)\}})? {NUMBER}")
VALUES = {
    "culprit_lines_total": "1292",
    'culprit_input_lines_total{input="/var/log/mail.log"}': "1210",
    'culprit_input_behind_bytes{input="/var/log/mail.log"}': "10",
    'culprit_input_lost_lines_total{input="udp:127.0.0.1:5514"}': "12",
    'culprit_parser_lines_total{parser="postfix",verdict="event"}': "900",
    'culprit_mail_total{fate="bounced"}': "1",
    'culprit_mail_refusals_total{how="rejected"}': "9",
    'culprit_suggestions{kind="zombie"}': "2",
    'culprit_notices_total{what="withdrawn"}': "1",
    'culprit_evictions_total{of="message"}': "2",
    "culprit_lag_seconds": "1.500000",
    "culprit_checkpoint_age_seconds": "12.340000",
    "culprit_memory_limit_bytes": "18446744073709551615",
    "process_start_time_seconds": "1772618399.750000",
    "culprit_trouble": "0",
}


def form(text):
    """Families once and in one piece, samples once, # EOF last."""
    lines = text.split("\n")
    assert lines[-2:] == ["# EOF", ""], lines[-2:]
    families, seen, family = {}, {}, None
    for line in lines[:-2]:
        assert line.isprintable(), repr(line)
        if line.startswith("# "):
            word, name, value = line[2:].split(" ", 2)
            if word == "HELP":
                assert name not in families, f"{name} is there twice"
                family = name
                families[name] = {}
            assert name == family
            families[name][word] = value
            continue
        match = SAMPLE.fullmatch(line)
        assert match, repr(line)
        kind = families[family]["TYPE"]
        suffix = {"counter": "_total", "info": "_info"}.get(kind, "")
        assert match.group(1) == family + suffix, line
        what, value = line.rsplit(" ", 1)
        assert what not in seen, f"{what} is there twice"
        seen[what] = value
    for name, family in families.items():
        assert family["HELP"].endswith("."), name
        unit = family.get("UNIT")
        assert unit is None or name.endswith("_" + unit), name
        for base in ("seconds", "bytes"):
            assert not name.endswith(base) or unit == base, name
    return seen


def own_checks(text):
    seen = form(text)
    for what, value in VALUES.items():
        assert seen[what] == value, f"{what}: {seen.get(what)}"
    hostile = [w for w in seen if "script" in w and "input_lines" in w]
    assert len(hostile) == 1 and r"\\x1b[2J" in hostile[0], hostile
    assert r'\\x5cx1b\"} 1\\x0a# EOF' in hostile[0], hostile
    return seen


def older_text(text):
    """As the text format before OpenMetrics names families, which is the
    one that promtool checks."""
    for suffix, kind in (("_total", "counter"), ("_info", "info")):
        for name in re.findall(rf"^# TYPE (\S+) {kind}$", text, re.M):
            text = re.sub(rf"^(# (?:HELP|TYPE)) {name} ", rf"\1 {name}{suffix} ",
                          text, flags=re.M)
    text = re.sub(r"^(# TYPE \S+) info$", r"\1 gauge", text, flags=re.M)
    return re.sub(r"^# (UNIT|EOF).*\n", "", text, flags=re.M)


def private(script, name, *packages):
    done = subprocess.run([script, name, *packages], stdout=subprocess.PIPE,
                          check=False, timeout=300)
    if done.returncode == 77:
        return None
    assert done.returncode == 0, f"{script}: {done.returncode}"
    return pathlib.Path(done.stdout.decode().strip())


def promtool(prefix, text):
    done = subprocess.run([prefix / "usr/bin/promtool", "check", "metrics"],
                          input=older_text(text), capture_output=True,
                          text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0 and said == "", f"promtool: {said}"
    bad = older_text(text).replace('fate="bounced"', 'fate="\\q"')
    done = subprocess.run([prefix / "usr/bin/promtool", "check", "metrics"],
                          input=bad, capture_output=True, text=True,
                          check=False)
    assert done.returncode != 0, "promtool took what is wrong"
    print("promtool: ok")


def reference(prefix, text):
    """The parser of prometheus_client, the strictest there is."""
    sys.path.insert(0, str(prefix / "usr/lib/python3/dist-packages"))
    from prometheus_client.openmetrics import parser
    families = list(parser.text_string_to_metric_families(text))
    names = {f.name: f for f in families}
    assert names["culprit_lines"].type == "counter"
    assert names["culprit_lag_seconds"].unit == "seconds"
    assert names["culprit_build"].type == "info"
    labels = [s.labels["input"]
              for s in names["culprit_input_lines"].samples]
    assert labels[2].endswith("\\x5cx1b\"} 1\\x0a# EOF\\x0a"), labels
    print(f"prometheus_client: ok, {len(families)} families")


def query(port, expression):
    url = f"http://127.0.0.1:{port}/api/v1/query?" + urllib.parse.urlencode(
        {"query": expression})
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)["data"]["result"]


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def scraped(prefix, server, seen):
    """A real server asks for OpenMetrics, and takes all of it."""
    port = free_port()
    with tempfile.TemporaryDirectory() as top:
        conf = pathlib.Path(top) / "prometheus.yml"
        conf.write_text("global: {scrape_interval: 1s}\nscrape_configs:\n"
                        "- job_name: culprit\n  static_configs:\n"
                        f"  - targets: ['127.0.0.1:{server.port}']\n")
        child = subprocess.Popen(
            [prefix / "usr/bin/prometheus", f"--config.file={conf}",
             f"--storage.tsdb.path={top}/data",
             f"--web.listen-address=127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(240):
                time.sleep(0.25)
                try:
                    if query(port, "up == 1"):
                        break
                except OSError:
                    assert child.poll() is None, "prometheus ended"
            else:
                sys.exit("prometheus did not scrape it in a minute")
            n = query(port, 'count({job="culprit",'
                            '__name__=~"culprit_.*|process_.*"})')
            assert int(n[0]["value"][1]) == len(seen), (n, len(seen))
            lines = query(port, "culprit_lines_total")
            assert lines[0]["value"][1] == "1292", lines
        finally:
            child.kill()
            child.wait()
    print(f"prometheus: ok, {len(seen)} samples scraped")


def main(program, script):
    with serving(program) as server:
        answer = server.get("/metrics")
        assert answer.status == 200
        assert answer.headers["content-type"] == (
            "application/openmetrics-text; version=1.0.0; charset=utf-8")
        text = answer.body.decode("utf-8")
        seen = own_checks(text)
        print(f"own checks: ok, {len(seen)} samples, {len(text)} bytes")
        client = private(script, "prometheus-client",
                         "python3-prometheus-client", "python3-decorator")
        if client:
            reference(client, text)
        prometheus = private(script, "prometheus", "prometheus")
        if prometheus:
            promtool(prometheus, text)
            scraped(prometheus, server, seen)
    if not client or not prometheus:
        sys.exit(77)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
