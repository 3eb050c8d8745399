"""The processes of cases, one for each kind and way in; those that look alike are one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, field

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind
from slrt_core.reasons import Text
from slrt_core.rules.process.export.befallen import befalls
from slrt_core.rules.process.export.machine import (
    START,
    Machine,
    Spot,
    Step,
    enumerated,
    joined,
    stage_of,
    timed,
)
from slrt_core.rules.process.export.waits import Waited, lane_of, posts_of, waited, who_of
from slrt_core.rules.process.export.words import CASE_IN, ELSEWHERE, MAPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from slrt_core.rules.rulebook import Row, Rulebook

__all__ = ["case_machines"]

_MAPPED = "*mapped"
_RECEIVERS = {"village": ("village_body",), "registry": ("registry_manager",)}


@define
class _Process:
    """A kind of case by a way in, with the rows that can be reached."""

    kind: CaseKind
    way: Way
    rows: list[Row] = field(factory=list)
    states: list[str] = field(factory=list)


def case_machines(book: Rulebook) -> tuple[Machine, ...]:
    """A picture for each kind of case and way in.

    Processes with the same states, lanes, steps and deadlines are drawn once; the title names all of them.
    """
    alike: dict[object, list[tuple[_Process, Machine]]] = {}
    for way_name, way in book.ways.items():
        for kind in way.kinds:
            process = _reached(book, kind, Way(way_name))
            machine = _machine(book, process)
            bare = evolve(
                machine,
                key="",
                title=Text("", ""),
                spots=tuple(s for s in machine.spots if s.name != START),
                steps=tuple(evolve(step, places=()) for step in machine.steps if step.before != START),
            )
            alike.setdefault(bare, []).append((process, machine))
    return tuple(_merged(book, same) for same in alike.values())


def _reached(book: Rulebook, kind: CaseKind, way: Way) -> _Process:
    process, waiting = _Process(kind, way), [book.ways[way].initial]
    while waiting:
        state = waiting.pop(0)
        if state in process.states:
            continue
        process.states.append(state)
        # What befalls a household can come in any state: it is told once, by itself, and not in each picture.
        rows = [row for row in book.rows_at(kind, way, state) if not befalls(row)]
        process.rows += rows
        waiting += [row.after for row in rows]
    return process


def _machine(book: Rulebook, process: _Process) -> Machine:
    way = book.ways[process.way]
    lanes = {state: _lane(book, process, state) for state in process.states}
    start = Spot(name=START, label=CASE_IN, lane=lanes[way.initial][0])
    spots = [start]
    days: dict[str, list[int]] = {way.initial: [way.days]}
    for state in process.states:
        rule, (lane, others) = book.states[state], lanes[state]
        hint = ELSEWHERE if _receivers(book, process, state) else None
        spots.append(Spot(name=state, label=rule.label, lane=lane, others=others, final=rule.terminal, hint=hint))
    mapped = [row for row in process.rows if _maps(row, process.kind)]
    if mapped:
        spots.append(Spot(name=_MAPPED, label=MAPPED, lane=None, final=True))
    for row in process.rows:
        if row.days is not None and row.before != row.after:
            days.setdefault(row.after, []).append(row.days)
    begun = Step(before=START, after=way.initial, command=process.way, label=way.label, duty=True)
    return Machine(key="", title=Text("", ""), spots=timed(spots, days), steps=(begun, *_steps(book, process, lanes)))


def _maps(row: Row, kind: CaseKind) -> bool:
    # What is mapped is of another kind from then on, and follows that kind's steps.
    return kind is CaseKind.PROBLEM and "map" in row.effects


def _steps(book: Rulebook, process: _Process, lanes: Mapping[str, Waited]) -> Iterator[Step]:
    alike: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in process.rows:
        after = _MAPPED if _maps(row, process.kind) else row.after
        alike.setdefault((row.before, row.command, after, row.stage), []).append(row)
    for (before, command, after, stage), rows in alike.items():
        system = all(row.by_itself for row in rows)
        yield Step(
            before=before,
            after=after,
            command=command,
            label=book.commands[command].label,
            posts=posts_of(book, rows),
            who=who_of(posts_of(book, rows), lanes[before]),
            stage=stage_of(book.stages, stage),
            system=system,
            duty=any(book.awaited(row) for row in rows),
            late=any("late" in row.needs for row in rows),
            places=tuple(dict.fromkeys(row.place for row in rows)),
        )


def _lane(book: Rulebook, process: _Process, state: str) -> Waited:
    """Who is waited for in a state: those with most to do there; of these, those whose lines name this way in."""
    if book.states[state].terminal:
        return None, ()
    receivers = _receivers(book, process, state)
    if receivers:
        return lane_of(book, receivers), ()
    return waited(book, [row for row in process.rows if row.before == state], lambda row: len(row.ways) < len(Way))


def _receivers(book: Rulebook, process: _Process, state: str) -> tuple[str, ...]:
    """To whom a referral went, if the case waits in this state for its answer."""
    if not any(row.before == state and row.command.startswith("referral_") for row in process.rows):
        return ()
    posts: list[str] = []
    for row in process.rows:
        for name, argument in row.brings if row.after == state else ():
            if name == "send":
                posts += _RECEIVERS.get(argument) or _routed(book, process.kind)
    return tuple(dict.fromkeys(posts))


def _routed(book: Rulebook, kind: CaseKind) -> tuple[str, ...]:
    routes = dict.fromkeys(route.receiver for route in book.routes if kind in route.kinds)
    named = book.named_receiver(kind)
    return (named,) if routes and named else tuple(routes)


def _merged(book: Rulebook, same: list[tuple[_Process, Machine]]) -> Machine:
    kinds = list(dict.fromkeys(process.kind for process, _ in same))
    ways = list(dict.fromkeys(process.way for process, _ in same))
    machine = same[0][1]
    what = joined(book.word("kind", kind) for kind in kinds)
    how = enumerated(book.ways[way].label for way in ways)
    begun = [_begin(book, way, machine) for way in ways]
    return evolve(
        machine,
        key="_".join(kinds) + "-" + "_".join(ways),
        title=Text(f"{_capital(what.id)}: {how.id}", f"{_capital(what.en)}: {how.en}"),
        steps=(*begun, *_together([m.steps for _, m in same])),
    )


def _begin(book: Rulebook, way: Way, machine: Machine) -> Step:
    rule = book.ways[way]
    first = next(spot for spot in machine.spots if spot.name == rule.initial)
    posts = tuple(book.label(book.posts, post) for post in rule.posts)
    who = who_of(posts, (first.lane, first.others))
    return Step(before=START, after=rule.initial, command=way, label=rule.label, posts=posts, who=who)


def _together(several: Iterable[tuple[Step, ...]]) -> Iterator[Step]:
    """The steps of processes that look alike, each with the lines of all of them."""
    for same in zip(*several, strict=True):
        if same[0].before != START:
            yield evolve(same[0], places=tuple(dict.fromkeys(place for step in same for place in step.places)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
