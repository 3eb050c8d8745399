"""How 0001.sqlite was made, with the sources of the commit that published it (276fa9e) on the path."""

import sqlite3
import sys
from pathlib import Path
from typing import Any

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from slrt_core.model import Complaint, Move, Need, RecordVisit, Seen
from slrt_core.model.identity import Private
from slrt_core.model.officers import Actor
from slrt_core.ports import Range
from slrt_core.testing import small_district

POSTS = {"sari": "facilitator", "budi": "supervisor", "maya": "manager", "dewi": "program_manager"}
STORY = (
    ("submit", "sari"),
    ("endorse", "budi"),
    ("refer", "maya"),
    ("acknowledge", "dewi"),
    ("accept", "dewi"),
)


def main(folder: Path) -> None:
    """Make the files in this folder."""
    file = folder / "0001.sqlite"
    with sqlite3.connect(file) as small:
        small.execute("PRAGMA page_size=1024")
    storage = SqlStorage(f"sqlite:///{file}")
    district = small_district(storage, keys=FileKeys(folder / "0001.keys"))
    desk = district.desk

    def perform(command: Any, officer: str, key: str) -> object:
        return desk.perform(command, Actor(officer=officer, person=officer, post=POSTS[officer]), key=key)

    items: list[Any] = [
        Need(program="PKH", text="perlu"),
        Complaint(topic="not-received", text="kosong", program="PKH"),
    ]
    perform(RecordVisit(household=district.form(), items=items), "sari", "visit")
    for command, officer in STORY:
        with desk.work() as work:
            [stored] = [s for s in work.all("case", Range(field="kind")) if s.index["kind"] == "need"]
            case = work.case(stored.key)
        seen = Seen(case.version, case.digest)
        perform(Move(case=case.id, command=command, seen=seen, note=Private("")), officer, command)
    assert not desk.verify()
    desk.close()
    with sqlite3.connect(file, isolation_level=None) as small:
        small.execute("PRAGMA journal_mode=DELETE")
        small.execute("PRAGMA page_size=1024")
        small.execute("VACUUM")


main(Path(sys.argv[1]))
