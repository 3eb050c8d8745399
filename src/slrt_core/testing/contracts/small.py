"""The contracts of clock and id source."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

from slrt_core.ports import Clock, IdSource
from slrt_core.testing.promises import agree, promise

__all__ = ["ClockContract", "IdContract"]

_LONGEST_KEY = 200


class ClockContract:
    """Every promise of `slrt_core.ports.Clock`. Subclass it and override `new_clock`."""

    def new_clock(self) -> Clock:
        """A clock."""
        raise NotImplementedError("give the contract a clock: override new_clock()")

    @promise
    def test_aware_utc(self) -> None:
        """The time is aware and in UTC."""
        agree(self.new_clock().now().utcoffset(), timedelta(0), "the offset is")

    @promise
    def test_does_not_run_back(self) -> None:
        """A look at the clock is never before the last one."""
        clock = self.new_clock()
        looks = [clock.now() for _ in range(1000)]
        agree(looks, sorted(looks))


class IdContract:
    """Every promise of `slrt_core.ports.IdSource`. Subclass it and override `new_ids`."""

    def new_ids(self) -> IdSource:
        """An id source."""
        raise NotImplementedError("give the contract an id source: override new_ids()")

    @promise
    def test_never_twice(self) -> None:
        """A name is never given twice, whatever it is for."""
        ids = self.new_ids()
        given = [ids.new(kind) for kind in ("case", "visit", "household", "") for _ in range(2500)]
        agree(len(set(given)), len(given), "different names:")

    @promise
    def test_never_twice_in_threads(self) -> None:
        """A name is never given twice to threads that ask at the same time."""
        ids = self.new_ids()
        given: list[str] = []

        def take() -> None:
            given.extend([ids.new("case") for _ in range(1000)])

        threads = [threading.Thread(target=take) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        agree(len(set(given)), 4000, "different names:")

    @promise
    def test_fits_a_key(self) -> None:
        """A name is a plain word that fits into a key."""
        name = self.new_ids().new("household")
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name), f"{name!r} is no plain word"
        assert len(name) <= _LONGEST_KEY, f"{name!r} is too long"

    @promise
    def test_number_is_read_aloud(self) -> None:
        """A registration number is short, without letters or digits that are taken for each other."""
        ids = self.new_ids()
        numbers = [ids.number() for _ in range(2000)]
        for number in numbers:
            assert re.fullmatch(r"[A-Z2-9]+(-[A-Z2-9]+)*", number), f"{number!r} holds other than letters and digits"
            assert not set(number) & set("OI"), f"{number!r} holds a letter that is taken for a digit"
            assert len(number) <= 16, f"{number!r} is too long to be read aloud"
        # Those who give numbers out make sure of it; but a source that repeats itself would use up their tries.
        assert len(set(numbers)) >= 1990, f"only {len(set(numbers))} of 2000 numbers differ"
