"""Facts and proposed changes: clear in hand, sealed at rest.

An event stays for ever as it was written, so what it tells of a person is sealed with that person's key, unit by unit.
When the key is gone, folding the events gives what is left: that there was such a unit, where, and that it was erased.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from attrs import evolve

from slrt_core.desk.codec import decode, encode
from slrt_core.errors import Erased
from slrt_core.model.cases import Case
from slrt_core.model.contents import Change, FieldChange
from slrt_core.model.events import CaseOpened, ContentChanged, FactsRecorded
from slrt_core.model.facts import UNKNOWN, Fact, Sealed, Value
from slrt_core.model.homes import Death, HomeChange, Relocation, Split
from slrt_core.model.lives import Commitment, LifeMoved, ParticipationRecord, Verification
from slrt_core.model.registry import STAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from slrt_core.desk.keyring import Keyring

__all__ = ["AtRest", "arranged"]

T = TypeVar("T")

_MARK: Final = "\x01sealed:"
"""Begins an evidence at rest; nobody types its first character."""


class AtRest:
    """Closes values before they are written, and opens them when they are read.

    Args:
        ring: the keys of persons.
    """

    def __init__(self, ring: Keyring) -> None:
        self._ring = ring

    def close(self, value: T) -> T:
        """A case or an event, as it is written."""
        match value:
            case FactsRecorded():
                return cast("T", self._closed_facts(value))
            case Case(content=Change() as content) | CaseOpened(content=Change() as content):
                return cast("T", evolve(value, content=_each(content, self._closed)))
            case ContentChanged(content=Change() as content):
                return cast("T", evolve(value, content=_each(content, self._closed)))
            case Case(content=content) | CaseOpened(content=content) | ContentChanged(content=content) if isinstance(
                content, HomeChange
            ):
                return cast("T", evolve(value, content=self._closed_home(content)))
            case LifeMoved(verification=Verification() as found):
                return cast("T", evolve(value, verification=self._closed_commitments(found)))
            case ParticipationRecord():
                return cast("T", evolve(value, verifications=tuple(map(self._closed_commitments, value.verifications))))
            case _:
                return value

    def open(self, value: T) -> T:
        """The same, as it is read; what was erased is unknown in a change, and missing among facts."""
        match value:
            case FactsRecorded():
                return cast("T", self._opened_facts(value))
            case Case(content=Change() as content) | CaseOpened(content=Change() as content):
                return cast("T", evolve(value, content=_each(content, self._opened)))
            case ContentChanged(content=Change() as content):
                return cast("T", evolve(value, content=_each(content, self._opened)))
            case Case(content=content) | CaseOpened(content=content) | ContentChanged(content=content) if isinstance(
                content, HomeChange
            ):
                return cast("T", evolve(value, content=self._opened_home(content)))
            case LifeMoved(verification=Verification() as found):
                return cast("T", evolve(value, verification=self._opened_commitments(found)))
            case ParticipationRecord():
                return cast("T", evolve(value, verifications=tuple(map(self._opened_commitments, value.verifications))))
            case _:
                return value

    def _closed_commitments(self, found: Verification) -> Verification:
        of_members: dict[str, list[Commitment]] = {}
        for one in found.commitments:
            of_members.setdefault(one.member, []).append(one)
        sealed = {
            member: self._ring.seal(member, "commitments", encode(tuple(held), tuple[Commitment, ...]))
            for member, held in of_members.items()
        }
        return evolve(found, commitments=(), sealed=sealed)

    def _opened_commitments(self, found: Verification) -> Verification:
        held: list[Commitment] = []
        for sealed in found.sealed.values():
            try:
                held += decode(self._ring.open("commitments", sealed), tuple[Commitment, ...])
            except Erased:
                # What was found of somebody who was erased is not known any more, and never "not met".
                continue
        return evolve(found, commitments=tuple(sorted(held, key=lambda one: (one.member, one.kind))), sealed={})

    def _closed_facts(self, event: FactsRecorded) -> FactsRecorded:
        of_units: dict[str, list[Fact]] = {}
        for fact in event.facts:
            if fact.variable not in STAYS:
                of_units.setdefault(fact.unit, []).append(fact)
        sealed = {
            unit: self._ring.seal(unit, "facts", encode(tuple(facts), tuple[Fact, ...]))
            for unit, facts in of_units.items()
        }
        return evolve(event, facts=tuple(fact for fact in event.facts if fact.variable in STAYS), sealed=sealed)

    def _opened_facts(self, event: FactsRecorded) -> FactsRecorded:
        facts = list(event.facts)
        for sealed in event.sealed.values():
            try:
                facts += decode(self._ring.open("facts", sealed), tuple[Fact, ...])
            except Erased:
                continue
        return evolve(event, facts=tuple(facts), sealed={})

    def _closed_home(self, content: HomeChange) -> HomeChange:
        """When and where somebody died or moved is told of them; who lives with whom is only ids."""
        told = {"on": content.on.isoformat(), "evidence": content.evidence, "address": getattr(content, "address", "")}
        owner = content.person if isinstance(content, Death) else content.home
        sealed = self._ring.seal(owner, "home", encode(told, dict[str, str]))
        return _home(content, date.min, {"evidence": "", "address": ""}, sealed)

    def _opened_home(self, content: HomeChange) -> HomeChange:
        if not content.sealed:
            return content
        try:
            told = decode(self._ring.open("home", content.sealed), dict[str, str])
        except Erased:
            return evolve(content, sealed=b"")
        return _home(content, date.fromisoformat(told["on"]), told, b"")

    def _closed(self, change: FieldChange) -> FieldChange:
        def close(value: Any) -> Any:
            return value if value is UNKNOWN else Sealed(self._ring.seal(change.unit, "value", encode(value, Value)))

        evidence = change.evidence
        if evidence:
            # What proves it is often named after whom it is about.
            evidence = _MARK + b64encode(self._ring.seal(change.unit, "evidence", evidence.encode())).decode()
        return evolve(change, old=close(change.old), new=close(change.new), evidence=evidence)

    def _opened(self, change: FieldChange) -> FieldChange:
        def open_(value: Any) -> Any:
            if not isinstance(value, Sealed):
                return value
            try:
                return decode(self._ring.open("value", value.body), Value)
            except Erased:
                return UNKNOWN

        evidence = change.evidence
        if evidence.startswith(_MARK):
            try:
                evidence = self._ring.open("evidence", b64decode(evidence.removeprefix(_MARK))).decode()
            except Erased:
                evidence = ""
        return evolve(change, old=open_(change.old), new=open_(change.new), evidence=evidence)


def arranged(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in the order in which they come back from rest: what stays first, then unit by unit."""
    facts = tuple(facts)
    units = list(dict.fromkeys(fact.unit for fact in facts))
    return tuple(sorted(facts, key=lambda fact: -1 if fact.variable in STAYS else units.index(fact.unit)))


def _home(content: HomeChange, on: date, told: dict[str, str], sealed: bytes) -> HomeChange:
    evidence = told["evidence"]
    if isinstance(content, (Relocation, Split)):
        return evolve(content, on=on, evidence=evidence, address=told["address"], sealed=sealed)
    return evolve(content, on=on, evidence=evidence, sealed=sealed)


def _each(content: Change, do: Callable[[FieldChange], FieldChange]) -> Change:
    return evolve(content, changes=tuple(map(do, content.changes)))
