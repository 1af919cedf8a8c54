"""labels.py: what others' collectors say of single lines of Exim."""


def crowdsec(record, event):
    meta, parsed = record["expected"]["meta"], record["expected"]["parsed"]
    yield "source_ip", meta["source_ip"], event.get("client")
    if "source_dns" in meta:
        yield "source_dns", meta["source_dns"], event.get("client_name")
    if "source_helo" in meta:
        yield "source_helo", meta["source_helo"], event.get("helo")
    if "source_port" in parsed:
        yield ("source_port", int(parsed["source_port"]),
               event.get("client_port"))
    if "source_user" in parsed:
        yield "source_user", parsed["source_user"], event.get("sender")
    if "target_user" in parsed:
        key = "account" if event["kind"] == "login-failed" else "recipient"
        yield "target_user", parsed["target_user"], event.get(key)


RULES = {"auth failure": "login-failed", "exim connection": "connect",
         "exim connection lost": "manners",
         "exim syntax/protocol error": "manners"}


def ossec(record, event):
    section = record["expected"]["section"]
    yield "section", RULES.get(section), event["kind"]


LABELS = [
    ("crowdsec-lines.jsonl", lambda r: "exim" in r["file"],
     lambda r: r["raw"], crowdsec),
    ("ossec-wazuh.jsonl", lambda r: r["file"].endswith("/exim.ini"),
     lambda r: r["raw"], ossec),
]
