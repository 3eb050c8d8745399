"""Each SQL store beside memory: random operations, the same answers."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.ports import Storage
from slrt_core.testing import StorageMachine
from slrt_core.testing.contracts.base import KINDS
from tests.sql.places import NAMES, Place, opened


class BesideMemory(StorageMachine):
    """One database for all runs: to empty its tables takes less time than to make them."""

    place: ClassVar[Place]
    url: ClassVar[str]
    steps: ClassVar[int]

    def stores(self) -> tuple[Storage, Storage]:
        tested = SqlStorage(self.url)
        tested.setup(KINDS)
        self.place.emptied(self.url)
        return MemoryStorage(), tested

    @invariant()
    def counted(self) -> None:
        """After each step."""
        BesideMemory.steps += 1


@pytest.fixture(params=NAMES)
def machine(request: pytest.FixtureRequest) -> Iterator[type[BesideMemory]]:
    with opened(request.param) as place:
        BesideMemory.place, BesideMemory.url, BesideMemory.steps = place, place.fresh(), 0
        yield BesideMemory


def run(machine: type[BesideMemory], examples: int, steps: int, **more: Any) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=steps, **more))


def test_beside_memory(machine: type[BesideMemory]) -> None:
    run(machine, 10, 30)


@pytest.mark.long
def test_beside_memory_for_long(machine: type[BesideMemory]) -> None:
    """At least 50,000 steps on the three of them together."""
    while machine.steps < 50_000 / len(NAMES):
        run(machine, 50, 100, derandomize=False)
    print(f"\n{machine.place.name}: {machine.steps} steps")
