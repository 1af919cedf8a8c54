"""The people and programs of the day. Each actor plans its acts on a stage;
every one with an address range of its own, listed where it is used."""
