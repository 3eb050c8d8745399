"""What a process does in the tests of contention: reads, thinks, writes; and counts what came of it.

Run as ``python -m tests.sql.workers`` with one JSON argument; prints one JSON line.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import Any

from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Desk
from slrt_core.desk.kinds import KINDS
from slrt_core.desk.retrying import Retrying
from slrt_core.errors import AdapterError, Conflict, Refused
from slrt_core.model import FamilyForm, HouseholdForm, Need, PersonForm, RecordVisit
from slrt_core.model.commands import Move, Seen
from slrt_core.model.identity import Private
from slrt_core.model.officers import Actor
from slrt_core.ports import Storage
from slrt_core.testing import FakeKeys

__all__: list[str] = []

DISTRICT = "61.12"


def at_the_port(storage: Storage, who: int, times: int, record: str) -> Counter[str]:
    """Add one to a record, and an entry to a stream beside it; a typed conflict counts, any other error too."""
    found: Counter[str] = Counter()

    def once() -> None:
        with storage.transaction(DISTRICT) as tx:
            stored = tx.get("rulebook", record)
            version = stored.version if stored else 0
            tx.put("rulebook", record, str(version + 1).encode(), expect=version, index={"name": record})
            tx.append(record, [f"{who}".encode()], expect=version)

    for _ in range(times):
        count(found, lambda: Retrying().call(once, repeatable=False))
    return found


def claims(storage: Storage, who: int, times: int) -> Counter[str]:
    """Claim values of a small set, all in the same order."""
    found: Counter[str] = Counter()

    def once(value: str) -> None:
        with storage.transaction(DISTRICT) as tx:
            tx.claim("race", value, str(who))

    for number in range(times):
        count(found, lambda: Retrying().call(lambda: once(str(number)), repeatable=False))  # noqa: B023
    return found


def at_the_desk(storage: Storage, who: int, times: int, case: str) -> Counter[str]:
    """Note something on a case as it was just seen, each time with a key of its own."""
    desk = Desk(storage, FakeKeys(), ManualClock(), SeededIds(1000 + who), district=DISTRICT, zone="Asia/Pontianak")
    sari = Actor(officer="sari", person="sari", post="facilitator")
    found: Counter[str] = Counter()
    for number in range(times):
        text = f"{who}/{number}"
        if case:
            with desk.work() as work:
                stands = work.case(case)
            need = Need(program="PKH", text=Private(text))
            seen = Seen(stands.version, stands.digest)
            command: Any = Move(case=case, command="correct", seen=seen, content=need)
        else:
            command = RecordVisit(household=a_household(text), items=[Need(program="PKH", text=Private(text))])
        count(found, lambda: desk.perform(command, sari, key=f"{who}/{number}"))  # noqa: B023
    return found


def a_household(name: str) -> HouseholdForm:
    """One of its own for each visit."""
    person = PersonForm(name=f"Orang {name}", nik=None, facts={"sex": "female", "relation": "head"})
    return HouseholdForm(region="61.12.01.2001", address="Jl. Satu", families=[FamilyForm(members=(person,))])


def count(found: Counter[str], action: Any) -> None:
    try:
        action()
    except Conflict as error:
        found[f"conflict {error.codes[0]}"] += 1
    except (Refused, AdapterError) as error:
        found[f"{type(error).__name__} {error.codes[0]}"] += 1
    else:
        found["done"] += 1


def main() -> None:
    """Wait for the common beginning, work, tell."""
    task = json.loads(sys.argv[1])
    storage = SqlStorage(task["url"])
    storage.setup(KINDS)
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.monotonic()
    works: dict[str, Any] = {"port": at_the_port, "claims": claims, "desk": at_the_desk}
    work = works[task["what"]]
    found = work(storage, task["who"], task["times"], *task["more"])
    storage.close()
    print(json.dumps({**found, "seconds": time.monotonic() - begun}), flush=True)


if __name__ == "__main__":
    main()
