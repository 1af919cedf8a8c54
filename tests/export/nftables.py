"""nftables.py REPORT_FIXTURE: the sets in the kernel, and what a rule on them
lets through."""
import socket
import threading

import stage

SET = "nft list set inet culprit %s"


def listener():
    """Whoever comes to port 25 hears a greeting; 587 is open, too."""
    def serve(s):
        while True:
            client, _ = s.accept()
            client.sendall(b"220 hello\r\n")
            client.close()
    for port in (25, 587):
        s = socket.create_server(("::", port), family=socket.AF_INET6,
                                 dualstack_ipv6=True)
        threading.Thread(target=serve, args=(s,), daemon=True).start()


def comes_in(source, port=25):
    s = stage.connect(source, port)
    if s is None:
        return False
    with s:
        return s.recv(9) == b"220 hello"


def passes(want):
    for source, wanted in want.items():
        stage.is_so(source, comes_in(source), wanted)
        stage.is_so(source + " to 587", comes_in(source, 587), True)


def rules():
    for text in stage.texts("nftables", "nft"):
        with open("/etc/culprit/rules.nft", "w", encoding="ascii") as f:
            f.write(text)
        stage.sh("nft -f /etc/culprit/rules.nft")


def load(name):
    stage.report(name)
    for script in stage.texts("nftables", "sh")[:1]:
        stage.is_so(f"nft about {name}", stage.sh(script), "")


def undo():
    stage.is_so("nft about undo", stage.sh(stage.texts("nftables", "sh")[1]),
                "")


RICH = {"100.96.3.7": False, "100.96.3.8": True, "203.0.113.66": False,
        "203.0.113.67": True, "198.51.100.23": True,
        "2001:db8:bad::1": False, "2001:db8:bad::ffff:1": False,
        "2001:db8:bad:1::1": True, "127.0.0.1": True}
HARD = {"100.96.3.7": False, "198.51.100.23": False, "198.51.100.24": False,
        "100.100.3.255": True, "100.100.5.1": False, "100.100.7.255": False,
        "100.100.8.0": True, "192.0.2.17": False, "192.0.2.44": False,
        "192.0.2.66": True, "192.0.2.67": True, "192.0.2.88": False,
        "203.0.113.66": True, "2001:db8:7:1::77": False,
        "2001:db8:5:3::1": False, "2001:db8:5:4::1": True,
        "2001:db8:cfff::1": False, "2001:db8:bad::1": True}


def inside():
    """What the kernel holds of the list that is hard."""
    four, six = stage.sh(SET % "smtp4"), stage.sh(SET % "smtp6")
    stage.is_so("comment", 'comment "zombie ????????????"' in four, True)
    stage.is_so("a time of a week", "timeout 6d12h1m1s" in four, True)
    stage.is_so("a time of a month", "timeout 30d" in six, True)
    stage.is_so("no time", '192.0.2.88 comment "form-abuse' in four, True)
    # It was on the list for the second that was left to it.
    stage.sh("sleep 1.5")
    stage.is_so("over", "192.0.2.68 " in stage.sh(SET % "smtp4"), False)
    stage.is_so("over, gets in", comes_in("192.0.2.68"), True)


def main():
    stage.begin()
    listener()
    # The list may come before the rules, and the rules before the list.
    undo()
    load("rich")
    rules()
    passes(RICH)
    load("rich")
    rules()
    passes(RICH)
    load("lists")
    passes(HARD)
    inside()
    load("hostile")
    stage.is_so("192.0.2.17", comes_in("192.0.2.17"), False)
    load("quiet")
    passes(dict.fromkeys(RICH, True))
    load("rich")
    undo()
    passes(dict.fromkeys(RICH, True))
    stage.is_so("rules", "@smtp4" in stage.sh("nft list ruleset"), True)
    stage.end("nftables")


if __name__ == "__main__":
    main()
