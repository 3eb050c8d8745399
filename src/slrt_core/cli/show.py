"""What is printed: timelines, worklists, tables, reasons. Indonesian, English, or both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import click
from attrs import asdict, has
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from slrt_core import Refused, SlrtError, Step, Text, WorkItem
from slrt_core.desk.auditing import Verified
from slrt_core.rules.rulebook import Rulebook

__all__ = ["Language", "Printer", "print_error", "print_json"]

Language = Literal["id", "en"]

_WIDE = 160
_COMMANDS = 3

_ORIGIN = {"law": "green", "practice": "cyan", "project": "yellow"}


def print_error(error: SlrtError) -> None:
    """Say on the error stream what was wrong: in both languages, with code, place and basis."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for reason in error.reasons:
        place = f" {reason.path}" if reason.path else ""
        console.print(Styled(f"[{reason.code}]{place}", style="bold red"))
        console.print(Styled(f"  {reason.text.id}"))
        console.print(Styled(f"  {reason.text.en}"))
        if isinstance(error, Refused):
            console.print(Styled(f"  {reason.basis.text.id} / {reason.basis.text.en}", style="dim"))


def print_json(value: Any) -> None:
    """Print what was found, with everything, for machines: one thing, or several in order."""
    plain = asdict(value) if has(type(value)) else [asdict(one) if has(type(one)) else one for one in value]
    click.echo(json.dumps(plain, ensure_ascii=False, indent=2, default=str))


class Printer:
    """Prints in one language.

    Args:
        language: ``id`` or ``en``.
        console: where; the standard output if not given.
    """

    def __init__(self, language: Language = "id", console: Console | None = None) -> None:
        self.language = language
        self.console: Console = console or Console(highlight=False)
        if not self.console.is_terminal:
            self.console.width = _WIDE  # nobody folds a file or a pipe

    def say(self, indonesian: str, english: str) -> str:
        """The words in the language of this printer."""
        return indonesian if self.language == "id" else english

    def text(self, text: Text) -> str:
        """A text of the library in that language."""
        return text.id if self.language == "id" else text.en

    def line(self, indonesian: str, english: str, style: str = "") -> None:
        """Print one line."""
        self.console.print(Styled(self.say(indonesian, english), style=style))

    def timeline(self, title: str, steps: Iterable[Step]) -> None:
        """Print who did what, when, and under which rule."""
        table = self.table(
            title,
            self.say("Hari", "Day"),
            self.say("Siapa", "Who"),
            self.say("Langkah", "Step"),
            self.say("Sampai di", "Reached"),
            self.say("Dasar", "Basis"),
        )
        for step in steps:
            what = Styled(self.text(step.did), style="bold")
            if reason := self.text(step.reason):
                what.append(f"\n“{reason}”", style="italic not bold")
            who = Styled(step.who or "–")
            who.append(f"\n{self.text(step.post)}", style="dim")
            basis = Styled(self.text(step.basis.text), style=_ORIGIN[step.basis.origin])
            table.add_row(f"{step.on:%d-%m-%Y}", who, what, self.text(step.reached), basis)
        self.console.print(table)

    def worklist(self, title: str, items: Sequence[WorkItem], book: Rulebook) -> None:
        """Print the cases that wait."""
        if not items:
            self.console.print(Styled(title, style="bold"))
            self.line("  Tidak ada yang menunggu.", "  Nothing waits.", "dim")
            return
        table = self.table(
            title,
            self.say("Nomor", "Number"),
            self.say("Jenis", "Kind"),
            self.say("Keadaan", "State"),
            self.say("Tempat", "Place"),
            self.say("Tenggat", "Due"),
            self.say("Yang dapat dilakukan", "What can be done"),
        )
        for item in items:
            state = book.label(book.states, item.state)
            where = self.text(state)
            if item.referral:
                where += f" ({self.text(book.label(book.referral_states, item.referral))})"
            due = Styled(f"{item.due:%d-%m-%Y}" if item.due else "–", style="bold red" if item.late else "")
            kind = self.text(book.word("kind", item.kind)) + (f" {item.program}" if item.program else "")
            commands = [self.text(book.label(book.commands, command)) for command in item.commands]
            can = ", ".join(commands[:_COMMANDS]) + (", …" if len(commands) > _COMMANDS else "")
            table.add_row(item.number, kind, where, item.place, due, can)
        self.console.print(table)

    def verified(self, found: Verified) -> None:
        """Print what a verification of the journal found."""
        for finding in found.findings:
            where = finding.stream or self.say("jangkar", "anchors")
            self.console.print(Styled(f"{where}: {self.text(finding.text)} [{finding.code}]", style="red"))
        if found.broken > len(found.findings):
            rest = found.broken - len(found.findings)
            self.line(f"… dan {rest} temuan lagi", f"… and {rest} more findings", "red")
        self.line(
            f"{found.streams} rantai, {found.entries} entri, {found.anchors} jangkar dibaca.",
            f"{found.streams} chains, {found.entries} entries, {found.anchors} anchors read.",
        )
        until = found.anchored_until
        instant = f"{until:%Y-%m-%d %H:%M:%S} UTC" if until else ""
        if until is None:
            self.line(
                "Tidak terjangkar: siapa yang dapat menulis ke basis data dapat mengubahnya tanpa jejak.",
                "Not anchored: whoever can write to the store can change it without a trace.",
                "yellow",
            )
        elif found.unanchored:
            self.line(
                f"Terjangkar sampai {instant}; tidak terjangkar sejak itu: {found.unanchored} entri.",
                f"Anchored until {instant}; unanchored since then: {found.unanchored} entries.",
                "yellow",
            )
        else:
            self.line(f"Terjangkar seluruhnya sampai {instant}.", f"Anchored, all of it, until {instant}.")
        if until is not None and not found.witnessed:
            self.line(
                "Menurut jangkar di basis data sendiri; hanya pihak lain dapat menjamin tidak ada yang dibuang.",
                "By the store's own anchors; only another party's anchors show that none was dropped.",
                "yellow",
            )
        self.line(*(("RUSAK", "BROKEN", "bold red") if found.broken else ("UTUH", "WHOLE", "bold green")))

    def table(self, title: str, *columns: str) -> Table:
        """An empty table."""
        table = Table(title=Styled(title, style="bold"), title_justify="left", header_style="bold", box=SIMPLE_HEAD)
        for column in columns:
            table.add_column(column, overflow="fold")
        return table
