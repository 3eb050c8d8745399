"""A small relay, as the one that is to come must behave: it leases by compare-and-set, delivers, then says so."""

from __future__ import annotations

import os
from collections.abc import Sequence

from slrt_core.desk.kinds import WAITING, wanted
from slrt_core.errors import Conflict
from slrt_core.ports import Range, Storage, Stored, Transaction
from slrt_core.rules.criteria import one_of
from tests.faults.deeds import DISTRICT

_AT_ONCE = 3


def turn(storage: Storage, name: str, inbox: str) -> Sequence[str]:
    """Lease a few messages, deliver them, mark them sent. What it leased in an earlier life it delivers again."""
    done = []
    for message in _leased(storage, name):
        deliver(inbox, message.key, name)
        with storage.transaction(DISTRICT) as tx:
            _put(tx, message, "sent")
        done.append(message.key)
    return done


def left(storage: Storage) -> bool:
    """Whether any message is not sent yet."""
    with storage.transaction(DISTRICT, write=False) as tx:
        page = tx.scan("message", Range(field="at"))
        while page.after is not None and all(m.index["state"] == "sent" for m in page.records):
            page = tx.scan("message", Range(field="at"), after=page.after)
        return any(m.index["state"] != "sent" for m in page.records)


def deliver(inbox: str, key: str, name: str) -> None:
    """Hand a message over durably; the receiver knows it by its id, and takes it once."""
    descriptor = os.open(inbox, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{key}\t{name}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _leased(storage: Storage, name: str) -> Sequence[Stored]:
    with storage.transaction(DISTRICT, write=False) as tx:
        held_before = wanted("message", one_of("message", "state", [f"leased by {name}"]))
        mine = tx.scan("message", Range(field="at"), where=held_before).records
        waiting = tx.scan("message", Range(field="at"), where=WAITING, limit=_AT_ONCE).records
    held = list(mine)
    for message in waiting:
        try:
            with storage.transaction(DISTRICT) as tx:
                _put(tx, message, f"leased by {name}")
                leased = tx.get("message", message.key)
        except Conflict:
            continue  # another relay was first
        assert leased is not None
        held.append(leased)
    return held


def _put(tx: Transaction, message: Stored, state: str) -> None:
    index = {**message.index, "state": state}
    tx.put("message", message.key, message.body, expect=message.version, index=index)
