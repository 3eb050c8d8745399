"""What a network does to messages and to forms that were filled in offline: doubled, late, and in another order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Generic, TypeVar

from attrs import field, frozen, validators

__all__ = ["Delivery", "Mischief"]

T = TypeVar("T")


@frozen
class Delivery(Generic[T]):
    """Something that arrives.

    Args:
        at: when: so many steps after the first was sent.
        item: what was sent.
        repeat: 0 for the first time that it arrives, then 1, and so on.
    """

    at: int
    item: T
    repeat: int


@frozen(kw_only=True)
class Mischief:
    """Delivers each item at least once, but not as it was sent: for tests of receivers, relays and offline forms.

    One item is sent a step. Nothing is lost and nothing is changed: an item that never arrives is not a matter of the
    receiver. The same seed gives the same deliveries.

    Args:
        seed: of the random choices.
        copies: how often an item arrives at most.
        delay: how many steps late at most; 0 keeps the order, with copies right behind each other.
    """

    seed: int
    copies: int = field(default=3, validator=validators.ge(1))
    delay: int = field(default=5, validator=validators.ge(0))

    def deliver(self, items: Iterable[T]) -> Iterator[Delivery[T]]:
        """The deliveries in the order in which they arrive."""
        random = Random(self.seed)
        arrivals: list[tuple[int, float, int, T]] = []
        for step, item in enumerate(items):
            for _ in range(random.randint(1, self.copies)):
                # What arrives in one step arrives in any order, unless nothing is late.
                place = random.random() if self.delay else 0.0
                arrivals.append((step + random.randint(0, self.delay), place, step, item))
        seen: dict[int, int] = {}
        for at, _, step, item in sorted(arrivals, key=lambda arrival: arrival[:3]):
            repeat = seen.get(step, 0)
            seen[step] = repeat + 1
            yield Delivery(at, item, repeat)
