"""ipset.py REPORT_FIXTURE: the sets in the kernel, and what rules on them let
through."""
import os
import re

import nftables
import stage


def member(name, want):
    for address, wanted in want.items():
        family = "6" if ":" in address else "4"
        said = stage.sh(f"ipset -q test culprit{family} {address} && "
                        "echo in || echo out")
        stage.is_so(f"{name}: {address}", said.strip(),
                    "out" if wanted else "in")


def load(name):
    stage.report(name)
    stage.is_so(f"ipset about {name}",
                stage.sh(stage.texts("ipset", "sh")[0]), "")


def undo():
    stage.is_so("ipset about undo", stage.sh(stage.texts("ipset", "sh")[1]),
                "")


def rules():
    for name in ("iptables", "ip6tables"):
        if not os.path.exists("/usr/sbin/" + name):
            os.symlink("xtables-nft-multi", "/usr/sbin/" + name)
    stage.sh(stage.texts("ipset", "iptables")[0])


def timeout(address):
    family = "6" if ":" in address else "4"
    said = stage.sh(f"ipset list culprit{family}")
    found = re.search(rf"^{re.escape(address)} timeout (\d+)", said, re.M)
    return int(found.group(1)) if found else None


def inside():
    said = stage.sh("ipset list culprit4")
    stage.is_so("comment", 'comment "zombie ????????????"' in said, True)
    stage.is_so("no time", timeout("192.0.2.88"), 0)
    stage.is_so("a week, less a moment",
                561600 < timeout("192.0.2.17") <= 561661, True)
    stage.is_so("a month is too long",
                2147400 < timeout("2001:db8:5::/62") <= 2147483, True)
    stage.sh("sleep 1.5")
    stage.is_so("over", timeout("192.0.2.68"), None)


def main():
    stage.begin()
    nftables.listener()
    undo()
    load("rich")
    rules()
    member("rich", nftables.RICH)
    nftables.passes(nftables.RICH)
    # What a load that was killed left behind.
    stage.sh("ipset create culprit4-new hash:net family inet maxelem 1048576 "
             "timeout 0 comment; ipset add culprit4-new 203.0.113.67")
    load("rich")
    nftables.passes(nftables.RICH)
    load("lists")
    member("lists", nftables.HARD)
    nftables.passes(nftables.HARD)
    inside()
    stage.is_so("sets", stage.sh("ipset list -name").split(),
                ["culprit4", "culprit6"])
    load("hostile")
    member("hostile", {"192.0.2.17": False})
    load("quiet")
    nftables.passes(dict.fromkeys(nftables.RICH, True))
    load("rich")
    undo()
    nftables.passes(dict.fromkeys(nftables.RICH, True))
    stage.end("ipset")


if __name__ == "__main__":
    main()
