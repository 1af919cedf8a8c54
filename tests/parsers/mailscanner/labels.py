"""labels.py: what others' collectors say of single lines of MailScanner."""


def crowdsec(record, event):
    parsed = record["expected"]["parsed"]
    yield "source_ip", parsed["source_ip"], event.get("client")
    yield "from_email", parsed["from_email"], event.get("sender")
    yield "message_id", parsed["message_id"], event.get("session")
    yield "log_type", "content", event.get("outcome")


LABELS = [
    ("crowdsec-lines.jsonl", lambda r: "mailscanner-logs" in r["file"],
     lambda r: r["raw"], crowdsec),
]
