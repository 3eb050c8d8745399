"""Persons who must keep apart in a participation or a program (R-APP-5, R-APP-6, R-PRG-2), told anew from the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slrt_core.model.officers import SYSTEM
from slrt_core.reasons import Text
from slrt_core.rules.process.explore.lifefindings import LifeProhibition
from slrt_core.rules.process.explore.world import VILLAGE

if TYPE_CHECKING:
    from slrt_core.model.officers import Assignment
    from slrt_core.rules.process.explore.lifeworld import LifeDeed

__all__ = ["LIVES_APART", "judges"]

_JUDGE = {
    # The manager looks after the catalogue (L1.2e4), the program manager decides on who takes part (S3).
    "program": {"approve_program", "return_program", "reject_program", "end_program"},
    "participation": {"return", "reject", "activate", "suspend", "resume", "graduate", "end"},
}
_WHO = {"program": ("manager", "recommend"), "participation": ("program_manager", "decide")}


def judges(deed: LifeDeed) -> bool:
    """Whether a step is a judgement, as the rules have it."""
    return deed.move.command in _JUDGE.get(deed.record.life, set())


def _persons(deed: LifeDeed) -> set[str]:
    """Who stands behind a step: who took it, and for whom they acted, over all accounts."""
    roster, [event] = deed.scene.setting.roster, deed.decision.events
    behind = roster.person_of(event.actor.acting_for) if event.actor.acting_for else ""
    return {deed.actor.person, behind} - {""}


def _handlers(deeds: Sequence[LifeDeed]) -> set[str]:
    """Who recorded what the last step is about, or handled it: who entered the same content before, too."""
    deed = deeds[-1]
    roster = deed.scene.setting.roster
    found = {*deed.record.recorders, *map(roster.person_of, deed.record.recorded_for)}
    for one in reversed(deeds[:-1]):
        if one.after.digest != deed.record.digest and deed.record.life == "program":
            continue
        if one.move.command == "enter_program":
            break
        if not judges(one):
            found |= _persons(one)
    return found


def _own_record(deeds: Sequence[LifeDeed]) -> bool:
    """Who entered, recorded or handled it judges it."""
    return judges(deeds[-1]) and bool(_handlers(deeds) & _persons(deeds[-1]))


def _own_household(deeds: Sequence[LifeDeed]) -> bool:
    deed = deeds[-1]
    roster = deed.scene.setting.roster
    return bool(deed.record.household) and any(deed.record.household in roster.homes(who) for who in _persons(deed))


def _not_marked(deeds: Sequence[LifeDeed]) -> bool:
    """A judgement that is not on record as one, or as of another stage: nobody would be kept apart by it."""
    deed = deeds[-1]
    stage = _WHO[deed.record.life][1] if judges(deed) else ""
    return deed.decision.events[0].stage != stage


def _held(deed: LifeDeed) -> list[Assignment]:
    """By what the actor acts: in office today, reaching the record's village, and naming its program."""
    setting = deed.scene.setting
    return [
        one
        for one in setting.roster.assignments
        if one.officer == deed.actor.officer
        and one.post == deed.actor.post
        and one.valid_from <= setting.on <= one.valid_until
    ]


def _here(deed: LifeDeed, one: Assignment) -> bool:
    inside = not deed.record.region or any(VILLAGE.startswith(region) for region in one.regions)
    steps_in = one.post not in {"pkh_companion", "program_manager"}
    return inside and (deed.record.life == "program" or steps_in or deed.record.program in one.programs)


def _no_mandate(deeds: Sequence[LifeDeed]) -> bool:
    deed = deeds[-1]
    if deed.actor == SYSTEM:
        return False
    return not any(_here(deed, one) for one in _held(deed))


def _not_theirs(deeds: Sequence[LifeDeed]) -> bool:
    """Another post judges than the one that the rules name and those that step in for it."""
    deed = deeds[-1]
    post, stage = _WHO[deed.record.life]
    stand_ins = deed.scene.setting.rulebook.stages[stage].stand_ins
    return judges(deed) and deed.actor.post not in {post, *stand_ins}


def _steps_in_early(deeds: Sequence[LifeDeed]) -> bool:
    """Somebody steps in though one who normally judges is there and need not keep away."""
    deed = deeds[-1]
    post, _ = _WHO[deed.record.life]
    if not judges(deed) or deed.actor.post == post:
        return False
    roster, today, home = deed.scene.setting.roster, deed.scene.setting.on, deed.record.household
    handled = _handlers(deeds)
    for one in roster.assignments:
        if one.post == post and one.valid_from <= today <= one.valid_until and _here(deed, one):
            behind = [one.officer, *([one.acting_for] if one.acting_for else [])]
            persons = {roster.person_of(account) for account in behind}
            if not persons & handled and not any(home and home in roster.homes(person) for person in persons):
                return True
    return False


LIVES_APART: tuple[LifeProhibition, ...] = tuple(
    LifeProhibition(id=id, rule=rule, text=Text(*words), broken=broken)
    for id, rule, words, broken in (
        ("life-own-record", "R-APP-5", ("dinilai oleh yang memasukkan atau menanganinya",
                                        "judged by who entered or handled it"), _own_record),
        ("life-own-household", "R-APP-5", ("rumah tangganya sendiri", "somebody acts on their own household's"),
         _own_household),
        ("life-not-marked", "R-APP-5", ("tahap penilaian salah catat", "a judgement under a wrong stage, or none"),
         _not_marked),
        ("life-no-mandate", "R-APP-6", ("tanpa penugasan di sini", "without an assignment here"), _no_mandate),
        ("life-not-theirs", "R-PRG-2", ("dinilai jabatan lain", "judged in another post"), _not_theirs),
        ("life-steps-in-early", "R-APP-5", ("menggantikan terlalu dini", "somebody steps in though others are there"),
         _steps_in_early),
    )
)  # fmt: skip
"""The prohibitions on who may act."""
