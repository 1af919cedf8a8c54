"""The Postfix in front of a filter; all that it sends on a sink takes."""
import os
import shutil
import subprocess

import unpacked

PACKAGES = ("postfix", "libicu72", "libnsl2", "libtirpc3", "libsasl2-2",
            "libdb5.3")
_MAIN = """
compatibility_level = 3.6
myhostname = mx1.aurora.example
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1, 192.0.2.2, [2001:db8:100::2]
inet_protocols = all
mynetworks = 127.0.0.0/8, 192.0.2.0/24, [2001:db8:100::]/40
relay_domains = aurora.example
relayhost = [127.0.0.1]:2525
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
smtpd_authorized_xclient_hosts = 192.0.2.9
smtpd_error_sleep_time = 0
notify_classes =
in_flow_delay = 0
maximal_queue_lifetime = 20s
bounce_queue_lifetime = 10s
"""
# The last may get more from the filter.
_MASTER = """
192.0.2.2:smtp inet n - n - - smtpd
127.0.0.1:smtp inet n - n - - smtpd
[2001:db8:100::2]:smtp inet n - n - - smtpd
pickup    unix  n       -       n       1       1       pickup
  -o content_filter=
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
anvil     unix  -       -       n       -       1       anvil
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
192.0.2.2:submission inet n - n - - smtpd
  -o syslog_name=postfix/submission
"""


def configure(filter_):
    etc = "/etc/postfix"
    os.makedirs(etc, exist_ok=True)
    shutil.copy("/usr/share/postfix/dynamicmaps.cf", etc)
    with open(etc + "/main.cf", "w") as f:
        f.write(_MAIN + filter_.MAIN)
    with open(etc + "/master.cf", "w") as f:
        f.write(_MASTER + filter_.MASTER)


def start():
    unpacked.postfix()
    subprocess.Popen(["smtp-sink", "-u", "nobody", "127.0.0.1:2525", "64"])
    subprocess.run(["postfix", "start"], check=True,
                   stderr=subprocess.DEVNULL)
