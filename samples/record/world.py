"""Who and what exists on the recorded day: addresses, names, domains,
mailboxes, customers, and what becomes of every recipient."""
import collections
import ipaddress

LOCAL_DOMAINS = ("aurora.example", "tundra.example")
NETWORKS = ("192.0.2.0/24", "2001:db8:100::/40")
PASSWORD = "correct horse"

_FIRST = """amber ash birch bramble brook cedar clover coral crane dune elm fern
flint finch gale glade gorse grove harbour hazel heath heron holly ibis iris
ivy juniper kelp lagoon lark laurel linden lotus marsh maple meadow mica moss
myrtle nettle oak opal orchid osprey otter pebble pine plover poplar quail
raven reed ridge robin rowan rush sage sedge shale shore sorrel spruce starling
summit swift tarn teal thistle thorn thrush tide tulip vale violet walnut
warbler willow wren yarrow yew""".split()
_SECOND = """bay beck bluff cape cliff coast creek dale delta edge falls field
fjord ford garden glen haven hill hollow isle lake lane mead mill moor mount
orchard park pass peak point pond port quay rapids reef river rock shoal spring
stone stream terrace trail valley view weir well wharf wood works
yard""".split()

# name, address, style of the big providers; then those who host the small.
PROVIDERS = (
    ("granite.example", "mx1.granite.example", "203.0.113.10", "granite"),
    ("basalt.example", "basalt-example.mail.protection.basalt.example",
     "203.0.113.11", "basalt"),
    ("quartz.example", "mx.quartz.example", "203.0.113.12", "postfix"),
    ("slate.example", "mta5.am0.slate.example", "203.0.113.13", "qmail"),
)
_HOSTERS = tuple(
    ("mx%d.%s.example" % (1 + i % 2, n), "203.0.113.%d" % (25 + i), style)
    for i, (n, style) in enumerate((
        ("cove-hosting", "postfix"), ("cove-hosting", "postfix"),
        ("delta-mail", "exim"), ("delta-mail", "exim"),
        ("ridge-net", "postfix"), ("fjord-it", "exim"), ("isle-web", "qmail"),
        ("basalt-biz", "basalt"), ("granite-work", "granite"),
        ("campus-moor", "postfix"), ("city-weir", "exim"))))
_HOSTERS6 = (("mx6.mesa-six.example", "2001:db8:c0de::25", "postfix"),)
_DEAD = ("mx.sunken.example", "203.0.113.250")   # nothing listens there

Customer = collections.namedtuple("Customer", "id v4 v6 flags")


class World:
    def __init__(self, rng):
        self.rng = rng
        self.hosts, self.ptr, self.mx = {}, {}, {}
        self.fates, self.sinks, self.listed = {}, {}, {}
        self.mailboxes, self.accounts, self.aliases = [], {}, {}
        self.customers = []
        self._domains = set()
        self._locals = set()
        for name, host, address, style in PROVIDERS:
            self._sink(host, address, style)
            self.mx[name] = [host]
        for host, address, style in _HOSTERS + _HOSTERS6:
            self._sink(host, address, style)
        self.host(*_DEAD)
        for name, address in (("mx1", "192.0.2.2"), ("mx1b", "192.0.2.3"),
                              ("proxy1", "192.0.2.9")):
            self.host(name + ".aurora.example", address)
        self.host("mx1-6.aurora.example", "2001:db8:100::2")
        for d in LOCAL_DOMAINS:
            self.mx[d] = ["mx1.aurora.example", "mx1b.aurora.example"]

    def _sink(self, host, address, style):
        self.host(host, address)
        self.sinks[address] = [host, style]

    def host(self, name, address, ptr=True):
        """A name with its address, and the way back unless told not to."""
        self.hosts.setdefault(name, []).append(address)
        if ptr:
            self.ptr[address] = name
        return name

    def domain(self, name=None, dead=False):
        """A new domain of the outside world, its mail hosted somewhere."""
        while not name or name in self._domains:
            name = "%s-%s.example" % (self.rng.choice(_FIRST),
                                      self.rng.choice(_SECOND))
        self._domains.add(name)
        if dead:
            self.mx[name] = [_DEAD[0]]
        else:
            host, _, _ = self.rng.choice(_HOSTERS + _HOSTERS6)
            self.mx[name] = [host]
        return name

    def big(self):
        return self.rng.choices([p[0] for p in PROVIDERS], (5, 3, 2, 2))[0]

    def local_part(self, domain):
        """A local part nobody has yet in that domain."""
        while True:
            style = self.rng.random()
            name = self.rng.choice(_FIRST)
            if style < .5:
                name += "." + self.rng.choice(_SECOND)
            elif style < .75:
                name += str(self.rng.randint(1, 99))
            elif style < .9:
                name = name[0] + "." + self.rng.choice(_SECOND)
            else:
                name += "-" + self.rng.choice(_FIRST)
            if (name, domain) not in self._locals:
                self._locals.add((name, domain))
                return name

    def outside(self, fate="ok", domain=None):
        """A new address elsewhere, and what shall become of mail to it."""
        domain = domain or self.big()
        address = "%s@%s" % (self.local_part(domain), domain)
        self.fates[address] = fate
        return address

    def mailbox(self, domain=None):
        domain = domain or self.rng.choices(LOCAL_DOMAINS, (3, 1))[0]
        address = "%s@%s" % (self.local_part(domain), domain)
        self.mailboxes.append(address)
        return address

    def account(self, address=None):
        address = address or self.mailbox()
        self.accounts[address] = PASSWORD
        return address

    def missing(self, domain=None):
        """A local address that does not exist."""
        domain = domain or self.rng.choice(LOCAL_DOMAINS)
        address = "%s@%s" % (self.local_part(domain), domain)
        self.fates[address] = "unknown"
        return address

    def customer(self, last, flags="", length=32, name=None):
        """The customer on 192.0.2.last; name its reverse name, "" for none."""
        n = len(self.customers)
        v4 = "192.0.2.%d" % last
        v6 = "2001:db8:101:%x00::/56" % last
        c = Customer("C%05d" % (1801 + 7 * n), "%s/%d" % (v4, length), v6,
                     flags)
        self.customers.append(c)
        if name is None:
            name = "c-%s.dyn.aurora.example" % v4.replace(".", "-")
        if name:
            self.host(name, v4)
        return c

    @staticmethod
    def v6_of(customer, host):
        return str(ipaddress.ip_network(customer.v6)[host])

    def as_json(self):
        return {"hosts": self.hosts, "ptr": self.ptr, "mx": self.mx,
                "fates": self.fates, "sinks": self.sinks,
                "listed": self.listed}
