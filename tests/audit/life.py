"""A small district in which work goes on, a random step at a time, and of whose journal much becomes long."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from attrs import define, field

import slrt_core as slrt
from slrt_core.adapters.signing import Ed25519Signatures, Ed25519Signer
from slrt_core.desk import Anchor
from slrt_core.model.contents import Need
from slrt_core.ports import Storage
from slrt_core.testing import SmallDistrict, small_district

PROGRAMS = ("PKH", "SEMBAKO")
NEXT = {
    "recorded": ("sari", "submit", {}),
    "submitted": ("budi", "endorse", {}),
    "endorsed": ("maya", "refer", {}),
    "referred": ("dewi", "accept", {}),
    "accepted": ("dewi", "complete", {"result": "sudah disalurkan"}),
    "completed": ("sari", "inform", {"note": "hasilnya sudah ada", "channel": "home"}),
    "informed": ("sari", "close", {}),
}
AFTER = dict(zip(NEXT, [*list(NEXT)[1:], "closed"], strict=True))


@define
class Life:
    """A district at work.

    Args:
        district: the district.
        random: what happens next.
        homes: the households.
        cases: each with how far it has come.
        anchors: those that were handed over.
    """

    district: SmallDistrict
    random: Random
    homes: list[str] = field(factory=list)
    cases: dict[str, str] = field(factory=dict)
    anchors: list[Anchor] = field(factory=list)

    @classmethod
    def begin(cls, random: Random, storage: Storage | None = None) -> Life:
        return cls(small_district(storage, seed=random.randrange(1000)), random)

    @property
    def desk(self) -> slrt.Desk:
        return self.district.desk

    def step(self) -> None:
        """Something happens: a household, a visit, a step of a case, sometimes to roster or catalogue."""
        self.district.clock.advance(minutes=self.random.randint(1, 90))
        open_ = [case for case, stage in self.cases.items() if stage in NEXT]
        chance = self.random.random()
        if not self.homes or chance < 0.1:
            self.homes.append(self.district.acting("sari").record_household(self.district.form(nik=None)).id)
        elif not open_ or chance < 0.3:
            need = Need(program=self.random.choice(PROGRAMS), text="butuh bantuan")
            visit = self.district.acting("sari").record_visit(self.random.choice(self.homes), [need])
            self.cases[visit.cases[0].id] = "recorded"
        elif chance < 0.34:
            name = f"o{self.random.randrange(10**9)}"
            self.desk.load_roster([slrt.Officer(id=name, name=name)], [])
        else:
            case = self.random.choice(open_)
            officer, command, more = NEXT[self.cases[case]]
            acting = self.district.acting(officer)
            terms: dict[str, Any] = dict(more)
            acting.perform(command, acting.item(case), **terms)
            self.cases[case] = AFTER[self.cases[case]]

    def anchor(self, signer: Ed25519Signer) -> Anchor:
        made = self.desk.anchor(signer)
        assert made.left_out == ()
        self.anchors.append(made.anchor)
        return made.anchor

    def lengths(self) -> dict[str, int]:
        """How many entries each stream has, counted by reading them."""
        with self.desk.work() as work:
            return {name: len(work.tx.read(name)) for name in work.tx.streams()}


@define
class Past:
    """What a life left to be tampered with.

    Args:
        anchors: as the other party holds them.
        leaves: how long each stream was at each anchor.
        lengths: how long each is.
        trusted: the public key.
        until: when the last anchor was made.
    """

    anchors: list[Anchor]
    leaves: list[dict[str, int]]
    lengths: dict[str, int]
    trusted: Ed25519Signatures
    until: datetime


def lived(random: Random, signer: Ed25519Signer, storage: Storage) -> Past:
    """Seventy steps, an anchor, and so on three times; then forty more that nobody has signed."""
    life = Life.begin(random, storage)
    leaves = []
    for _ in range(3):
        for _ in range(70):
            life.step()
        life.district.clock.advance(days=1)
        life.anchor(signer)
        leaves.append(life.lengths())
    for _ in range(40):
        life.step()
    trusted = Ed25519Signatures([signer.public])
    return Past(life.anchors, leaves, life.lengths(), trusted, life.anchors[-1].at)
