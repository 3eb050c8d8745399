"""What a decision may look at besides who asks: the world around a case, and the step at hand in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from slrt_core.model.cases import Case, Referral
    from slrt_core.model.moves import Move
    from slrt_core.model.programs import Program
    from slrt_core.model.registry import Household, HouseholdRecord
    from slrt_core.reasons import Basis, Reason
    from slrt_core.rules.access import Setting
    from slrt_core.rules.process.befalling import Home
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Situation", "Surroundings"]


@frozen(kw_only=True, slots=False)
class Surroundings:
    """All that a decision may depend on besides case, move and actor.

    Args:
        setting: current rulebook, roster, map, day.
        process: the rulebook whose rows this case follows (it was pinned when the case began).
        look_up: gives the household as known now. Most moves do not depend on it, and it is large.
        program: the case's program as in force today.
        forwarded_to: the program to whose manager the move forwards, as in force today.
        referral_id: for a referral that the move opens.
        digest: of the move's new content.
        look_back: gives all that was ever stated of the household.
        other: gives another household as known now, such as the one that remains after a merger.
        home: whose case it is from here on, where something befell its household; `None` for what an officer does.
    """

    setting: Setting
    process: Rulebook
    look_up: Callable[[], Household | None] = lambda: None
    program: Program | None = None
    forwarded_to: Program | None = None
    referral_id: str = ""
    digest: str = ""
    look_back: Callable[[], HouseholdRecord | None] = lambda: None
    other: Callable[[str], Household | None] = lambda _: None
    home: Home | None = None

    @cached_property
    def household(self) -> Household | None:
        """As known now; ``None`` for an anonymous complaint."""
        return self.look_up()


@define(eq=False)
class Situation:
    """One step at hand: all that a need may look at.

    Args:
        case: as it stands.
        move: what is asked.
        around: everything else.
        referral: the open referral, if the step is one of it.
        basis: of the row.
    """

    case: Case
    move: Move
    around: Surroundings
    referral: Referral | None
    basis: Basis

    @property
    def setting(self) -> Setting:
        """Current rules, roster, map, day."""
        return self.around.setting

    @property
    def household(self) -> Household | None:
        """As it is known now, if the case has one."""
        return self.around.household

    def no(self, code: str, **values: object) -> Reason:
        """A refusal in the words of the rulebook."""
        return self.around.setting.rulebook.refusal(code, self.basis, "", **values)
