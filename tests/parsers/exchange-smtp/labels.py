"""What crowdsec's parser reads of the SMTP protocol log."""


def compare(record, event):
    parsed, meta = record["expected"]["parsed"], record["expected"]["meta"]
    yield "source_ip", meta["source_ip"], event.get("client")
    yield "client_port", int(parsed["client_port"]), event.get("client_port")
    yield "smtp_code", int(parsed["smtp_code"]), event.get("reply")
    if meta["sub_type"] == "auth_fail":
        yield "sub_type", "login-failed", event["kind"]


LABELS = [("crowdsec-lines.jsonl",
           lambda r: r["expected"]["meta"].get("log_type") == "smtp" and
           r["expected"]["meta"].get("service") == "exchange",
           lambda r: r["raw"], compare)]
