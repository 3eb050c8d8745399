"""What a picture shows: the states of one process, the steps between them, and who is waited for in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.reasons import Text
from slrt_core.rules.rulebook import KEEP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slrt_core.rules.rulebook import Rulebook, StageRule

__all__ = ["START", "Lane", "Machine", "Spot", "Step", "enumerated", "inside", "joined"]

START = "*"
"""The name of the place where a process begins; no state of a rulebook is called so."""

_MANY = 4
"""From so many states on, a step that nobody is waited for is written into each state and not drawn from it."""


@frozen(kw_only=True)
class Lane:
    """Who is waited for: one post, or several of which it depends which.

    Args:
        key: the same for the same posts.
        label: their names.
        level: village, subdistrict, regency, or any.
    """

    key: str
    label: Text
    level: str


@frozen(kw_only=True)
class Spot:
    """A state as it is drawn; the start, and what a case may turn into, are drawn likewise.

    Args:
        name: of the state.
        label: of the state.
        lane: who is waited for first; ``None`` if nobody is.
        others: who else is waited for.
        days: working days that the steps into it allow, as `KEEP` where one leaves the deadline as it is.
        final: whether the process ends here.
        hint: where one reads on, if what happens here is drawn elsewhere.
    """

    name: str
    label: Text
    lane: Lane | None
    others: tuple[Text, ...] = ()
    days: tuple[int, ...] = ()
    final: bool = False
    hint: Text | None = None


@frozen(kw_only=True)
class Step:
    """A step as it is drawn: all lines of the table that take the same command from one state to another.

    Args:
        before: the state.
        after: the state reached.
        command: its name.
        label: of the command.
        posts: whose it is.
        who: the same, where they are not just those that are waited for.
        stage: the judging stage, if it is one.
        system: whether it follows by itself.
        duty: whether somebody is waited for to give it.
        late: whether it is for what is late.
        places: the lines of the tables, as file and line.
    """

    before: str
    after: str
    command: str
    label: Text
    posts: tuple[Text, ...] = ()
    who: tuple[Text, ...] = ()
    stage: Text | None = None
    system: bool = False
    duty: bool = True
    late: bool = False
    places: tuple[str, ...] = ()


@frozen(kw_only=True)
class Machine:
    """One process as it is drawn.

    Args:
        key: a name for files and links.
        title: for people.
        spots: the states, the start first.
        steps: between them, in the order of the tables.
    """

    key: str
    title: Text
    spots: tuple[Spot, ...]
    steps: tuple[Step, ...]

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes, each once, in the order in which the process comes to them."""
        return tuple(dict.fromkeys(spot.lane for spot in self.spots if spot.lane is not None))

    def leaving(self, state: str) -> tuple[Step, ...]:
        """The steps that begin in a state."""
        return tuple(step for step in self.steps if step.before == state)


def inside(machine: Machine) -> frozenset[Step]:
    """The steps that are written into a state and not drawn as arrows: arrows for them would hide all others.

    Nobody is waited for to take them, and they stay where they are, or are open nearly everywhere, as withdrawing is.
    """
    many: dict[tuple[str, str], set[str]] = {}
    for step in machine.steps:
        many.setdefault((step.command, step.after), set()).add(step.before)
    return frozenset(
        step
        for step in machine.steps
        if not step.duty and (step.before == step.after or len(many[step.command, step.after]) >= _MANY)
    )


def joined(texts: Iterable[Text], mark: str = ", ") -> Text:
    """Several texts in one, each once."""
    listed = tuple(dict.fromkeys(texts))
    return Text(mark.join(text.id for text in listed), mark.join(text.en for text in listed))


def enumerated(texts: Iterable[Text]) -> Text:
    """Several texts as a sentence lists them when any of them may be meant."""
    listed = tuple(dict.fromkeys(texts))
    if len(listed) < 2:
        return joined(listed)
    first = joined(listed[:-1])
    return Text(f"{first.id} atau {listed[-1].id}", f"{first.en} or {listed[-1].en}")


def stage_of(stages: Mapping[str, StageRule], name: str) -> Text | None:
    """The label of a judging stage; nothing for a step that is no judgement."""
    return stages[name].label if name and name in stages else None


def timed(spots: Iterable[Spot], days: Mapping[str, Iterable[int]]) -> tuple[Spot, ...]:
    """The states with the working days that lead into each; that a deadline is kept is said if nothing else is."""
    found = []
    for spot in spots:
        numbers = sorted(set(days.get(spot.name, ())))
        set_ones = tuple(number for number in numbers if number != KEEP)
        found.append(evolve(spot, days=() if spot.final else set_ones or tuple(numbers)))
    return tuple(found)


def level_of(book: Rulebook, post: str) -> str:
    """The level of a post; any for one that the rulebook does not have."""
    rule = book.posts.get(post)
    return rule.level if rule is not None else "any"
