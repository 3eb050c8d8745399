"""For the tests of those who build on the library: contracts for adapters, strategies, fakes. Extra: ``testing``.

Each name is loaded when it is first used: the contracts and fakes work without Hypothesis, and a program that merely
has the library installed loads none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slrt_core.testing import strategies
    from slrt_core.testing.capabilities import capability_table
    from slrt_core.testing.contracts import (
        AttachmentsContract,
        ClockContract,
        HistoryContract,
        IdContract,
        KeyContract,
        StorageContract,
    )
    from slrt_core.testing.district import SmallDistrict, small_district
    from slrt_core.testing.fakes import FakeKeys, ManualClock, MemoryAttachments, SeededIds
    from slrt_core.testing.machine import StorageMachine
    from slrt_core.testing.mischief import Delivery, Mischief
    from slrt_core.testing.mutating import Mutant, Tally, mutants, tally
    from slrt_core.testing.mutatinglives import life_mutants
    from slrt_core.testing.oracle import Oracle
    from slrt_core.testing.rulebooks import assert_sound
    from slrt_core.testing.wrappers import CountingStorage, FailingStorage, SlowStorage, UnsureStorage

__all__ = [
    "AttachmentsContract",
    "ClockContract",
    "CountingStorage",
    "Delivery",
    "FailingStorage",
    "FakeKeys",
    "HistoryContract",
    "IdContract",
    "KeyContract",
    "ManualClock",
    "MemoryAttachments",
    "Mischief",
    "Mutant",
    "Oracle",
    "SeededIds",
    "SlowStorage",
    "SmallDistrict",
    "StorageContract",
    "StorageMachine",
    "Tally",
    "UnsureStorage",
    "assert_sound",
    "capability_table",
    "life_mutants",
    "mutants",
    "small_district",
    "strategies",
    "tally",
]

_HOMES = {
    "AttachmentsContract": "contracts",
    "ClockContract": "contracts",
    "CountingStorage": "wrappers",
    "Delivery": "mischief",
    "FailingStorage": "wrappers",
    "FakeKeys": "fakes",
    "HistoryContract": "contracts",
    "IdContract": "contracts",
    "KeyContract": "contracts",
    "ManualClock": "fakes",
    "Mischief": "mischief",
    "MemoryAttachments": "fakes",
    "Mutant": "mutating",
    "Oracle": "oracle",
    "SeededIds": "fakes",
    "SlowStorage": "wrappers",
    "SmallDistrict": "district",
    "StorageContract": "contracts",
    "StorageMachine": "machine",
    "Tally": "mutating",
    "UnsureStorage": "wrappers",
    "assert_sound": "rulebooks",
    "capability_table": "capabilities",
    "mutants": "mutating",
    "life_mutants": "mutatinglives",
    "small_district": "district",
    "tally": "mutating",
}


def __getattr__(name: str) -> object:
    if name == "strategies":
        return import_module("slrt_core.testing.strategies")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"slrt_core.testing.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
