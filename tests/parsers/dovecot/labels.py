"""labels.py: what others' collectors say of single lines of Dovecot."""


def crowdsec(record, event):
    meta, parsed = record["expected"]["meta"], record["expected"]["parsed"]
    yield "source_ip", meta["source_ip"], event.get("client")
    yield "machine", meta["machine"], event.get("host")
    if "dovecot_user" in parsed:
        yield "dovecot_user", parsed["dovecot_user"], event.get("account")
    if meta.get("dovecot_login_result") == "auth_failed":
        yield "dovecot_login_result", "login-failed", event["kind"]


RULES = {"auth failed": "login-failed", "dovecot auth failed": "login-failed",
         "unknown user": "login-failed",
         "XXX unknown 1002": "login-failed"}


def ossec(record, event):
    section = record["expected"]["section"]
    if section in RULES:
        yield "section", RULES[section], event["kind"]


LABELS = [
    ("crowdsec-lines.jsonl", lambda r: "/dovecot" in r["file"],
     lambda r: r["raw"], crowdsec),
    ("ossec-wazuh.jsonl", lambda r: r["file"].endswith("/dovecot.ini"),
     lambda r: r["raw"], ossec),
]
