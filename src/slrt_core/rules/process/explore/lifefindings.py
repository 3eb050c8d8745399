"""What a search of lives is asked, and how it tells what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen

from slrt_core.reasons import Text

if TYPE_CHECKING:
    from slrt_core.rules.process.explore.lifeworld import LifeDeed, LifeScene
    from slrt_core.rules.process.lifeneeds import Living
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["LifeDemand", "LifeProhibition", "LifeStory"]


def _names(values: str | Iterable[str]) -> frozenset[str]:
    return frozenset((values,) if isinstance(values, str) else values)


@frozen(kw_only=True)
class LifeProhibition:
    """What must never happen to a participation or a program.

    Args:
        id: short and stable.
        rule: the rule that forbids it, such as ``R-PRG-2``.
        text: what happened, in a sentence that names the fault.
        broken: looks at all that was done, from the first step to the last; true if the last step breaks the rule.
        life: of which records; of all if empty.
    """

    id: str
    rule: str
    text: Text
    broken: Callable[[Sequence[LifeDeed]], bool]
    life: str = ""


@frozen(kw_only=True)
class LifeDemand:
    """What must be possible: a step at once, or an end.

    Args:
        id: short and stable.
        rule: the rule that demands it.
        text: what is not possible, in a sentence that names the fault.
        life: of which records.
        states: in which it is demanded.
        command: one of these must be allowed to somebody, just then; empty if a state is demanded.
        reach: one of these states must be reachable.
        without: commands by which it does not count as reached.
        given: when it is demanded besides; always if not given.
    """

    id: str
    rule: str
    text: Text
    life: str
    states: frozenset[str] = field(converter=_names)
    command: frozenset[str] = field(converter=_names, default=frozenset())
    reach: frozenset[str] = field(converter=_names, default=frozenset())
    without: frozenset[str] = field(converter=_names, default=frozenset())
    given: Callable[[Living, LifeScene], bool] = lambda record, scene: True

    def __attrs_post_init__(self) -> None:
        if bool(self.command) == bool(self.reach):
            raise ValueError(f"{self.id}: a demand names commands or states")


@frozen(kw_only=True)
class LifeStory:
    """How a record comes to be as it is: the shortest way that was found.

    Args:
        staff: the name of the small staff.
        beats: what was done, and ``None`` where a quarter ended.
    """

    staff: str
    beats: tuple[LifeDeed | None, ...] = ()

    @property
    def deeds(self) -> tuple[LifeDeed, ...]:
        """What was done."""
        return tuple(deed for deed in self.beats if deed is not None)

    def replay(self) -> Iterator[tuple[LifeDeed, ...]]:
        """Ask for each step again, as its scene decides.

        Returns:
            After each step, all that was done so far.

        Raises:
            ValueError: a step is refused.
        """
        for number, deed in enumerate(self.deeds, 1):
            decision = deed.scene.decide(deed.record, deed.move, deed.actor)
            if not decision.allowed:
                codes = ", ".join(reason.code for reason in decision.reasons)
                raise ValueError(f"step {number}, {deed.move.command}, is refused: {codes}")
            yield self.deeds[:number]

    def lines(self, book: Rulebook) -> Iterator[Text]:
        """The story in words, a line for each step."""
        for deed in self.beats:
            if deed is None:
                yield Text("triwulan berakhir", "the quarter ends")
                continue
            day, actor = deed.scene.setting.on, deed.actor
            post, command = book.label(book.posts, actor.post), book.named(deed.move.command)
            state = book.label(book.life_states.get(deed.after.life, {}), deed.after.state)
            yield Text(
                f"{day}  {actor.officer} ({post.id}): {command.id} → {state.id}",
                f"{day}  {actor.officer} ({post.en}): {command.en} → {state.en}",
            )
