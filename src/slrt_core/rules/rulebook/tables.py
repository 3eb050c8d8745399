"""The shapes of the rulebook: what each file may hold, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind, ComplaintClass
from slrt_core.model.criteria import Cited
from slrt_core.reasons import PROJECT, Basis, Text

__all__ = [
    "ActingRule",
    "AddedStep",
    "Choice",
    "CitedRow",
    "CommandRule",
    "Derived",
    "LifeRow",
    "Limit",
    "Option",
    "OtherDeadline",
    "PostRule",
    "Protocol",
    "ReferralRow",
    "Refusal",
    "Route",
    "Row",
    "StageRule",
    "StateRule",
    "TopicRule",
    "Variable",
    "WayRule",
]

KEEP = -1
"""Written ``=`` in a table's ``days``: the deadline stays as it is."""


@frozen(kw_only=True)
class PostRule:
    """A post: what it may read, and what it may do besides the rows of the tables."""

    label: Text
    level: str
    reads: str
    sensitive: bool = False
    may: tuple[str, ...] = ()
    basis: Basis


@frozen(kw_only=True)
class StageRule:
    """A judging stage, and the posts that step in, one after the other, where nobody is left."""

    label: Text
    stand_ins: tuple[str, ...]
    basis: Basis


@frozen(kw_only=True)
class ActingRule:
    """A kind of acting mandate, and the commands that no mandate of the kind covers."""

    label: Text
    excludes: tuple[str, ...] = ()
    basis: Basis


@frozen(kw_only=True)
class WayRule:
    """A way in: who records, where the case begins, which kinds it may be, days until the first step."""

    label: Text
    posts: tuple[str, ...]
    initial: str
    kinds: tuple[CaseKind, ...]
    days: int
    basis: Basis


@frozen(kw_only=True)
class StateRule:
    """A state of a case, of a referral, or of a record with a life of its own; a record not there yet is `initial`."""

    label: Text
    terminal: bool = False
    initial: bool = False


@frozen(kw_only=True)
class CommandRule:
    """A command; `duty` tells whether somebody is waited for to give it."""

    label: Text
    duty: bool = True


@frozen(kw_only=True)
class Option:
    """A question that the sources leave open, with the answers that a district may choose."""

    label: Text
    values: tuple[str, ...]
    default: str
    basis: Basis


@frozen(kw_only=True)
class Limit:
    """A number that a district may set."""

    value: int
    label: Text
    basis: Basis


@frozen(kw_only=True)
class Route:
    """To which post a referral of these kinds and complaint classes goes."""

    kinds: tuple[CaseKind, ...]
    receiver: str
    classes: tuple[ComplaintClass, ...] = ()
    when: str = ""
    basis: Basis


@frozen(kw_only=True)
class AddedStep:
    """A step that a protocol puts before a state.

    Args:
        before: the state that is reached by it.
        state: its own, in which a case waits for it.
        label: of that state.
        post: who takes it.
        stage: the judging stage.
        days: working days for it.
        needs: what must hold to endorse, besides having seen the case.
    """

    before: str
    state: str
    label: Text
    post: str
    stage: str
    days: int
    needs: tuple[str, ...] = ()


@frozen(kw_only=True)
class OtherDeadline:
    """A deadline that a protocol sets instead of that of a row; `referral` tells that the row is of a referral."""

    state: str
    command: str
    days: int
    referral: bool = False


@frozen(kw_only=True)
class Protocol:
    """A program's own way of handling (R-APP-10, P14(1)h).

    Args:
        program: its code.
        kinds: of case; all that can be about a program if empty.
        step: what comes in besides, in the order in which it is passed.
        deadline: what may take another time.
        receiver: the post to which its needs and complaints are referred; as the routing says if empty.
        basis: where it comes from.
    """

    program: str
    kinds: tuple[CaseKind, ...] = ()
    step: tuple[AddedStep, ...] = ()
    deadline: tuple[OtherDeadline, ...] = ()
    receiver: str = ""
    basis: Basis


@frozen(kw_only=True)
class Refusal:
    """The words with which a rule says no."""

    text: Text
    basis: Basis = PROJECT


@frozen(kw_only=True)
class Choice:
    """A reason that a person may give, and the commands in which."""

    text: Text
    commands: tuple[str, ...]


@frozen(kw_only=True)
class TopicRule:
    """What people complain of: its class and sector, and whether it has readers of its own."""

    label: Text
    complaint_class: ComplaintClass
    sector: str
    sensitive: bool = False


