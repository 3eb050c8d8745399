"""What an officer finds out about eligibility; each look is on record before anything is shown (R-PRG-3, R-ALL-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from slrt_core.desk import eligibility
from slrt_core.desk.looking import Looking
from slrt_core.desk.plain import refuse_broken, refuse_personal
from slrt_core.desk.sight import Sight
from slrt_core.model.determinations import Assessment, Determination, Repetition
from slrt_core.model.facts import AsOf
from slrt_core.model.programs import Program
from slrt_core.rules.eligibility import Compiled, Gaps, OpenQuestion, Ranking, Simulation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slrt_core.desk.work import Work

__all__ = ["Judging"]

T = TypeVar("T")

ROWS = 20_000
"""Households that are read one by one, if the caller does not say otherwise: a sub-district's."""


@frozen
class _Where:
    """Which households, on which day, and how many of them at most."""

    region: str
    as_of: AsOf | None
    rows: int


class Judging(Looking):
    """One officer in one post: what they look at, and for which programs households are found eligible."""

    def assess(
        self, household: str, *, programs: Sequence[str] = (), purpose: str, as_of: AsOf | None = None
    ) -> tuple[Determination, ...]:
        """For which programs a household's units are eligible, and why; nothing is put on record but the look.

        Args:
            household: its id.
            programs: their codes; all whose criteria are written down if empty.
            purpose: why; it goes on record.
            as_of: a day and an instant; now if not given.

        Raises:
            NotFound: there is no such household or program, or none that this officer may see.
        """
        refuse_broken(household, str, "household")
        refuse_broken(tuple(programs), tuple[str, ...], "programs")
        refuse_personal(purpose, "purpose")

        def read(work: Work) -> tuple[Determination, ...]:
            return eligibility.determinations(household, tuple(programs), as_of or work.today, self.actor, work)

        return self._list(f"household/{household}", purpose, read)

    def repeat(self, assessment: str | Assessment, *, purpose: str) -> Repetition:
        """An assessment on record, made again from what was known then, and whether it comes to the same.

        Raises:
            NotFound: there is none, or none that this officer may see.
        """
        id_ = assessment if isinstance(assessment, str) else assessment.id
        refuse_broken(id_, str, "assessment")
        refuse_personal(purpose, "purpose")
        return self._one(f"assessment/{id_}", purpose, lambda work: eligibility.repeated(id_, self.actor, work))

    def questions(
        self, household: str, *, programs: Sequence[str] = (), purpose: str, as_of: AsOf | None = None
    ) -> tuple[OpenQuestion, ...]:
        """What is worth asking a household at the door, that which settles most first; see `assess`."""
        refuse_broken(household, str, "household")
        refuse_broken(tuple(programs), tuple[str, ...], "programs")
        refuse_personal(purpose, "purpose")

        def read(work: Work) -> tuple[OpenQuestion, ...]:
            return eligibility.asked(household, tuple(programs), as_of or work.today, self.actor, work)

        return self._list(f"household/{household}", purpose, read)

    def eligible(
        self, program: str, *, region: str = "", purpose: str, as_of: AsOf | None = None, rows: int = ROWS
    ) -> Ranking:
        """Who in sight is eligible for a program, in the order of its quota; of whom it is not known stands apart.

        Args:
            program: the code.
            region: a village, or what lies above; all that is in sight if empty.
            purpose: why; it goes on record.
            as_of: a day and an instant; now if not given.
            rows: how many households may be read one by one: all of them, or where the store judges, those whose
                present state it does not hold yet, or not on that day.

        Raises:
            NotFound: there is no such program on that day, or no such region.
            CannotPushDown: there are more households than may be read one by one; see `Upkeep.project`.
        """

        def read(one: Compiled, sight: Sight) -> Ranking:
            return sight.ranking(one, region if eligibility.whole(region, self.actor, sight.work) else "")

        return self._over(program, _Where(region, as_of, rows), purpose, read)

    def gaps(
        self, program: str, *, region: str = "", purpose: str, as_of: AsOf | None = None, rows: int = ROWS
    ) -> Gaps:
        """Who in sight should have a program and has not, and who has it and should not (R-PRG-7); see `eligible`."""
        return self._over(program, _Where(region, as_of, rows), purpose, lambda one, sight: sight.gaps(one))

    def simulate(
        self, change: Program, *, region: str = "", purpose: str, as_of: AsOf | None = None, rows: int = ROWS
    ) -> Simulation:
        """What a changed program would do to numbers and cost, before anybody enters it (R-MON-3); see `eligible`.

        Args:
            change: the program as it would be; compared with what counts on that day under its code.
            region: a village, or what lies above; all that is in sight if empty.
            purpose: why; it goes on record.
            as_of: a day and an instant; now if not given.
            rows: how many households may be read one by one: all of them, or where the store judges, those whose
                present state it does not hold yet, or not on that day, and those whose cost only their records tell.
                The latter are units for which the program pays in several ways, of which more than one is in doubt
                and which hang on members, on a date or on a set of codes: none in the programs of this library.

        Raises:
            CannotPushDown: there are more households than may be read one by one; see `Upkeep.project`.
            Invalid: its criteria are wrong, it is for another unit, it does not count on that day, or nothing counts
                under its code that it could be compared with.
        """

        def read(one: Compiled, sight: Sight) -> Simulation:
            return sight.simulation(one, eligibility.changed(change, one, sight.work))

        return self._over(change.code, _Where(region, as_of, rows), purpose, read, change)

    def _over(
        self,
        program: str,
        where: _Where,
        purpose: str,
        read: Callable[[Compiled, Sight], T],
        change: Program | None = None,
    ) -> T:
        """Read one program over the households in sight, and put that on record."""
        refuse_broken(program, str, "program")
        refuse_broken(where.region, str, "region")
        refuse_personal(purpose, "purpose")

        count = 0
        narrowed = [f"region={where.region}"] if where.region else []

        def once(work: Work) -> T:
            nonlocal count
            if where.region:
                work.regions.get(where.region)  # a code mistyped is not a place where nobody is eligible
            day = where.as_of or work.today
            if change is not None:
                eligibility.refuse_new(change, day, work)
            (one,) = eligibility.compiled(work, day, (program,))
            if change is not None:
                # What somebody looked for may single out one person: it is on record which question it was.
                narrowed.append(f"change={work.sealer.digest(change)[:16]}")
            sight = Sight(region=where.region, as_of=day, actor=self.actor, work=work, rows=where.rows)
            found = read(one, sight)
            count = sight.count
            return found

        found = self._room.read(once)
        self._look(f"program/{program}", purpose, count, ", ".join(narrowed))
        return found
