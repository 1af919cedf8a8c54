"""Names of people, domains and machines, made from plain words."""

FIRST = """alder amber ash aspen badger basil bay beech birch bramble briar
brook cedar clover coral cove crane dale dune elder elm fern finch flint ford
gale gorse grove hazel heath heron holly iris ivy juniper kelp kestrel lark
laurel linden lotus maple marsh meadow mica moss myrtle nettle oak opal orchid
osprey otter pebble pine plover poplar quail raven reed robin rowan rush sage
sedge shale slate sorrel spruce starling swift tarn teal tern thistle thrush
tide tulip vale violet walnut warbler willow wren yarrow yew""".split()
LAST = """bank beck bend bluff bridge burn cape cliff coast cross delta down
edge falls fell field fjord garden gate glen green haven hill hollow isle lake
lane ledge march mead mere mill moor mount orchard park pass path peak point
pond pool port quay rapids reef ridge river rock shoal shore spring stone
stream terrace trail valley view walk ward well wharf wood works yard""".split()


def local_part(rng):
    """As people call themselves: first.last, f.last, first-last, first7."""
    r = rng.random()
    a, b = rng.choice(FIRST), rng.choice(LAST)
    if r < .4:
        return f"{a}.{b}"
    if r < .6:
        return f"{a[0]}.{b}"
    if r < .75:
        return f"{a}-{b}"
    return f"{a}{rng.randrange(1, 99)}"


def domain(rng, taken):
    """A domain nobody has yet; `taken` is added to."""
    while True:
        n = len(taken)
        tail = "" if n < 2000 else str(rng.randrange(2, 99))
        name = f"{rng.choice(FIRST)}-{rng.choice(LAST)}{tail}.example"
        if name not in taken:
            taken.add(name)
            return name


def junk(rng, n):
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(n))


def pc(rng):
    """What a machine at home calls itself."""
    r = rng.random()
    if r < .35:
        return f"[192.168.{rng.randrange(3)}.{rng.randrange(2, 250)}]"
    if r < .6:
        return f"desktop-{rng.randrange(16 ** 6):06x}"
    if r < .8:
        return f"{rng.choice(FIRST)}-pc"
    return "localhost.localdomain"