@frozen(kw_only=True)
class Variable:
    """A variable of the registry.

    Args:
        unit: household, family, individual, or any.
        type: text, bool, int, decimal, code, codes, date, past_date, region, unit, nik, no_kk, phone.
        record: ``local`` or ``central``.
        codes: the codes of a list.
        labels: the words for each code; a rulebook of before they were there has none.
        min: lower bound.
        max: upper bound.
        scale: digits after the point.
        dtsen: its official DTSEN name, if it has one.
        keyed: whether a key follows its name, as in ``participation:PKH``.
        anywhere: of a region: whether it may be any place of the country, and not only a village on the map.
        known: whether it is always known, since nobody is recorded without it; any other may be unknown.
    """

    unit: str
    type: str
    label: Text
    record: str = "local"
    codes: tuple[str, ...] = ()
    labels: Mapping[str, Text] = field(factory=dict, hash=False)
    min: int | None = None
    max: int | None = None
    scale: int = 0
    dtsen: str = ""
    keyed: bool = False
    anywhere: bool = False
    known: bool = False


@frozen(kw_only=True)
class CitedRow:
    """A citation as a file writes it: one text that is the same in both languages, or one in each."""

    text: str | Text
    tag: str


@frozen(kw_only=True)
class Derived:
    """A variable that nobody states, because it follows from others.

    Args:
        unit: household, family or individual.
        type: bool, int or decimal.
        text: in the language of criteria; its unit is the root.
        label: for people.
        basis: where it comes from.
    """

    unit: str
    type: str
    text: str
    label: Text
    basis: tuple[Cited, ...]


class _Line:
    """What the rows of all tables tell of themselves, worked out once."""

    before: str
    after: str
    basis: Basis
    effects: tuple[str, ...]

    @cached_property
    def by_itself(self) -> bool:
        """Whether it follows by itself: no officer gives it, and nobody steps in for it."""
        return (self.side if isinstance(self, ReferralRow) else self.scope) == "system"  # type: ignore[attr-defined]

    @cached_property
    def moves(self) -> bool:
        """Whether it leads to another state."""
        return self.before != self.after

    @cached_property
    def cited(self) -> str:
        """The basis as an event keeps it."""
        return str(self.basis)

    @cached_property
    def brings(self) -> tuple[tuple[str, str], ...]:
        """The effects, each as its name and its argument."""
        return tuple((name, argument) for name, _, argument in (effect.partition(":") for effect in self.effects))


@frozen(kw_only=True, slots=False)
class Row(_Line):
    """One line of the case table: who may take a case from where to where, and what that needs and does.

    Args:
        kinds: of case.
        ways: in which the case came in.
        before: the state.
        command: what is done.
        after: the state reached.
        posts: who may.
        scope: ``region`` (the assignment reaches the case's village) or ``system``.
        stage: the judging stage, or empty.
        needs: what must hold.
        effects: what else happens.
        days: working days until the next step; ``None`` for no deadline, `KEEP` to leave it.
        when: options that must be so.
        basis: where the rule comes from.
        place: file and line.
        fixed: whether a program's protocol set the days: then no class of deadlines sets others.
    """

    kinds: frozenset[CaseKind]
    ways: frozenset[Way]
    before: str
    command: str
    after: str
    posts: tuple[str, ...]
    scope: str
    stage: str = ""
    needs: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    days: int | None = None
    when: tuple[tuple[str, str], ...] = ()
    basis: Basis
    place: str = ""
    fixed: bool = False


@frozen(kw_only=True, slots=False)
class ReferralRow(_Line):
    """One line of the referral table; `side` is receiver, requester or system, `fixed` as in `Row`."""

    before: str
    command: str
    after: str
    side: str
    posts: tuple[str, ...] = ()
    stage: str = ""
    needs: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    days: int | None = None
    basis: Basis
    place: str = ""
    fixed: bool = False


@frozen(kw_only=True, slots=False)
class LifeRow(_Line):
    """One line of the table of lives: how a record other than a case goes from one state to another.

    Args:
        life: of which kind of record: ``program`` or ``participation``.
        before: the state; an initial one for a record that is not there yet.
        command: what is done.
        after: the state reached.
        posts: who may.
        scope: ``district`` (anywhere in it), ``region`` (the assignment reaches the record's village), ``program`` (and
            names its program besides) or ``system``.
        stage: the judging stage, or empty.
        needs: what must hold.
        effects: what else happens.
        days: working days until the next step; ``None`` for no deadline, `KEEP` to leave it.
        when: options that must be so.
        basis: where the rule comes from.
        place: file and line.
    """

    life: str
    before: str
    command: str
    after: str
    posts: tuple[str, ...]
    scope: str
    stage: str = ""
    needs: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    days: int | None = None
    when: tuple[tuple[str, str], ...] = ()
    basis: Basis
    place: str = ""
