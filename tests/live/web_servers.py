"""The servers of web_forms.py: nginx, Apache httpd as a site and as a proxy,
Postfix, and the mail server of others that all of it is to reach."""
import pathlib
import shutil
import socket
import socketserver
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).parents[2] / "samples/record"))
import machine  # noqa: E402
import unpacked  # noqa: E402

LOGS = pathlib.Path("/var/log/web")
NGINX, APACHE, PROXY = "192.0.2.80", "192.0.2.81", "192.0.2.82"
SIX = {NGINX: "2001:db8:100::80", APACHE: "2001:db8:100::81"}
SINK, SINK_SIX = "203.0.113.25", "2001:db8:200::25"
SINK_NAME = "mx.target.example"

NGINX_CONF = """
user www-data;
pid /run/nginx.pid;
error_log /var/log/web/nginx.error;
events {
}
http {
	access_log /var/log/web/nginx.log combined;
	client_body_temp_path /run/nginx-body;
	proxy_temp_path /run/nginx-proxy;
	fastcgi_temp_path /run/nginx-fastcgi;
	uwsgi_temp_path /run/nginx-uwsgi;
	scgi_temp_path /run/nginx-scgi;
	large_client_header_buffers 4 16k;
	server {
		listen 192.0.2.80:80;
		listen [2001:db8:100::80]:80;
		root /var/www/site;
		location ~ \\.(php|pl)$ {
			proxy_pass http://192.0.2.81:8080;
		}
	}
}
"""
MODULES = """mpm_event authz_core authz_host authn_core auth_basic authn_file
authz_user alias mime dir cgid proxy proxy_http
proxy_connect""".split()
APACHE_CONF = """
ServerRoot /etc
ServerName web1.provider.example
User www-data
Group postdrop
PidFile /run/apache2.pid
DefaultRuntimeDir /run
ScriptSock /run/cgisock
ErrorLog /var/log/web/apache.error
TypesConfig /dev/null
LimitRequestLine 16000
LimitRequestFieldSize 16000
LogFormat "%v:%p %h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \
\\"%{User-Agent}i\\"" vhost_combined
LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \
\\"%{User-Agent}i\\"" combined
LogFormat "%h %l %u %t \\"%r\\" %>s %O" common
Listen 192.0.2.81:80
Listen [2001:db8:100::81]:80
Listen 192.0.2.81:8080
Listen 192.0.2.82:3128
Listen 192.0.2.82:3129
DocumentRoot /var/www/site
DirectoryIndex index.html
<Directory /var/www/site>
	Options +ExecCGI
	AddHandler cgi-script .php .pl
</Directory>
<Location /members>
	AuthType Basic
	AuthName members
	AuthUserFile /dev/null
	Require valid-user
</Location>
<VirtualHost *:80>
	ServerName www.shop.example
	CustomLog /var/log/web/apache.log combined
	CustomLog /var/log/web/apache.vhost.log vhost_combined
	CustomLog /var/log/web/apache.common.log common
</VirtualHost>
# What stands behind nginx.
<VirtualHost *:8080>
</VirtualHost>
<VirtualHost *:3128>
	ServerName proxy.provider.example
	CustomLog /var/log/web/proxy.log vhost_combined
	ProxyRequests On
	AllowCONNECT 25 587 443
</VirtualHost>
<VirtualHost *:3129>
	ServerName closed.provider.example
	CustomLog /var/log/web/closed.log vhost_combined
	ProxyRequests On
	AllowCONNECT 25 587 443
	<Proxy *>
		Require ip 192.0.2.0/24
	</Proxy>
</VirtualHost>
"""
# Each call sends to what the visitor names, as the bad old ones did.
FORM = """#!/usr/bin/python3
import subprocess, sys
import urllib.parse
form = urllib.parse.parse_qs(sys.stdin.read())
to = form.get("to")
if to:
    subprocess.run(["/usr/sbin/sendmail", "-f", "shop@web1.provider.example",
                    "--"] + to, input=b"Subject: hello\\n\\nhello\\n", check=True)
sys.stdout.write("Content-Type: text/plain\\r\\n\\r\\nthank you\\n")
"""
MAIN_CF = """
compatibility_level = 3.6
myhostname = web1.provider.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = /var/log/web/mail.log
maillog_file_prefixes = /var
default_transport = smtp:[203.0.113.25]
disable_dns_lookups = yes
alias_maps =
notify_classes =
smtp_destination_concurrency_limit = 20
"""


class Target(machine.MailSink):
    """Takes mail, but for mailboxes that are none."""
    NAME = SINK_NAME.encode()

    def to_recipient(self, address):
        if address.upper().startswith(b"GONE"):
            return b"550 5.1.1 User unknown"
        return super().to_recipient(address)


class Page(socketserver.StreamRequestHandler):
    def handle(self):
        while self.rfile.readline().strip():
            pass
        self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\nhello\n")


def run(*args):
    subprocess.run(args, check=True)


def site_make():
    site = pathlib.Path("/var/www/site")
    (site / "cgi-bin").mkdir(parents=True)
    (site / "index.html").write_text("<p>the shop</p>\n")
    for name in ("contact.php", "cgi-bin/FormMail.pl"):
        (site / name).write_text(FORM)
        (site / name).chmod(0o755)


def postfix_start():
    etc = pathlib.Path("/etc/postfix")
    (etc / "main.cf").write_text(MAIN_CF)
    shutil.copy("/usr/share/postfix/dynamicmaps.cf", etc)
    master = pathlib.Path("/usr/share/postfix/master.cf.dist").read_text()
    # No chroot: its folder has not been furnished.
    (etc / "master.cf").write_text("\n".join(
        line.replace("       y       ", "       n       ")
        for line in master.splitlines()) + "\n")
    unpacked.postfix()
    subprocess.run(["postfix", "start"], check=True,
                   stderr=subprocess.DEVNULL)


def accounts_make():
    with open("/etc/passwd", "a") as f:
        f.write("postfix:x:5001:5001::/var/spool/postfix:/bin/false\n")
    with open("/etc/group", "a") as f:
        f.write("postfix:x:5001:\npostdrop:x:5002:\n")
    with open("/etc/hosts", "a") as f:
        f.write("%s %s\n%s web1.provider.example\n" % (SINK, SINK_NAME,
                                                       APACHE))
    with open("/etc/resolv.conf", "w") as f:
        f.write("nameserver 127.0.0.1\n")


def versions():
    texts = [subprocess.run(args, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, check=True).stdout
             for args in (["nginx", "-v"], ["apache2", "-v"],
                          ["postconf", "-d", "mail_version"])]
    return "; ".join(t.decode().splitlines()[0] for t in texts)


def start():
    LOGS.mkdir()
    accounts_make()
    site_make()
    for address in (SINK, SINK_SIX):
        for port in (25, 587):
            machine.Sinks(address, port, Target)
    machine.Sinks(SINK, 80, Page)
    pathlib.Path("/etc/web.conf").write_text("".join(
        "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n" % (m, m)
        for m in MODULES) + APACHE_CONF)
    pathlib.Path("/etc/web-nginx.conf").write_text(NGINX_CONF)
    postfix_start()
    run("apache2", "-f", "/etc/web.conf", "-k", "start")
    run("nginx", "-c", "/etc/web-nginx.conf", "-e",
        "/var/log/web/nginx.error")
    for address, port in ((NGINX, 80), (APACHE, 80), (PROXY, 3128)):
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex((address, port)) == 0:
                    break
            time.sleep(.1)
