"""What the demonstration prints when its month is over."""

from __future__ import annotations

from slrt_core.cli.demo.figures import ORDER, OUTCOMES, Line
from slrt_core.cli.demo.story import Story
from slrt_core.cli.show import Printer

__all__ = ["show"]

_ON_SCREEN = 3


def show(story: Story, out: Printer) -> None:
    """Print the story: a timeline, the worklists, the outcomes, the refusals, a few figures."""
    out.console.print()
    out.timeline(
        out.say(
            f"Satu keluhan dari pintu sampai jawaban: {story.number}, {story.household}, {story.place}",
            f"One complaint from the door to the answer: {story.number}, {story.household}, {story.place}",
        ),
        story.steps,
    )
    _eligibility(story, out)
    for held in story.worklists:
        what = out.say("yang terlambat", "what is late") if held.overdue else out.say("daftar kerja", "worklist")
        title = f"{out.text(held.post)} · {held.name} ({held.account}), {held.place}: {what}, {held.total}"
        out.worklist(title, held.items[:_ON_SCREEN], story.book)
    _outcomes(story, out, "kind", out.say("Hasil menurut jenis", "Outcomes by kind"))
    _outcomes(
        story, out, "level", out.say("Hasil menurut tingkat penerima rujukan", "Outcomes by level of the receiver")
    )
    _refusals(story, out)
    _figures(story, out)


def _eligibility(story: Story, out: Printer) -> None:
    """A few verdicts with their reasons, and R-PRG-7's two lists as numbers."""
    for one in story.explanations:
        out.line(f"Contoh: {one.title.id}", f"Example: {one.title.en}", "bold")
        out.line(one.told.id, one.told.en)
        out.console.print()
    table = out.table(
        out.say("Yang seharusnya menerima, dan yang tidak seharusnya", "Who should have a program, and who should not"),
        out.say("Program", "Program"),
        out.say("berhak, belum menerima", "entitled, does not take part"),
        out.say("berhak, belum ditanya", "entitled, nobody has asked"),
        out.say("menerima, tidak berhak", "takes part, not entitled"),
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for held in story.lists:
        name = f"{held.code} – {out.text(held.name)}"
        table.add_row(name, str(held.should), str(held.perhaps), str(held.should_not))
    out.console.print(table)


def _outcomes(story: Story, out: Printer, group: str, title: str) -> None:
    columns = [out.text(story.label("outcome", outcome)) for outcome in OUTCOMES]
    table = out.table(
        title,
        "",
        out.say("kasus", "cases"),
        *columns,
        out.say("berjalan", "open"),
        out.say("tepat waktu", "on time"),
        out.say("terlambat", "late"),
        out.say("hari kerja (median)", "working days (median)"),
    )
    for column in table.columns[1:]:
        column.justify = "right"

    def row(name: str, line: Line) -> None:
        days = "–" if line.days is None else f"{line.days:g}"
        ends = [str(line.outcomes[outcome]) for outcome in OUTCOMES]
        table.add_row(name, str(line.total), *ends, str(line.open), str(line.total - line.late), str(line.late), days)

    for line in story.figures.by(group, ORDER.get(group, ())):
        row(out.text(story.label(group, line.key)), line)
    table.add_section()
    row(out.say("semua", "all"), story.figures.whole)
    out.console.print(table)


def _refusals(story: Story, out: Printer) -> None:
    table = out.table(
        out.say("Yang ditolak sistem, dan alasannya", "What the desk said no to, and why"),
        out.say("Siapa", "Who"),
        out.say("Langkah", "Step"),
        out.say("Alasan", "Reason"),
        out.say("Dasar", "Basis"),
    )
    for refusal in story.refusals:
        for reason in refusal.reasons:
            table.add_row(
                out.text(story.label("post", refusal.post)),
                out.text(story.label("command", refusal.command)),
                out.text(reason.text),
                out.text(reason.basis.text),
            )
    out.console.print(table)


def _figures(story: Story, out: Printer) -> None:
    figures, lived = story.figures, story.lived
    states = ", ".join(f"{out.text(story.label('referral', s))} {n}" for s, n in figures.referrals.items())
    out.line(f"Rujukan: {states}", f"Referrals: {states}")
    out.line(
        f"Umpan balik: {figures.reached} disampaikan, {figures.feedback - figures.reached} kali tidak ditemui",
        f"Feedback: {figures.reached} given, {figures.feedback - figures.reached} times nobody was reached",
    )
    households = len(lived.registry.forms)
    out.line(
        f"{households} rumah tangga dimuat, {lived.newcomers} dicatat baru; {lived.visits} kunjungan, "
        f"{len(figures.cases)} kasus, {figures.events} peristiwa; {story.follow_ups} catatan data perlu diperiksa",
        f"{households} households loaded, {lived.newcomers} newly recorded; {lived.visits} visits, "
        f"{len(figures.cases)} cases, {figures.events} events; {story.follow_ups} records to be looked into",
    )
    door = lived.door
    out.line(
        f"Kelayakan: {door.assessed} rumah tangga dinilai; {door.eligible} kali berhak tetapi belum menerima, "
        f"{door.unknown} kali belum diketahui; {door.asked} pertanyaan diajukan, {door.answered} dijawab",
        f"Eligibility: {door.assessed} households assessed; {door.eligible} times entitled without taking part, "
        f"{door.unknown} times not known; {door.asked} questions asked, {door.answered} answered",
    )
    for step in lived.unexpected:
        out.line(f"Tak terduga ditolak: {step}", f"Unexpectedly refused: {step}", "bold red")
