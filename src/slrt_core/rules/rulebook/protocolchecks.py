"""What must hold of the protocols of a rulebook: each is checked by itself, and then the whole tables under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Text
from slrt_core.rules.rulebook.protocols import PROGRAM_KINDS, entering, kinds_of, place_of
from slrt_core.rules.rulebook.tables import KEEP

if TYPE_CHECKING:
    from collections.abc import Collection

    from slrt_core.rules.rulebook.book import Rulebook
    from slrt_core.rules.rulebook.reading import Problems
    from slrt_core.rules.rulebook.tables import AddedStep, OtherDeadline, Protocol

__all__ = ["check_protocols"]

_HARMLESS = frozenset({"approve", "cancel", "draft", "notify", "objection", "reopen", "survey"})
"""What may happen before an added step, because nothing outside the case follows from it."""

_MEETABLE = frozenset(
    {"listed_if_required", "listed_if_waits", "not_listed", "patch_current", "reason", "result", "seen"}
)
"""What an endorsement can meet before anything was decided; a step that needs more would stop every case."""

_STRETCH = "protocol_stretch"


def check_protocols(book: Rulebook, base_states: Collection[str], needs: Collection[str], problems: Problems) -> None:
    """Look for protocols that cannot be carried out, or that would get around a rule of the tables.

    Args:
        book: checked itself.
        base_states: those of its own tables.
        needs: the conditions that a row may name.
        problems: takes what is wrong, each with its place.
    """
    labels: dict[str, Text] = {}
    for number, protocol in enumerate(book.protocols):
        _itself(book, protocol, number, problems)
        for which, step in enumerate(protocol.step):
            place = place_of(number, "step", which)
            problems.check(f"{place}.before", Text("keadaan", "state"), step.before, base_states)
            for need in step.needs:
                problems.check(f"{place}.needs", Text("syarat", "need"), need, needs)
            _needs(book, step, place, problems)
            _names(book, step, place, problems)
            if step.state in base_states or labels.setdefault(step.state, step.label) != step.label:
                problems.add(
                    f"{place}.state",
                    "rulebook-twice",
                    f"keadaan {step.state!r} sudah ada",
                    f"the state {step.state!r} is there already",
                )
            elif step.before in base_states:
                _step(book, protocol, step, place, problems)
        for which, deadline in enumerate(protocol.deadline):
            _deadline(book, protocol, deadline, place_of(number, "deadline", which), problems)


def _itself(book: Rulebook, protocol: Protocol, number: int, problems: Problems) -> None:
    place = place_of(number)
    if not protocol.program.strip():
        problems.add(f"{place}.program", "rulebook-missing", "program tidak disebut", "it names no program")
    if not protocol.basis.rule:
        problems.add(f"{place}.basis", "rulebook-basis", "id aturan (R-…) tidak ada", "the rule id (R-…) is missing")
    for kind in protocol.kinds:
        problems.check(f"{place}.kinds", Text("jenis", "kind"), kind, PROGRAM_KINDS)
    for other in book.protocols[:number]:
        if other.program == protocol.program and kinds_of(other) & kinds_of(protocol):
            problems.add(
                place,
                "rulebook-twice",
                f"{protocol.program}: jenis kasus yang sama sudah punya protokol",
                f"{protocol.program}: the same kinds of case have a protocol already",
            )
    answering = {name for name, post in book.posts.items() if post.reads == "referred" and name != "village_body"}
    if protocol.receiver:
        problems.check(f"{place}.receiver", Text("penerima", "receiver"), protocol.receiver, answering)
    pairs = [(deadline.state, deadline.command, deadline.referral) for deadline in protocol.deadline]
    for which, pair in enumerate(pairs):
        if pair in pairs[:which]:
            problems.add(
                place_of(number, "deadline", which),
                "rulebook-twice",
                "tenggat langkah ini sudah tertulis di atas",
                "a deadline of this step stands above already",
            )


def _names(book: Rulebook, step: AddedStep, place: str, problems: Problems) -> None:
    problems.check(f"{place}.post", Text("jabatan", "post"), step.post, set(book.posts) - {"host", "system"})
    post = book.posts.get(step.post)
    if post is not None and post.reads != "region":
        # Who judges must see what they judge, and a step opens no case to whom the rulebook shows none (R-ALL-2).
        problems.add(
            f"{place}.post",
            "protocol-step-reads",
            f"{step.post} tidak membaca kasus sebelum dirujuk: tidak dapat menilainya",
            f"the {step.post} reads no case that is not referred to them, and cannot judge it",
        )
    problems.check(f"{place}.stage", Text("tahap", "stage"), step.stage, set(book.stages) - {"handle"})
    if step.days < 1:
        problems.add(f"{place}.days", "rulebook-days", "paling sedikit 1 hari kerja", "one working day at least")
    most = _stretch(book) * _longest(book)
    if step.days > most:
        problems.add(
            f"{place}.days",
            "protocol-deadline-limit",
            f"{step.days} hari kerja: paling banyak {most}",
            f"{step.days} working days: {most} at most",
        )


def _needs(book: Rulebook, step: AddedStep, place: str, problems: Problems) -> None:
    given = any("endorse" in choice.commands for choice in book.choices.values())
    for need in step.needs:
        if need not in _MEETABLE or (need == "reason" and not given):
            problems.add(
                f"{place}.needs",
                "protocol-step-need",
                f"syarat {need!r} tidak dapat dipenuhi di sini: kasus akan buntu",
                f"the need {need!r} cannot be met here: cases would be stuck",
            )


def _stretch(book: Rulebook) -> int:
    """How many times a deadline of the tables a protocol may take."""
    return book.limits[_STRETCH].value if _STRETCH in book.limits else 1


def _longest(book: Rulebook) -> int:
    """The longest that the rulebook gives to a step, or to all of a case."""
    of_rows = [row.days for row in book.rows if row.days is not None]
    return max([*of_rows, *(one.days for one in book.deadlines.classes.values())], default=0)


def _step(book: Rulebook, protocol: Protocol, step: AddedStep, place: str, problems: Problems) -> None:
    """Whether a step can stand before a state so that no case gets past it, and nothing is done before it is taken."""
    kinds = kinds_of(protocol)
    at, state = f"{place}.before", step.before
    leading = entering(book.rows, state, kinds)
    if book.states[state].terminal or any(way.initial == state for way in book.ways.values()):
        problems.add(
            at,
            "protocol-step-place",
            f"kasus bermula atau berakhir di {state!r}: tidak ada langkah sebelumnya",
            f"cases begin or end in {state!r}: no step comes before it",
        )
    elif not leading:
        problems.add(
            at,
            "protocol-step-place",
            f"tidak ada kasus jenis ini yang sampai ke {state!r}",
            f"no case of these kinds comes into {state!r}",
        )
    early = {name for row in leading for name, _ in row.brings} - _HARMLESS
    if early:
        names = ", ".join(sorted(early))
        problems.add(
            at,
            "protocol-step-late",
            f"terlambat: sebelum {state!r} sudah terjadi {names}",
            f"too late: on the way into {state!r} this has happened already: {names}",
        )
    if any(row.after == state and {"content", "map"} & {name for name, _ in row.brings} for row in book.rows):
        problems.add(
            at,
            "protocol-step-content",
            f"di {state!r} isi kasus dapat berubah ke program ini, sehingga langkahnya terlewati",
            f"in {state!r} a case can become one of this program, and the step would be passed by",
        )
    returning = [row for row in book.rows if row.before == state and row.command == "return" and row.kinds & kinds]
    if not all(any(row.kinds >= one.kinds & kinds for row in returning) for one in leading):
        problems.add(
            at,
            "protocol-step-return",
            f"dari {state!r} tidak ada yang dikembalikan: tidak ada yang dapat ditelaah di depannya",
            f"nothing is returned from {state!r}: there is nothing to be examined before it",
        )
    if leading and all(row.days in {None, KEEP} for row in leading):
        problems.add(at, "rulebook-days", f"{state!r} tanpa tenggat", f"{state!r} has no deadline")


def _deadline(book: Rulebook, protocol: Protocol, deadline: OtherDeadline, place: str, problems: Problems) -> None:
    if deadline.referral and protocol.kinds:
        problems.add(
            f"{place}.referral",
            "protocol-deadline-kinds",
            "tenggat rujukan berlaku bagi semua jenis kasus program: hapus kinds",
            "a deadline of the referral holds for all kinds of case of the program: leave kinds out",
        )
    kinds = kinds_of(protocol)
    rows = book.referral_rows if deadline.referral else tuple(row for row in book.rows if row.kinds & kinds)
    meant = [row for row in rows if (row.before, row.command) == (deadline.state, deadline.command)]
    days = [row.days for row in meant if row.days is not None and row.days != KEEP]
    if not days:
        problems.add(
            place,
            "protocol-deadline-row",
            f"tidak ada langkah {deadline.command!r} dari {deadline.state!r} yang bertenggat",
            f"there is no {deadline.command!r} from {deadline.state!r} that has a deadline",
        )
        return
    most = min(days) * _stretch(book)
    if not 1 <= deadline.days <= most:
        problems.add(
            f"{place}.days",
            "protocol-deadline-limit",
            f"{deadline.days} hari kerja: harus 1 sampai {most}",
            f"{deadline.days} working days: it must be 1 to {most}",
        )
