"""The lives of records other than cases: a program of the catalogue, and a participation in a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Text
from slrt_core.rules.process.export.machine import START, Machine, Spot, Step, joined, stage_of, timed
from slrt_core.rules.process.export.waits import Waited, lane_of, posts_of, waited, who_of
from slrt_core.rules.process.export.words import LIVES, NEW
from slrt_core.rules.rulebook import KEEP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from slrt_core.rules.rulebook import LifeRow, Rulebook

__all__ = ["life_machines"]


def life_machines(book: Rulebook) -> tuple[Machine, ...]:
    """A picture for each life; none from a rulebook of before there were any."""
    lives = tuple(dict.fromkeys(row.life for row in book.life_rows))
    return tuple(_machine(book, life, [row for row in book.life_rows if row.life == life]) for life in lives)


def _machine(book: Rulebook, life: str, rows: Sequence[LifeRow]) -> Machine:
    states = book.life_states[life]
    lanes = {name: _waited(book, rows, name) for name, rule in states.items() if not rule.initial}
    steps = tuple(_steps(book, life, rows, lanes))
    reached = dict.fromkeys(state for step in steps for state in (step.before, step.after) if state != START)
    begins = next(row for row in rows if states[row.before].initial)
    spots = [Spot(name=START, label=NEW.get(life, Text(life, life)), lane=lane_of(book, begins.posts[:1]))]
    for name in reached:
        lane, others = lanes[name]
        # A program that is approved waits for nobody, and yet can be ended: that is not where its life is over.
        over = states[name].terminal and all(step.before != name for step in steps)
        spots.append(Spot(name=name, label=states[name].label, lane=lane, others=others, final=over))
    days: dict[str, list[int]] = {}
    for row in rows:
        # What is done again and again, as verifying commitments, sets the deadline of the next time.
        if row.days is not None and (row.before != row.after or row.days != KEEP):
            days.setdefault(row.after, []).append(row.days)
    title = LIVES.get(life, Text(life, life))
    return Machine(key=f"life-{life}", title=title, spots=timed(spots, days), steps=steps)


def _waited(book: Rulebook, rows: Sequence[LifeRow], state: str) -> Waited:
    if book.life_states[rows[0].life][state].terminal:
        return None, ()
    return waited(book, [row for row in rows if row.before == state], lambda _: True)


def _steps(book: Rulebook, life: str, rows: Sequence[LifeRow], lanes: Mapping[str, Waited]) -> Iterator[Step]:
    states = book.life_states[life]
    alike: dict[tuple[str, str, str, str, tuple[str, ...]], list[LifeRow]] = {}
    for row in rows:
        new = states[row.before].initial
        # Who begins a record may depend on which it is: then there are two arrows from the start.
        key = (START if new else row.before, row.command, row.after, row.stage, row.posts if new else ())
        alike.setdefault(key, []).append(row)
    for (before, command, after, stage, _), same in alike.items():
        label = book.commands[command].label
        if sum(other[:2] == (before, command) for other in alike) > 1 and before == START:
            which = joined(states[row.before].label for row in same)
            label = Text(f"{label.id} – {which.id}", f"{label.en} – {which.en}")
        labels = posts_of(book, same)
        yield Step(
            before=before,
            after=after,
            command=command,
            label=label,
            posts=labels,
            who=labels if before == START else who_of(labels, lanes[before]),
            stage=stage_of(book.stages, stage),
            system=all(row.by_itself for row in same),
            duty=any(book.awaited(row) for row in same),
            places=tuple(dict.fromkeys(row.place for row in same)),
        )
