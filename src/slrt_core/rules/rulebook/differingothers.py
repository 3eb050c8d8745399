"""What two rulebooks say otherwise of programs' protocols, and of lives other than that of a case."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from attrs import frozen

from slrt_core.reasons import Basis, Text
from slrt_core.rules.rulebook.differingrows import referral_row_differences, row_differences
from slrt_core.rules.rulebook.protocols import kinds_of
from slrt_core.rules.rulebook.tables import KEEP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slrt_core.model.contents import CaseKind
    from slrt_core.rules.rulebook.book import Rulebook
    from slrt_core.rules.rulebook.tables import Protocol

__all__ = ["life_states", "life_steps", "protocol_changes", "protocol_places"]

_Part = tuple[str, str]


@frozen(kw_only=True)
class _Added:
    """A step of a protocol, and the how manieth it is before its state."""

    label: Text
    before: str
    place: int
    post: str
    stage: str
    days: int
    needs: tuple[str, ...]


@frozen(kw_only=True)
class _LifeStep:
    to: str
    scope: str
    stage: str
    needs: tuple[str, ...]
    effects: tuple[str, ...]
    days: int | Text | None
    basis: Basis


def protocol_changes(old: Rulebook, new: Rulebook) -> Iterator[tuple[str, str, Any, Any]]:
    """The program, which part of its protocol it is, and what either rulebook says of it; `None` where nothing.

    By kind of case and not by how protocols are written: one for two kinds is the same as two for one each.
    """
    left, right = _parts(old), _parts(new)
    for program, part in dict.fromkeys((*left, *right)):
        one, other = left.get((program, part), {}), right.get((program, part), {})
        grouped: dict[tuple[Any, Any], list[CaseKind]] = defaultdict(list)
        for kind in sorted(one.keys() | other.keys()):
            if one.get(kind) != other.get(kind):
                grouped[one.get(kind), other.get(kind)].append(kind)
        for (before, after), kinds in grouped.items():
            yield program, " ".join(filter(None, (program, "|".join(kinds), part))), before, after


def protocol_places(old: Rulebook, new: Rulebook, program: str) -> frozenset[tuple[str, str, str]]:
    """Where cases of a program find other steps, as `Difference.at` names places."""
    one, other = old.under(program), new.under(program)
    found = (*row_differences(one, other), *referral_row_differences(one, other))
    return frozenset(place for difference in found for place in difference.at)


def _parts(book: Rulebook) -> Mapping[_Part, Mapping[CaseKind, Any]]:
    found: dict[_Part, dict[CaseKind, Any]] = defaultdict(dict)
    for protocol in book.protocols:
        for part, value in _parts_of(protocol):
            found[protocol.program, part] |= dict.fromkeys(kinds_of(protocol), value)
    return found


def _parts_of(protocol: Protocol) -> Iterator[tuple[str, Any]]:
    yield "", protocol.basis
    if protocol.receiver:
        yield "receiver", protocol.receiver
    for one in protocol.deadline:
        yield f"{'referral:' if one.referral else ''}{one.state} + {one.command}", one.days
    places = Counter[str]()
    for step in protocol.step:
        places[step.before] += 1
        yield (
            step.state,
            _Added(
                label=step.label,
                before=step.before,
                place=places[step.before],
                post=step.post,
                stage=step.stage,
                days=step.days,
                needs=tuple(sorted(set(step.needs))),
            ),
        )


def life_steps(book: Rulebook) -> Mapping[str, _LifeStep]:
    """What each post may do in each state of a participation, or of an entry of the catalogue."""
    return {
        f"{row.life}: {row.before} + {row.command} ({post or row.scope})": _LifeStep(
            to=row.after,
            scope=row.scope,
            stage=row.stage,
            needs=tuple(sorted(set(row.needs))),
            effects=row.effects,
            days=Text("tetap", "kept") if row.days == KEEP else row.days,
            basis=row.basis,
        )
        for row in book.life_rows
        for post in row.posts or ("",)
    }


def life_states(book: Rulebook) -> Mapping[str, Any]:
    """The states of each such life."""
    return {f"{life}: {name}": rule for life, states in book.life_states.items() for name, rule in states.items()}
