"""The recorder: plans the day, plays it against the mail server, writes what
was logged and who was who. Run by inside.sh, in the namespaces."""
import csv
import gzip
import os
import sys
import time

import lab
import servers
from actors import away, customers, inbound, local, outsiders, spam
from clock import Clock, DAY
from day import Day
from stage import HOUR, Stage
from syslogd import Syslog
from world import LOCAL_DOMAINS, NETWORKS

_BEFORE = 600.0     # the server is up for some time when the day begins
_DAY = 24 * HOUR


def plan(stage):
    homes = customers.households(stage)
    local.aliases(stage)
    customers.troubles(stage, homes)
    customers.office(stage)
    customers.newsletter(stage)
    customers.forwarder(stage)
    customers.phone_with_old_password(stage, homes)
    spam.spammer(stage)
    customers.cron_loop(stage)
    spam.zombie(stage, homes)
    spam.slow_zombie(stage, homes)
    spam.stolen_account(stage)
    spam.web_form(stage)
    inbound.servers(stage)
    inbound.backscatter(stage)
    inbound.monitor(stage)
    inbound.filtered_senders(stage)
    away.traveller(stage)
    away.second_home(stage)
    away.through_proxy(stage)
    outsiders.relay_probers(stage)
    outsiders.harvester(stage)
    outsiders.password_attack(stage)
    outsiders.postscreen_bots(stage)
    outsiders.listed_clients(stage)
    outsiders.scanners(stage)
    local.cron(stage)
    local.shop(stage)


def write_log(path, lines, first, last):
    """Lines of those seconds; the number of them."""
    kept = [line for t, line in lines if first <= t < last]
    raw = b"".join(line + b"\n" for line in kept)
    with open(path, "wb") as f:     # as gzip -n: no name, no time
        f.write(gzip.compress(raw, mtime=0) if path.endswith(".gz") else raw)
    return len(kept)


def write_configuration(out, world):
    with open(out + "/customers.csv", "w", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow(("cidr", "customer", "flags"))
        for c in world.customers:
            table.writerow((c.v4, c.id, c.flags))
            table.writerow((c.v6, c.id, c.flags))
    lab.write(out + "/culprit.conf", """\
; The provider of the recorded day of %s.
[network]
networks      = %s
local_domains = %s
customers     = customers.csv

[time]
timezone = UTC
""" % (DAY.date(), " ".join(NETWORKS), " ".join(LOCAL_DOMAINS)))


def main(out, seed, name):
    server = servers.load(name)
    clock = Clock(-_BEFORE)
    syslog = Syslog(clock, server.Activity())
    day = Day(clock, syslog)
    stage = Stage(seed, day, server)
    plan(stage)
    lab.add_users(server)
    lab.configure(server, stage.world)
    lab.start(server)
    for t, act, label in server.acts():
        day.at(t, act, label)
    began = time.monotonic()
    day.run(_DAY)
    first = write_log(out + "/mail.log.1.gz", syslog.lines, 0, _DAY / 2)
    second = write_log(out + "/mail.log", syslog.lines, _DAY / 2, _DAY)
    for own, lines in server.own_files(syslog.records).items():
        write_log("%s/%s" % (out, own), lines, 0, _DAY)
    stage.truth.write(out + "/truth.jsonl")
    write_configuration(out, stage.world)
    print("%s %s, seed %d: %d + %d lines in %.0f seconds, %d acts failed"
          % (server.NAME, server.version(), seed, first, second,
             time.monotonic() - began, len(day.failed)), flush=True)
    os.sync()
    return 1 if day.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
