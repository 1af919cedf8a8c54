"""labels.py: what others' collectors say of single lines of OpenSMTPD."""


RULES = {"message failed": "refused", "new session": "connect",
         "message accepted": "accepted", "session closed": "disconnect",
         "disconnect": "disconnect", "no ssl": "disconnect"}


def ossec(record, event):
    section = record["expected"]["section"]
    yield "section", RULES.get(section), event["kind"]


LABELS = [
    ("ossec-wazuh.jsonl", lambda r: r["file"].endswith("/opensmtpd.ini"),
     lambda r: r["raw"], ossec),
]
