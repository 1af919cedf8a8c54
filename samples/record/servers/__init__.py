"""The mail servers a day can be recorded from, one module each. A module has

    NAME, PACKAGES     as people call it; what `run` unpacks, libraries too
    USERS, GROUPS      its accounts, ((name, number), ...)
    ETC                where its configuration lies; gets cert.pem, key.pem
    SENDMAIL           the program for mail of local users
    LMTP_SOCKET        where it looks for the mailbox store
    HANDS_ON           how it takes a client's address from the proxy in
                       front: "xclient", "proxy" (the PROXY protocol), or ""
    LINGERS            whether it answers a QUIT late, that the client may
                       hang up first; the clients then do
    LOGS_IN_OVER_TLS   whether it takes a password over TLS alone
    CIPHERS            what clients must offer it in TLS, "" for their own
    SCREENS            whether 192.0.2.3 is looked after by a postscreen
    local_user(uid, name)  a local user as its log names him
    configure(world)   writes its configuration
    start()            returns when it is up
    version()          as it says itself
    acts()             what happens to the server itself: [(t, act, label)]
    Activity           whether it is at work, from its log or its processes
    own_files(records) {file name: [(t, line)]}: the log as the server itself
                       would have written it, from (t, priority, tag, text)
"""
import importlib


def load(name):
    return importlib.import_module("servers." + name)
