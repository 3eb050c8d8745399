"""What is found out at the door: for what a household is eligible, what is to be asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from attrs import define, field

from slrt_core import UNKNOWN, Acting, Change, FieldChange, Household, Need
from slrt_core.cli.demo.sayings import LISTED_ONLY
from slrt_core.model.determinations import Determination, Verdict
from slrt_core.model.facts import Value
from slrt_core.model.registry import CentralStatus, Unit
from slrt_core.rules.eligibility import OpenQuestion

__all__ = ["Door", "need_of"]

_HAS = {"active", "validated", "suspended"}
_FEW = 3
"""So many programs are looked at together: nobody goes through the whole catalogue at a door."""
_ANSWERS: Mapping[str, Sequence[Value]] = {
    "pregnant": (True, False, False),
    "breastfeeding": (False, False, True),
    "school_level": ("primary", "junior_secondary", "left"),
    "education": ("primary", "junior_secondary", "senior_secondary"),
    "disability": ("none", "none", "physical"),
    "severe_disability": (False, False, True),
    "chronic_illness": ("none", "none", "hypertension"),
    "nik_verified": (True,),
    "health_insurance": ("none", "inactive_pbi", "pbi"),
    "medical_letter": (True, False),
    "owns_business": (True, False),
    "zakat_category": ("miskin", "none"),
    "office_letter": (True, False),
    "identity_documents": (("kk", "birth_certificate"), ("kk",)),
    "housing_aid": (False, True),
    "land_ownership": ("own", "other"),
    "floor": ("cement", "earth"),
    "wall": ("wood", "bamboo_weave"),
    "roof": ("zinc", "thatch"),
    "toilet": ("own", "none"),
    "toilet_type": ("gooseneck", "open_pit"),
    "sewage": ("septic_tank", "pit"),
    "drinking_water": ("protected_well", "unprotected_well"),
}
"""What people can say at a door, and what they say; the list's own facts are asked of nobody."""
_ASKED = ("PKH", "BLT-DD", "RTLH-PROV", "KUBE", "PBI-JK", "BAZNAS")
"""The programs for which questions are asked; of the others most households would be asked everything."""
_KNOWN = 0.7
"""How often somebody at home knows the answer; what nobody knows is left open."""


def need_of(found: Determination) -> Need:
    """The need of a unit that was found eligible."""
    return Need(program=found.program, unit=found.unit, text="Memenuhi syarat menurut data, belum menjadi peserta.")


@define(kw_only=True)
class Door:
    """Finds needs, and asks questions.

    Args:
        rng: the only source of chance.
        offered: the programs that are in the catalogue so far.
        assessed: how many households were assessed.
        eligible: for how many units and programs the answer was yes, without taking part yet.
        unknown: how many stayed open.
        asked: how many questions were asked.
        answered: how many of them got an answer, which goes on its way as a change of data.
    """

    rng: Random
    offered: tuple[str, ...]
    assessed: int = 0
    eligible: int = 0
    unknown: int = 0
    asked: int = 0
    answered: int = 0
    _turn: int = field(default=0, init=False)
    _put_in: set[tuple[str, str]] = field(factory=set, init=False)

    def needs(self, officer: Acting, household: Household, count: int) -> tuple[Need, ...]:
        """What a household is eligible for and does not take part in, nor has asked for: at most so many.

        Programs take turns, so that all of them are looked at.

        Args:
            officer: who is at the door.
            household: as the officer sees it.
            count: how many needs.
        """
        self.assessed += 1
        needs: list[Need] = []
        codes = [code for code in self._in_turn() if self._open_to(household, code)]
        while codes and len(needs) < count:
            now, codes = codes[:_FEW], codes[_FEW:]
            found = self._eligible(officer, household, now)
            for code in now:
                if code in found and len(needs) < count:
                    needs.append(need_of(found[code]))
                    self._put_in.add((household.id, code))
                    self._turn = self.offered.index(code) + 1
        return tuple(needs)

    def mapped(self, officer: Acting, household: str) -> Need | None:
        """What a problem turns out to be: the first program for which the household is eligible."""
        found = self.needs(officer, officer.household(household, purpose="pemetaan"), 1)
        return found[0] if found else None

    def answer(self, officer: Acting, household: Household, today: date) -> Change | None:
        """Ask what settles most until somebody knows an answer; it goes on its way as a change of data."""
        codes = [code for code in _ASKED if code in self.offered]
        units = _units(household)
        found = officer.questions(household.id, programs=codes, purpose="pertanyaan di rumah")
        for question in [one for one in found if self._can_be_asked(one, units)][:_FEW]:
            self.asked += 1
            if self.rng.random() < _KNOWN:
                self.answered += 1
                missing = question.missing
                new = self.rng.choice(_ANSWERS[missing.variable])
                said = FieldChange(unit=missing.unit, variable=missing.variable, new=new, valid_from=today)
                return Change(changes=[said], note="Ditanyakan di rumah: jawabannya menentukan kelayakan.")
        return None

    def _in_turn(self) -> tuple[str, ...]:
        at = self._turn % len(self.offered)
        return self.offered[at:] + self.offered[:at]

    def _open_to(self, household: Household, code: str) -> bool:
        listed = household.central_status is CentralStatus.LISTED
        return (listed or code not in LISTED_ONLY) and (household.id, code) not in self._put_in

    def _eligible(self, officer: Acting, household: Household, codes: Sequence[str]) -> dict[str, Determination]:
        """For each program the first unit that is eligible and does not take part."""
        units = _units(household)
        found: dict[str, Determination] = {}
        for one in officer.assess(household.id, programs=codes, purpose="kunjungan"):
            self.unknown += one.verdict is Verdict.UNKNOWN
            if one.verdict is Verdict.YES and not _takes_part(units, one, household):
                self.eligible += 1
                found.setdefault(one.program, one)
        return found

    @staticmethod
    def _can_be_asked(question: OpenQuestion, units: Mapping[str, Unit]) -> bool:
        missing = question.missing
        unit = units.get(missing.unit)
        return (
            not missing.roster
            and missing.variable in _ANSWERS
            and unit is not None
            and (unit[missing.variable] is UNKNOWN)
        )


def _units(household: Household) -> dict[str, Unit]:
    return {unit.id: unit for unit in (household, *household.families, *household.members)}


def _takes_part(units: Mapping[str, Unit], found: Determination, household: Household) -> bool:
    """Whether the unit has the program; the only family of a household has what the household has."""
    told = [units[found.unit], household] if len(household.families) == 1 else [units[found.unit]]
    return any(unit[f"participation:{found.program}"] in _HAS for unit in told)
