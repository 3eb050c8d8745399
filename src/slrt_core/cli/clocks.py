"""Printing whose clock ran and for how long."""

from __future__ import annotations

from slrt_core.cli.show import Printer
from slrt_core.rules.process import Clocks
from slrt_core.rules.rulebook import Rulebook

__all__ = ["print_clocks"]


def print_clocks(out: Printer, clocks: Clocks, book: Rulebook) -> None:
    """Print the stretches of a case, with what stood still and why."""
    table = out.table(
        out.say("Waktu, dalam hari kerja", "Time, in working days"),
        out.say("Keadaan", "State"),
        out.say("Ditunggu", "Waited for"),
        out.say("Sejak", "Since"),
        out.say("Terpakai", "Used"),
        out.say("Boleh", "Allowed"),
        out.say("Jeda", "Pause"),
    )
    for one in clocks.stretches:
        state = out.text(book.label(book.states, one.state))
        if one.referral:
            state += f" ({out.text(book.label(book.referral_states, one.referral))})"
        pause = out.text(book.deadlines.pauses[one.pause].label) if one.pause in book.deadlines.pauses else one.pause
        if one.reason in book.choices:
            pause += f": {out.text(book.choices[one.reason].text)}"
        posts = out.text(book.listed(book.posts, one.posts))
        used = f"{one.used} +" if one.ended is None else str(one.used)
        table.add_row(state, posts, f"{one.begun:%d-%m-%Y}", used, str(one.allowed), pause)
    out.console.print(table)
    standard = clocks.standard
    if standard is not None and clocks.time_class in book.deadlines.classes:
        class_ = book.deadlines.classes[clocks.time_class]
        id_, en = class_.label.id, class_.label.en
        out.line(
            f"{clocks.answered} hari kerja terpakai; pembanding untuk {id_}: {standard}, {class_.source.id}.",
            f"{clocks.answered} working days used; to compare, a {en}: {standard}, {class_.source.en}.",
        )
