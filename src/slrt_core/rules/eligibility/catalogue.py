"""The catalogue of variables and programs, ready to assess with: checked once, compiled for each day once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from attrs import define, field

from slrt_core.errors import Invalid
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason
from slrt_core.rules.criteria import Schema
from slrt_core.rules.eligibility.checking import check_program
from slrt_core.rules.eligibility.compiling import Compiled, compile_program

__all__ = ["Catalogue"]


@define
class Catalogue:
    """Programs against a schema; what was compiled for a day is kept.

    Args:
        schema: of variables.
        programs: the versions that count, of every program.
        villages: the villages of a region; by the codes if not given.
        units: of every program, by code, also of those that are not compiled here; exclusions need them.
        kept: what was compiled; shared by catalogues of one schema and map.
    """

    schema: Schema
    programs: tuple[Program, ...]
    villages: Callable[[str], Collection[str]] | None = None
    units: Mapping[str, UnitKind] = field(factory=dict)
    kept: dict[tuple[object, ...], Compiled] = field(factory=dict, repr=False)

    def check(self) -> tuple[Reason, ...]:
        """Check the texts of all programs.

        Returns:
            Warnings.

        Raises:
            Invalid: with everything that is wrong in any of them.
        """
        warnings: list[Reason] = []
        problems: list[Reason] = []
        for program in self.programs:
            try:
                warnings += check_program(program, self.schema, self._units())
            except Invalid as error:
                problems += error.reasons
        if problems:
            raise Invalid(problems)
        return tuple(warnings)

    def on(self, day: date, codes: Iterable[str] = ()) -> tuple[Compiled, ...]:
        """The programs that count on a day and whose criteria are written down, by code.

        Args:
            day: of assessment.
            codes: which ones; all if empty.
        """
        wanted = frozenset(codes)
        found = [
            program
            for program in self.programs
            if program.criteria is not None
            and program.valid_from <= day <= program.valid_until
            and (not wanted or program.code in wanted)
        ]
        return tuple(self._one(program, day) for program in sorted(found, key=lambda program: program.code))

    def _one(self, program: Program, day: date) -> Compiled:
        units = self._units()
        # What a program asks depends on whose participation in another one counts.
        key = (program, day, *(units.get(tie.program) for tie in program.excludes))
        if key not in self.kept:
            self.kept[key] = compile_program(program, self.schema, day, units=units, villages=self.villages)
        return self.kept[key]

    def _units(self) -> Mapping[str, UnitKind]:
        return {**self.units, **{program.code: program.unit for program in self.programs}}
