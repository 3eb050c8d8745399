"""The wheel without extras: it imports, loads its rulebook, and decides."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, date, datetime

import slrt_core
from slrt_core.model import (
    Actor,
    Assignment,
    CaseKind,
    CaseOpened,
    Decree,
    Level,
    Moment,
    Move,
    Need,
    Officer,
    Region,
    RegionTree,
    Roster,
    Way,
)
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Surroundings, decide, opened

ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
PLACES = [("61", None), ("61.12", "61"), ("61.12.01", "61.12"), ("61.12.01.2001", "61.12.01")]
SARI = Actor(officer="sari", person="sari", post="facilitator")
BUDI = Actor(officer="budi", person="budi", post="supervisor")


def main() -> None:
    """Let a facilitator submit a need, and see a supervisor refused the same."""
    for extra in ("sqlalchemy", "cryptography", "hypothesis", "click"):
        assert importlib.util.find_spec(extra) is None, f"{extra} is installed: this is no bare wheel"
    book = slrt_core.load_rulebook()
    regions = RegionTree(
        regions=tuple(Region(id=id, name=id, level=Level(n), parent=above) for n, (id, above) in enumerate(PLACES, 1))
    )
    decree = Decree(number="1", dated=ON, issuer="Bupati")
    roster = Roster(
        officers=(Officer(id="sari", name="Sari"), Officer(id="budi", name="Budi")),
        assignments=(
            Assignment(officer="sari", post="facilitator", regions=("61.12.01.2001",), valid_from=ON, decree=decree),
            Assignment(officer="budi", post="supervisor", regions=("61.12.01",), valid_from=ON, decree=decree),
        ),
    )
    case = opened(
        CaseOpened(
            case="c",
            number="N",
            visit="v",
            way=Way.HOME_VISIT,
            kind=CaseKind.NEED,
            content=Need(program="PKH"),
            digest="d",
            household="h",
            region="61.12.01.2001",
            at=AT,
            on=ON,
            actor=SARI,
            state="recorded",
            rulebook=book.hash,
            listed=True,
            vulnerable="yes",
        )
    )
    around = Surroundings(setting=Setting(rulebook=book, roster=roster, regions=regions, on=ON), process=book)
    submit = Move(case="c", command="submit")
    assert decide(case, submit, SARI, Moment(AT, ON), around).allowed
    refused = decide(case, submit, BUDI, Moment(AT, ON), around)
    assert [reason.code for reason in refused.reasons] == ["post"]
    assert store_without_its_extra() == ("extra-missing",)
    sys.stdout.write(f"slrt_core without extras: rulebook {book.hash[:12]}, {len(book.rows)} rows, decides\n")


def store_without_its_extra() -> tuple[str, ...]:
    """Try to open a store whose extra is not there."""
    try:
        slrt_core.open_desk("sqlite:///x.db", district="61.12", keys="file:x.keys")
    except slrt_core.PluginError as error:
        return error.codes
    return ()


main()
