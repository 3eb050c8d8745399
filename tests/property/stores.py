"""Copies of stores in memory, so that many endings of one story need not tell its beginning again."""

from slrt_core.adapters.memory import MemoryStorage, _District
from slrt_core.desk.kinds import KINDS


def copied(storage: MemoryStorage) -> MemoryStorage:
    """A store of its own with the same in it; what is stored is never changed in place."""
    copy = MemoryStorage()
    copy.setup(KINDS)
    for name, held in storage._districts.items():
        copy._districts[name] = _District(dict(held.records), dict(held.streams), list(held.names), dict(held.claims))
    return copy


def contents(storage: MemoryStorage) -> dict[str, object]:
    """All that is in a store, to be compared."""
    return {
        name: (
            dict(held.records),
            {stream: tuple(entries) for stream, entries in held.streams.items()},
            dict(held.claims),
        )
        for name, held in storage._districts.items()
        if held.records or held.streams or held.claims
    }


def shape(storage: MemoryStorage) -> dict[str, object]:
    """How many records of each kind, how long each stream, how many claims: the same for the same deeds."""
    held = storage._districts["61.12"]
    kinds = sorted(kind for kind, _ in held.records)
    streams = sorted((name.partition("/")[0], len(entries)) for name, entries in held.streams.items())
    return {"records": kinds, "streams": streams, "claims": sorted(space for space, _ in held.claims)}
