"""A death, a move, a split or a merger at the desk: checked when recorded, and carried through when applied."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.handlers.households import add_facts
from slrt_core.errors import Invalid, NotFound
from slrt_core.model.commands import Move
from slrt_core.model.contents import kind_of
from slrt_core.model.homes import Death, HomeChange, Merger, Relocation, Split
from slrt_core.model.identity import find_identifiers
from slrt_core.model.officers import SYSTEM
from slrt_core.model.regions import Level, RegionCode
from slrt_core.model.registry import Household, Individual
from slrt_core.reasons import Basis, Reason, Text, fault
from slrt_core.rules import visibility
from slrt_core.rules.homes import leaving
from slrt_core.rules.process import BEFALLING, Surroundings, after, befalling, decide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.cases import Case
    from slrt_core.model.contents import Content
    from slrt_core.model.officers import Actor
    from slrt_core.rules.process import Befallen
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["ended", "follow", "problems", "seen_by", "settled"]

_REASONS = {
    "household_left": "moved-or-died",
    "unit_died": "moved-or-died",
    "household_doubled": "duplicate",
}
_MAY_STILL = {
    "died": frozenset({"change", "complaint", "problem"}),
    "moved": frozenset({"change", "participation", "complaint", "problem", "enquiry"}),
    "merged": frozenset[str](),
}
"""What may still be recorded for a household that is not here any more, by how it ended."""


def seen_by(content: Content | None, actor: Actor, work: Work) -> None:
    """Refuse to say anything of a household that the actor may not see.

    Raises:
        NotFound: a merger names one, or one that is not there (R-ALL-2).
    """
    if isinstance(content, Merger):
        other = work.household(content.into)
        if other is None or not visibility.can_read_household(work.setting, actor, other.region):
            raise NotFound(f"household {content.into}")


def ended(content: Content, household: Household | None, work: Work, path: str) -> Iterator[Reason]:
    """Why nothing such is recorded for a household that died out, moved away or was merged."""
    kind = kind_of(content)
    if household is not None and household.ended and kind not in _MAY_STILL.get(household.ended, ()):
        book = work.rulebook
        why = book.word("ended", household.ended)
        yield book.refusal("household-ended", path=path, why=why, kind=book.word("kind", kind))


def settled(content: HomeChange, household: Household, work: Work) -> HomeChange:
    """A content without problems with what the desk adds: whom it was recorded for, and the ids of what is new."""
    match content:
        case Death():
            return evolve(content, home=household.id, survived=_survived(content, household), sealed=b"")
        case Split():
            new = work.ids.new("household")
            family = work.ids.new("family") if content.members else ""
            return evolve(content, home=household.id, household=new, family=family, sealed=b"")
        case _:
            return evolve(content, home=household.id, sealed=b"")


def _survived(content: Death, household: Household) -> bool | None:
    """Whether somebody lives on who is not recorded: as stated, else no if everybody is known to be recorded."""
    others = any(member.id != content.person for member in household.living)
    if content.survived is None and not others and _complete(household):
        return False
    return content.survived


def _complete(household: Household) -> bool:
    families = [family["roster_complete"] is True for family in household.families]
    return household["roster_complete"] is True or (len(families) == 1 and families[0])


def problems(content: HomeChange, household: Household | None, work: Work, path: str) -> Iterator[Reason]:
    """Everything in a content that cannot be so, each with its place."""
    if not work.rulebook.commands.keys() >= BEFALLING:
        # Without the rows nothing would become of the open cases.
        words = Text("buku aturan belum mengenal langkah ini", "the rulebook does not know these steps yet")
        yield Reason(code="rulebook-befalling", text=words, basis=Basis(rule="R-REG-4"), path=path)
        return
    if household is None:
        return
    if content.on > work.moment.on:
        yield fault(f"{path}.on", "future", f"{content.on} belum tiba", f"{content.on} has not come yet")
    for name in ("evidence", "address"):
        if find_identifiers(getattr(content, name, "")):
            words = Text("memuat angka yang tampak seperti NIK", "holds what looks like a NIK")
            yield Reason(code="identifier-in-text", text=words, basis=Basis(rule="R-ALL-2"), path=f"{path}.{name}")
    if not isinstance(content, Death) and content.on < household.settled:
        yield _before(household, f"{path}.on")
    match content:
        case Death():
            yield from _death(content, household, path)
        case Relocation():
            yield from _relocation(content, household, work, path)
        case Split():
            yield from _split(content, household, work, path)
        case Merger():
            yield from _merger(content, household, work, path)


def _before(household: Household, path: str) -> Reason:
    day = household.settled
    return fault(
        path,
        "before-settled",
        f"rumah tangga ini baru sejak {day} seperti sekarang",
        f"this household has been as it is only since {day}",
    )


def _no_unit(unit: str, path: str) -> Reason:
    return fault(path, "unit-unknown", f"{unit!r} bukan bagian rumah tangga ini", f"{unit!r} is not of this household")


def _death(content: Death, household: Household, path: str) -> Iterator[Reason]:
    person = household.unit(content.person)
    if not isinstance(person, Individual) or person.erased:
        yield _no_unit(content.person, f"{path}.person")
        return
    if person["deceased"] is True:
        yield fault(f"{path}.person", "died-already", "sudah tercatat meninggal", "is recorded as dead already")
    said = person.facts.get("deceased")
    if said is not None and said.valid_from > content.on:
        yield fault(
            f"{path}.on",
            "lived-later",
            f"menurut catatan masih hidup pada {said.valid_from}",
            f"was alive on {said.valid_from}, as recorded",
        )
    born = person.birth_date
    if isinstance(born, date) and content.on < born:
        yield fault(f"{path}.on", "before-birth", "mendahului tanggal lahir", "lies before the birth")
    others = any(member.id != content.person for member in household.living)
    if others and content.survived is False:
        yield fault(
            f"{path}.survived",
            "others-live",
            "masih ada anggota lain yang hidup",
            "other members are recorded as living",
        )
    if not others and _survived(content, household) is None:
        yield fault(
            f"{path}.survived",
            "survived-unknown",
            "sebutkan apakah masih ada anggota lain yang belum tercatat",
            "say whether somebody lives on who is not recorded",
        )


def _relocation(content: Relocation, household: Household, work: Work, path: str) -> Iterator[Reason]:
    if content.away:
        if content.to and (_code(content.to) is None or work.regions.contains(work.district, content.to)):
            yield fault(
                f"{path}.to",
                "region-code",
                "isikan kode bertitik di luar daerah ini, atau kosongkan",
                "write the dotted code of a place outside this district, or nothing",
            )
        if household.ended == "moved":
            yield fault(path, "moved-already", "sudah tercatat keluar daerah", "is recorded as moved away already")
    else:
        yield from _village(content.to, work, f"{path}.to")
        if content.to == household.region and not household.ended:
            yield fault(f"{path}.to", "same-village", "ini desa yang sekarang", "this is where it lives already")


def _code(text: str) -> RegionCode | None:
    try:
        code = RegionCode.parse(text)
    except Invalid:
        return None
    return code if code.dotted == text else None


def _village(region: str, work: Work, path: str) -> Iterator[Reason]:
    here = work.regions.contains(work.district, region)
    if not here or work.regions.get(region).level is not Level.VILLAGE:
        yield fault(path, "region-unknown", "bukan desa/kelurahan di daerah ini", "this is no village of this district")


def _split(content: Split, household: Household, work: Work, path: str) -> Iterator[Reason]:
    families = {family.id: family for family in household.families}
    for number, unit in enumerate(content.families):
        if unit not in families:
            yield _no_unit(unit, f"{path}.families[{number}]")
    whole = {member.id for family in content.families if family in families for member in families[family].members}
    members = {member.id for member in household.members}
    for number, unit in enumerate(content.members):
        place = f"{path}.members[{number}]"
        if unit not in members:
            yield _no_unit(unit, place)
        elif unit in whole or unit in content.members[:number]:
            yield fault(place, "unit-twice", "disebut dua kali", "is named twice")
    gone = set(leaving(household, content))
    if not gone:
        yield fault(path, "split-nobody", "tidak ada yang keluar", "nobody leaves")
    elif members <= gone:
        yield fault(
            path,
            "split-everybody",
            "semua anggota pergi: catat sebagai kepindahan",
            "everybody goes: record it as a relocation",
        )
    if content.region:
        yield from _village(content.region, work, f"{path}.region")


def _merger(content: Merger, household: Household, work: Work, path: str) -> Iterator[Reason]:
    other = work.household(content.into)
    if other is None or content.into == household.id:
        yield fault(f"{path}.into", "merger-itself", "sebutkan rumah tangga lain", "name another household")
    elif other.ended or other.erased:
        yield fault(f"{path}.into", "merger-ended", "rumah tangga itu sudah tidak ada", "that household is no more")
    elif content.on < other.settled:
        yield _before(other, f"{path}.on")


def follow(source: Case, before: Household, other: Household | None, work: Work) -> None:
    """Carry what befell a household through all its cases, each step an act of the case.

    Args:
        source: the case that brought it, as it is now.
        before: the household as it was.
        other: the household that remains, for a merger.
        work: the running transaction.

    Raises:
        Refused: a case that goes on cannot follow.
    """
    content = source.content
    if not isinstance(content, HomeChange):
        return
    homes = {before.id} | ({other.id} if other is not None else set())
    cases = sorted((work.case(stored.key) for stored in work.among("case", "household", homes)), key=lambda c: c.id)
    for befallen in befalling(content, source, before, other, cases):
        _follow(befallen, work)


def _follow(befallen: Befallen, work: Work) -> None:
    case = work.case(befallen.case)
    book = _book(case, befallen.command, work)
    if book is None:
        return
    reason = _REASONS.get(befallen.command, "")
    move = Move(case=case.id, command=befallen.command, reason=reason if reason in work.rulebook.choices else "")
    around = Surroundings(
        setting=work.setting, process=book, look_up=lambda: work.household(case.household), home=befallen.home
    )
    decision = decide(case, move, SYSTEM, work.moment, around)
    if decision.reasons and work.process_of(case).states[case.state].terminal:
        # Closed for so long that nobody can take it up again: it stays where it was closed.
        return
    work.refuse_unless(decision.reasons)
    moved = after(case, decision.events)
    if moved.household != case.household and work.tx.owner("addition", case.household) == case.id:
        work.tx.release("addition", case.household, case.id)
    work.put_case(moved, decision.events, before=case.version)
    if decision.facts:
        add_facts(moved.household, decision.facts, SYSTEM, work, case=case.id)
    work.tell(decision.notices)


def _book(case: Case, command: str, work: Work) -> Rulebook | None:
    """The rulebook whose row says what becomes of a case: its own, or today's if that is older than such rows."""
    for book in (work.process_of(case), work.rulebook.under(case.program)):
        if any(row.command == command for row in book.rows_at(case.kind, case.way, case.state)):
            return book
    return None
