"""One day of mail at a provider, from a seed."""
import random

import attackers
import guilty
import honest
import outside
import people
from acts import Request, Session
from world import World


def build(seed, hard=False, customers=2500, nth=None):
    """The nth day of a week (0 to 6) if that is given: customers stay what they
    are from day to day, but for the guilty among them: these are others each
    day, and at home, or a plain firm, on the rest."""
    world = World(seed if nth is None else f"{seed} day {nth}", hard, customers,
                  nth or 0)
    rng = world.rng
    world.forged, world.static_at = set(), 256
    n_firms = max(30, round(customers * .085))
    firms = [people.Business(world, f"C{20000 + i:05d}",
                             rng.choice((1, 8, 8, 16)))
             for i in range(n_firms)]
    houses = [people.Household(world, f"C{1000 + i * 3:05d}")
              for i in range(customers - n_firms)]
    people.lease(world, houses)
    order = rng if nth is None else random.Random(f"week {seed} {customers}")
    order.shuffle(firms)
    order.shuffle(houses)
    if nth is not None:
        taken(firms, 1 + world.n(guilty.FIRMS), nth)
        taken(houses, 2 + world.n(guilty.HOUSES), nth)
    # Those at the front are left over to be plain households and firms.
    world.writers = houses[:len(houses) // 3]
    world.steady = [(d, world.outside()) for d, *_ in world.domains[:40]]
    for domain, ip in world.steady:
        world.label("ip", ip, double="remote")
    by_ip = {label.value: label for label in world.labels
             if label.type == "ip"}
    guilty.everybody(world, houses, firms)
    for act in world.acts:
        if act.who is None:
            act.who = by_ip[act.ip]
    attackers.everybody(world)
    honest.customers(world, houses, firms)
    outside.everybody(world)
    world.acts.sort(key=lambda act: act.t)
    book(world)
    heirs(world)
    return world


def taken(customers, n, nth):
    """Those whose turn it is to be guilty go to the end, where they are taken
    from; whose turn it is on another day stays at the front."""
    turn = customers[nth * n:(nth + 1) * n]
    customers[nth * n:(nth + 1) * n] = []
    customers += turn


def book(world):
    """What each source did, for labels and for the baseline: its recipients,
    its failures, and what it tried in guilt, each with the time."""
    for act in world.acts:
        who = act.who
        if act.bad and (who.first is None or act.t < who.first):
            who.first = act.t
        if isinstance(act, Request):
            if act.bad:
                who.targets.setdefault((act.ip, act.target), act.t)
            continue
        if isinstance(act, Session):
            for dt, name, _, _ in act.failed:
                who.failures.append((act.t + dt, name))
                if act.bad:
                    who.targets.setdefault(name, act.t + dt)
        for mail in act.mails:
            t = act.t + (mail.dt if isinstance(act, Session) else 0)
            for address, refusal, tries in mail.rcpts:
                who.recipients.append((t, address))
                if act.bad:
                    who.targets.setdefault(address, t)
                if refusal is not None:
                    who.failures.append((t, address))
                elif tries is not None and tries[-1][1] == "bounced":
                    who.failures.append((t + tries[-1][0], address))
    for label in world.labels:
        label.failures.sort()
        label.recipients.sort()


def heirs(world):
    """Honest people who had the address of a zombie before or after it."""
    had = {}
    for label in world.labels:
        if label.kind == "zombie":
            for start, end, ip in label.leases:
                if end > (label.first or 0):
                    had[ip] = label.value
    for label in world.labels:
        if not label.guilty and label.recipients and any(
                had.get(ip, label.value) != label.value
                for _, _, ip in label.leases):
            label.double = label.double or "lease-heir"


