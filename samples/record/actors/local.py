"""Mail of the server itself: cron's, and a shop's order confirmations. Also
the addresses that are aliases."""
from smtp import Message
from stage import HOUR, hours


def aliases(stage):
    w = stage.world
    w.mailboxes += ["watch@aurora.example", "holiday@aurora.example"]
    boxes = [m for m in w.mailboxes if m.endswith("@aurora.example")]
    w.aliases = {
        "postmaster@aurora.example": ["watch@aurora.example"],
        "info@aurora.example": [boxes[4]],
        "sales@tundra.example": [boxes[7], boxes[9]],
        "list@aurora.example": boxes[10:15] + [w.outside()],
        "old.name@tundra.example": [w.outside()],
        "away@aurora.example": ["holiday@aurora.example"],
    }


def cron(stage):
    for hour in range(24):
        m = Message("root", ["root"], 600, subject="Cron <root@mx1> "
                    "run-parts /etc/cron.hourly")
        stage.submit(HOUR * hour + 1020 + .6, 0, m, "cron")


def shop(stage):
    """One recipient an order; many come back."""
    rng = stage.rng("shop")
    w = stage.world
    buyers = [w.outside("ok", w.domain() if rng.random() < .3 else None)
              for _ in range(24)]
    for t in hours(rng, 44):
        buyer = rng.choice(buyers)
        if rng.random() < .03:
            buyer = w.outside("unknown")
        m = Message("shop@aurora.example", [buyer], 2400,
                    subject="Your order")
        stage.submit(t, 1005, m, "a shop, one recipient an order")
