"""What collectors of logs say of Postfix's lines, held against what we read."""
import re

# What a collector calls a field of ours. A function gives what he would say.
def name_or_unknown(event):
    return event.get("client_name", "unknown" if "client" in event else None)


WHYSCREAM = {
    "postfix_queueid": lambda e: e.get("session", "NOQUEUE"),
    "postfix_client_ip": lambda e: e.get("client"),
    "postfix_client_port": lambda e: e.get("client_port"),
    "postfix_client_hostname": name_or_unknown,
    "postfix_message-id": lambda e: e.get("text"),
    "postfix_status_code": lambda e: e.get("reply"),
    "postfix_status_code_enhanced": lambda e: e.get("enhanced"),
    "postfix_from": lambda e: e.get("sender"),
}
STATUS = {"sent": "delivered", "deferred": "deferred", "bounced": "bounced",
          "expired": "expired"}
STAGES = {"RCPT": "rcpt", "VRFY": "rcpt", "CONNECT": "connect",
          "DATA": "data", "END-OF-MESSAGE": "message", "MAIL": "mail",
          "EHLO": "helo", "HELO": "helo"}
KEYS = {"from": "sender", "to": "recipient", "orig_to": "orig_recipient",
        "helo": "helo", "dsn": "enhanced"}


def key_values(text):
    """The k=<v> and k=v pairs of postfix_keyvalue_data that we read."""
    for key, one, two in re.findall(r"([a-z_]+)=(?:<([^>]*)>|([^\s,<]+))",
                                    text):
        if key in KEYS:
            yield KEYS[key], one or two
        elif key == "client":
            name, addr = re.match(r"(.*)\[(.*)\]", two).groups()
            yield "client", addr
            if name != "unknown":
                yield "client_name", name
        elif key == "relay" and two != "none":
            yield "relay", re.sub(r"\[[0-9a-f.:]+\](:\d+)?$", "", two)
        elif key == "uid":
            yield "account", two


def whyscream(record, event):
    """(field, theirs, ours) of each field that both read."""
    for field, value in record["expected"]["fields"].items():
        if field in WHYSCREAM:
            yield field, value, WHYSCREAM[field](event)
        elif field == "postfix_status":
            yield field, STATUS.get(value), event["kind"]
        elif field == "postfix_smtp_stage" and event["kind"] == "refused":
            yield field, STAGES[value], event.get("stage")
        elif field == "postfix_keyvalue_data":
            for key, theirs in key_values(value):
                yield key, theirs, event.get(key)
        elif field.startswith("postfix_") and field.endswith("_response"):
            ours = [str(event[k]) for k in ("reply", "enhanced") if k in event
                    and value.startswith(str(event.get("reply")))]
            yield field, value, " ".join(ours + [event.get("text")])


def crowdsec(record, event):
    meta, parsed_ = record["expected"]["meta"], record["expected"]["parsed"]
    yield "source_ip", meta["source_ip"], event.get("client")
    if "source_hostname" in meta:
        yield ("source_hostname", meta["source_hostname"],
               name_or_unknown(event))
    if "pid" in parsed_:
        yield "pid", int(parsed_["pid"]), event.get("pid")
    if meta.get("action") == "reject":
        yield "action", "refused", event["kind"]
    if "machine" in meta:
        yield "machine", meta["machine"], event.get("host")
    if meta.get("pregreet"):
        yield "pregreet", meta["pregreet"], event.get("text")
    if "command" in parsed_ and event["kind"] == "refused":
        yield "command", STAGES[parsed_["command"]], event.get("stage")


RULES = {"reject rcpt": "refused", "reject rcpt2": "refused",
         "domain not found": "refused",
         "SMTP connection aborted by remote client (SSL_accept).": "manners",
         "SMTP connection aborted by remote client (after CONNECT).":
         "manners"}


def ossec(record, event):
    section = record["expected"]["section"]
    yield "section", RULES.get(section), event["kind"]


def whyscream_line(record):
    daemon = record["daemon"].replace("_", "-")
    return f"Nov 20 04:11:01 mx1 postfix/{daemon}[1]: {record['raw']}"


def whole_lines(record):
    """Not the tests of a part of a line, which no server writes alone."""
    return record["daemon"] not in ("command_counter_data", "delays", "relay",
                                    "tls_features")


LABELS = [
    ("whyscream.jsonl", whole_lines, whyscream_line, whyscream),
    ("crowdsec-lines.jsonl", lambda r: " postfix/" in r["raw"],
     lambda r: r["raw"], crowdsec),
    ("ossec-wazuh.jsonl", lambda r: r["file"].endswith("/postfix.ini"),
     lambda r: r["raw"], ossec),
]
