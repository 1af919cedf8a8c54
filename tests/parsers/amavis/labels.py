"""labels.py: what others' collectors say of single lines of amavis."""


def crowdsec(record, event):
    meta, parsed = record["expected"]["meta"], record["expected"]["parsed"]
    yield "source_ip", meta["source_ip"], event.get("client")
    yield "src_port", int(parsed["src_port"]), event.get("client_port")
    yield "amavis_from", parsed["amavis_from"], event.get("sender")
    yield "amavis_to", parsed["amavis_to"], event.get("recipient")
    yield ("amavis_match",
           f"{meta['amavis_category']} ({meta['amavis_match']})",
           event.get("text"))


LABELS = [
    ("crowdsec-lines.jsonl", lambda r: "amavis-logs" in r["file"],
     lambda r: r["raw"], crowdsec),
]
