"""What must hold of a rulebook as a whole before anybody relies on it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypeVar

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind, ComplaintClass
from slrt_core.model.officers import ACTING
from slrt_core.reasons import Text
from slrt_core.rules.rulebook.protocolchecks import check_protocols
from slrt_core.rules.rulebook.reading import Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from slrt_core.rules.rulebook.book import Rulebook
    from slrt_core.rules.rulebook.tables import ReferralRow, Route, Row

__all__ = ["EFFECTS", "NEEDS", "check", "stuck"]

N = TypeVar("N", str, tuple[CaseKind, str])

NEEDS = frozenset(
    {
        "adverse", "approval", "befallen", "channel", "content", "expired", "feedback", "feedback_text", "late",
        "listed_if_required", "listed_if_waits", "not_adverse", "not_listed", "patch_current", "reason", "receiver",
        "request", "result", "round", "seen", "survey", "window",
    }
)  # fmt: skip
"""The conditions that a row may name; each is a function of `slrt_core.rules.process.needs`."""

EFFECTS: dict[str, tuple[str, ...] | None] = {
    "apply": (), "approve": (), "cancel": (), "close": (), "content": (), "draft": (), "escalate": (), "feedback": None,
    "forward": (), "map": (), "not_reached": (), "objection": (), "recall": (), "rehome": (), "reopen": (),
    "survey": (),
    "central": ("proposed", "listed", "refused", "unlisted"),
    "notify": ("supervisor", "facilitator", "receiver"),
    "outcome": ("accepted", "rejected", "settled", "answered", "failed", "withdrawn", "lapsed", "duplicate"),
    "send": ("route", "registry", "village", "draft"),
    "echo": ("referral_completed", "referral_rejected", "referral_failed", "referral_cancelled"),
}  # fmt: skip
"""What a row may bring about, with the arguments that each takes; ``None``: any channel or none."""

_SCOPES = ("region", "system")
_SIDES = ("receiver", "requester", "system")
_READS = ("region", "referred", "own", "households", "none")
_OPEN_REFERRAL = ("referred", "village_referral")


def check(book: Rulebook, all_rows: Sequence[Row], all_routes: Sequence[Route], base_states: Collection[str]) -> None:
    """Look for unknown names, double rows, missing or double routes, and dead ends.

    Args:
        book: under its settings.
        all_rows: the case table with the rows of other settings too, so that those are spelt right as well.
        all_routes: likewise.
        base_states: those that no protocol adds.

    Raises:
        Invalid: with everything that was found.
    """
    problems = Problems()
    _names(book, all_rows, problems, base_states)
    _posts(book, problems)
    _routes(book, all_routes, problems)
    _variables(book, problems)
    problems.stop()
    _ambiguities(book, problems)
    _dead_ends(book, problems)
    problems.stop()
    check_protocols(book, base_states, NEEDS, problems)
    problems.stop()
    for under in book.variants()[1:]:
        _names(under, under.rows, problems)
        _ambiguities(under, problems)
        _dead_ends(under, problems, of=f"protocols.toml ({under.applied[0].program})")
    problems.stop()


def _names(book: Rulebook, all_rows: Sequence[Row], problems: Problems, states: Collection[str] | None = None) -> None:
    known = book.states if states is None else states
    for row in all_rows:
        problems.check(f"{row.place}:from", Text("keadaan", "state"), row.before, known)
        problems.check(f"{row.place}:to", Text("keadaan", "state"), row.after, known)
        problems.check(f"{row.place}:scope", Text("jangkauan", "scope"), row.scope, _SCOPES)
        _deadline(row, terminal={name for name, state in book.states.items() if state.terminal}, problems=problems)
        for name, value in row.when:
            problems.check(f"{row.place}:when", Text("pilihan", "option"), name, book.options)
            if name in book.options:
                problems.check(f"{row.place}:when", Text("nilai", "value"), value, book.options[name].values)
        _shared_names(book, row, problems)
    for line in book.referral_rows:
        problems.check(f"{line.place}:from", Text("keadaan", "state"), line.before, book.referral_states)
        problems.check(f"{line.place}:to", Text("keadaan", "state"), line.after, book.referral_states)
        problems.check(f"{line.place}:side", Text("pihak", "side"), line.side, _SIDES)
        _deadline(line, terminal={n for n, state in book.referral_states.items() if state.terminal}, problems=problems)
        _shared_names(book, line, problems)


def _deadline(row: Row | ReferralRow, *, terminal: set[str], problems: Problems) -> None:
    if row.days is None and row.after not in terminal:
        problems.add(
            f"{row.place}:days",
            "rulebook-days",
            f"keadaan {row.after!r} ditunggu tanpa tenggat",
            f"somebody is waited for in {row.after!r} without a deadline",
        )


def _shared_names(book: Rulebook, row: Row | ReferralRow, problems: Problems) -> None:
    problems.check(f"{row.place}:command", Text("perintah", "command"), row.command, book.commands)
    if row.stage:
        problems.check(f"{row.place}:stage", Text("tahap", "stage"), row.stage, set(book.stages) - {"handle"})
        if "seen" not in row.needs:
            problems.add(
                f"{row.place}:needs",
                "rulebook-unseen",
                "penilaian harus menuntut 'seen': versi dan sidik isi yang dilihat",
                "a judgement must need 'seen': the version and digest of what was looked at",
            )
    for post in row.posts:
        problems.check(f"{row.place}:posts", Text("jabatan", "post"), post, book.posts)
    for need in row.needs:
        problems.check(f"{row.place}:needs", Text("syarat", "need"), need, NEEDS)
    for effect in row.effects:
        name, _, argument = effect.partition(":")
        problems.check(f"{row.place}:effects", Text("akibat", "effect"), name, EFFECTS)
        arguments = EFFECTS.get(name)
        if arguments:
            problems.check(f"{row.place}:effects", Text("akibat", "effect"), argument, arguments)


def _posts(book: Rulebook, problems: Problems) -> None:
    for name, post in book.posts.items():
        problems.check(f"posts.toml:post.{name}.reads", Text("bacaan", "reading"), post.reads, _READS)
    for stage in ("review", "recommend", "decide", "handle"):
        if stage not in book.stages:
            problems.add(f"posts.toml:stage.{stage}", "rulebook-missing", "tahap tidak ada", "the stage is missing")
    for name, rule in book.stages.items():
        for holder in rule.stand_ins:
            problems.check(f"posts.toml:stage.{name}.stand_ins", Text("jabatan", "post"), holder, book.posts)
    powers = {power for post in book.posts.values() for power in post.may}
    for name, kind in book.acting.items():
        problems.check(f"acting.toml:acting.{name}", Text("jenis mandat", "kind of acting"), name, ACTING)
        for command in kind.excludes:
            place = f"acting.toml:acting.{name}.excludes"
            problems.check(place, Text("perintah", "command"), command, {*book.commands, *powers})
    for name, way in book.ways.items():
        problems.check(f"posts.toml:way.{name}", Text("jalan masuk", "way in"), name, list(Way))
        problems.check(f"posts.toml:way.{name}.initial", Text("keadaan", "state"), way.initial, book.states)
        for holder in way.posts:
            problems.check(f"posts.toml:way.{name}.posts", Text("jabatan", "post"), holder, book.posts)
    for name, limit in book.limits.items():
        if limit.value < 1:
            place = f"limits.toml:limit.{name}.value"
            problems.add(place, "rulebook-limit", "harus paling sedikit 1", "must be 1 or more")
    for name, option in book.options.items():
        problems.check(f"options.toml:option.{name}.default", Text("nilai", "value"), option.default, option.values)
    for name, choice in book.choices.items():
        for command in choice.commands:
            problems.check(f"reasons.toml:choice.{name}.for", Text("perintah", "command"), command, book.commands)
    for name, topic in book.topics.items():
        problems.check(
            f"topics.toml:topic.{name}.sector", Text("bidang", "sector"), topic.sector, book.words.get("sector", {})
        )


def _variables(book: Rulebook, problems: Problems) -> None:
    for name, variable in book.variables.items():
        place = f"variables.toml:variable.{name}"
        for code in variable.labels:
            problems.check(f"{place}.labels.{code}", Text("kode", "code"), code, variable.codes)
        for code in [c for c in variable.codes if variable.labels and c not in variable.labels]:
            problems.add(
                f"{place}.labels",
                "rulebook-label",
                f"kode {code!r} belum diberi kata",
                f"the code {code!r} has no words",
            )
        if variable.min is not None and variable.max is not None and variable.min > variable.max:
            problems.add(f"{place}.min", "rulebook-range", "min di atas max", "min lies above max")


def _routes(book: Rulebook, all_routes: Sequence[Route], problems: Problems) -> None:
    for number, route in enumerate(all_routes):
        place = f"routing.toml:route.{number}"
        problems.check(f"{place}.receiver", Text("jabatan", "post"), route.receiver, book.posts)
        if route.when:
            name, _, value = route.when.partition("=")
            problems.check(f"{place}.when", Text("pilihan", "option"), name, book.options)
            if name in book.options:
                problems.check(f"{place}.when", Text("nilai", "value"), value, book.options[name].values)
    referred = [kind for kind in CaseKind if kind not in {CaseKind.PROBLEM, CaseKind.ENQUIRY}]
    for kind in referred:
        for complaint_class in list(ComplaintClass) if kind is CaseKind.COMPLAINT else [None]:
            fits = [r for r in book.routes if kind in r.kinds and (not r.classes or complaint_class in r.classes)]
            if len(fits) != 1:
                what = f"{kind} {complaint_class or ''}".strip()
                problems.add(
                    "routing.toml",
                    "rulebook-route",
                    f"{what}: {len(fits)} jalur cocok, harus tepat satu",
                    f"{what}: {len(fits)} routes fit, it must be just one",
                )


def _ambiguities(book: Rulebook, problems: Problems) -> None:
    for kind, way, state in product(CaseKind, Way, book.states):
        held: dict[tuple[str, str], Row] = {}
        for row in book.rows_at(kind, way, state):
            for post in row.posts:
                other = held.setdefault((row.command, post), row)
                if other is not row:
                    problems.add(
                        row.place,
                        "rulebook-twice",
                        f"{kind}/{way}: {state} + {row.command} oleh {post} sudah ada di {other.place}",
                        f"{kind}/{way}: {state} + {row.command} by {post} stands already at {other.place}",
                    )
    referral_commands = {row.command for row in book.referral_rows}
    for row in book.rows:
        if row.before in _OPEN_REFERRAL and row.command in referral_commands:
            problems.add(
                row.place,
                "rulebook-twice",
                f"perintah {row.command} juga milik rujukan",
                f"{row.command} is also a command of the referral",
            )


def _dead_ends(book: Rulebook, problems: Problems, of: str = "cases.csv") -> None:
    """Every state that can be reached must lead to an end: no case may be stuck, and no referral."""
    ends = {name for name, state in book.states.items() if state.terminal}
    for way_name, way in book.ways.items():
        for kind in way.kinds:
            start = (kind, way.initial)
            found = stuck(start, lambda node: _steps(book, node, Way(way_name)), lambda node: node[1] in ends)  # noqa: B023
            for stuck_kind, state in found:
                problems.add(
                    of,
                    "rulebook-stuck",
                    f"{stuck_kind} lewat {way_name} buntu di keadaan {state!r}",
                    f"{stuck_kind} by {way_name} is stuck in the state {state!r}",
                )
    for state in stuck(
        "requested",
        lambda node: [row.after for row in book.referral_rows_at(node)],
        lambda node: book.referral_states[node].terminal,
    ):
        problems.add(
            "referrals.csv",
            "rulebook-stuck",
            f"rujukan buntu di keadaan {state!r}",
            f"a referral is stuck in the state {state!r}",
        )


def stuck(start: N, steps: Callable[[N], Iterable[N]], is_end: Callable[[N], bool]) -> list[N]:
    """The places that can be reached from the start and from which no end can be."""
    reached: dict[N, set[N]] = {}
    open_ = [start]
    while open_:
        node = open_.pop()
        if node not in reached:
            reached[node] = set(steps(node))
            open_.extend(reached[node])
    ending = {node for node in reached if is_end(node)}
    while more := {node for node, after in reached.items() if node not in ending and after & ending}:
        ending |= more
    return sorted(set(reached) - ending)


def _steps(book: Rulebook, node: tuple[CaseKind, str], way: Way) -> Iterable[tuple[CaseKind, str]]:
    kind, state = node
    for row in book.rows_at(kind, way, state):
        if row.command == "withdraw" or "befallen" in row.needs:
            # What only the household can do does not count as a way on, and what befalls it does not either.
            continue
        for after_kind in (CaseKind.NEED, CaseKind.COMPLAINT) if "map" in row.effects else (kind,):
            yield after_kind, row.after
