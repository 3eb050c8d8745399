"""What programs' own protocols say, in words (R-APP-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.cli.rulebook_rules import Rule, added_rules
from slrt_core.reasons import Basis, Text
from slrt_core.rules.process.export import protocol_machines
from slrt_core.rules.process.export.words import days_words
from slrt_core.rules.rulebook.protocols import kinds_of

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import OtherDeadline, Protocol, Rulebook

__all__ = ["Program", "ProtocolSaid", "programs_of"]


@frozen(kw_only=True)
class ProtocolSaid:
    """One protocol of a program.

    Args:
        kinds: of case, for which it is.
        receiver: of its needs and complaints; ``None`` for that of the routing.
        steps: that come in besides: the state, before which, who, the stage, within how many days.
        deadlines: that are others: from which state, by which command, how many days.
        basis: where it comes from.
    """

    kinds: tuple[Text, ...]
    receiver: Text | None
    steps: tuple[tuple[Text, Text, Text, Text, Text], ...]
    deadlines: tuple[tuple[Text, Text, Text], ...]
    basis: Basis


@frozen(kw_only=True)
class Program:
    """A program with protocols of its own: what they say, the lines they add, and the pictures by key."""

    code: str
    protocols: tuple[ProtocolSaid, ...]
    rules: tuple[Rule, ...]
    pictures: tuple[str, ...]


def programs_of(book: Rulebook) -> list[Program]:
    """The programs that have a protocol, in the order of the file; none by default."""
    keys = [machine.key for machine in protocol_machines(book)]
    return [
        Program(
            code=under.applied[0].program,
            protocols=tuple(_said(under, protocol) for protocol in under.applied),
            rules=tuple(added_rules(under)),
            pictures=tuple(key for key in keys if key.startswith(f"protocol-{number}-")),
        )
        for number, under in enumerate(book.variants()[1:], start=1)
    ]


def _said(book: Rulebook, protocol: Protocol) -> ProtocolSaid:
    kinds = kinds_of(protocol)
    return ProtocolSaid(
        kinds=tuple(book.word("kind", kind) for kind in book.words.get("kind", {}) if kind in kinds),
        receiver=book.label(book.posts, protocol.receiver) if protocol.receiver else None,
        steps=tuple(
            (
                step.label,
                book.label(book.states, step.before),
                book.label(book.posts, step.post),
                book.label(book.stages, step.stage),
                days_words((step.days,)),
            )
            for step in protocol.step
        ),
        deadlines=tuple(_deadline(book, deadline) for deadline in protocol.deadline),
        basis=protocol.basis,
    )


def _deadline(book: Rulebook, deadline: OtherDeadline) -> tuple[Text, Text, Text]:
    states = book.referral_states if deadline.referral else book.states
    state = book.label(states, deadline.state)
    if deadline.referral:
        state = Text(f"rujukan: {state.id}", f"referral: {state.en}")
    return state, book.label(book.commands, deadline.command), days_words((deadline.days,))
