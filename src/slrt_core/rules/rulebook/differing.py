"""What two rulebooks say otherwise, by meaning and not by lines: order, line breaks and comments are no difference."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from attrs import evolve

from slrt_core.reasons import Text
from slrt_core.rules.rulebook.differingothers import life_states, life_steps, protocol_changes, protocol_places
from slrt_core.rules.rulebook.differingrows import referral_row_differences, row_differences
from slrt_core.rules.rulebook.saying import SIGNS, Difference, changes, detail_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from slrt_core.rules.rulebook.book import Rulebook
    from slrt_core.rules.rulebook.tables import StateRule

__all__ = ["Difference", "differences"]


def differences(old: Rulebook, new: Rulebook) -> tuple[Difference, ...]:
    """Everything that the new rulebook says otherwise; nothing for two that decide alike in the same words."""
    rows = (*row_differences(old, new), *referral_row_differences(old, new), *_protocols(old, new))
    return (*rows, *(one for group in _GROUPS for one in _named(group, old, new)))


def _protocols(old: Rulebook, new: Rulebook) -> Iterator[Difference]:
    places: dict[str, frozenset[tuple[str, str, str]]] = {}
    for program, key, left, right in protocol_changes(old, new):
        if program not in places:
            places[program] = protocol_places(old, new, program)
        what = Text("protokol program", "program's protocol")
        found = _changed("protocol", key, (left, right), what, pinned=True)
        yield evolve(found, at=places[program], program=program)


def _named(group: str, old: Rulebook, new: Rulebook) -> Iterator[Difference]:
    what, of, pinned = _GROUPS[group]
    before, after = of(old), of(new)
    for key in [*before, *(key for key in after if key not in before)]:
        left, right = before.get(key), after.get(key)
        if left != right:
            yield _changed(group, key, (left, right), what, pinned=pinned)


def _changed(group: str, key: str, said: tuple[Any, Any], what: Text, *, pinned: bool) -> Difference:
    left, right = said
    sign = "added" if left is None else "removed" if right is None else "changed"
    detail = changes(left, right) if sign == "changed" else detail_of(right if left is None else left)
    signed = SIGNS[sign]
    text = Text(
        f"{what.id} {signed.id}: {key}{': ' if detail.id else ''}{detail.id}",
        f"{what.en} {signed.en}: {key}{': ' if detail.en else ''}{detail.en}",
    )
    return Difference(group=group, key=key, sign=sign, text=text, pinned=pinned)


def _states(book: Rulebook) -> Mapping[str, StateRule]:
    # Those of added steps are told with their protocol.
    added = {step.state for protocol in book.protocols for step in protocol.step}
    return {name: rule for name, rule in book.states.items() if name not in added}


def _routes(book: Rulebook) -> Mapping[str, str]:
    return {
        " ".join(filter(None, (kind, class_))): route.receiver
        for route in book.routes
        for kind, class_ in product(route.kinds, route.classes or ("",))
    }


def _overrides(book: Rulebook) -> Mapping[str, int]:
    return {
        " ".join(filter(None, (class_, state, command))): one.days
        for one in book.deadlines.overrides
        for class_, state, command in product(
            one.classes, (*one.states, *(f"referral:{s}" for s in one.referral_states)), one.commands or ("",)
        )
    }


def _escalations(book: Rulebook) -> Mapping[str, str]:
    return {post: book.deadlines.follows_up((post,)) for post in book.posts}


def _reminders(book: Rulebook) -> Mapping[str, str]:
    return {f"{days}": "" for days in book.deadlines.remind_before}


def _closed(book: Rulebook) -> Mapping[str, Text]:
    calendar = book.calendar
    weekend = {f"{day}": Text("akhir pekan", "weekend") for day in sorted(calendar.weekend)}
    once = [day for year in calendar.years.values() for day in (*year.holidays, *year.leave)]
    named: dict[str, Text] = {}
    for yearly in calendar.yearly:
        named.setdefault(yearly.day, yearly.label)
    for one in (*calendar.closed, *once):
        # A day that is named twice is closed once, whoever names it.
        if one.day[5:] not in calendar.every_year:
            named.setdefault(one.day, one.label)
    return weekend | dict(sorted(named.items()))


def _years(book: Rulebook) -> Mapping[str, str]:
    return {year: one.known for year, one in book.calendar.years.items()}


def _words(book: Rulebook) -> Mapping[str, Text]:
    return {f"{group}.{key}": text for group, found in book.words.items() for key, text in found.items()}


_GROUPS: dict[str, tuple[Text, Callable[[Rulebook], Mapping[str, Any]], bool]] = {
    "setting": (Text("pilihan daerah", "setting"), lambda book: book.settings, True),
    "post": (Text("jabatan", "post"), lambda book: book.posts, False),
    "stage": (Text("tahap", "stage"), lambda book: book.stages, False),
    "acting": (Text("jenis mandat", "kind of mandate"), lambda book: book.acting, False),
    "way": (Text("jalan masuk", "way in"), lambda book: book.ways, True),
    "state": (Text("keadaan kasus", "state of a case"), _states, True),
    "referral state": (Text("keadaan rujukan", "state of a referral"), lambda book: book.referral_states, True),
    "life": (Text("langkah riwayat", "step of a life"), life_steps, False),
    "state of a life": (Text("keadaan riwayat", "state of a life"), life_states, False),
    "command": (Text("perintah", "command"), lambda book: book.commands, True),
    "option": (Text("kemungkinan pilihan", "option"), lambda book: book.options, False),
    "limit": (Text("batas", "limit"), lambda book: book.limits, False),
    "route": (Text("jalur rujukan", "route"), _routes, False),
    "class": (Text("golongan waktu", "class by time"), lambda book: book.deadlines.classes, True),
    "deadline by class": (Text("tenggat golongan", "deadline by class"), _overrides, True),
    "pause": (Text("jeda", "pause"), lambda book: book.deadlines.pauses, True),
    "follow-up": (Text("tindak lanjut", "follow-up"), _escalations, False),
    "reminder": (Text("pengingat", "reminder"), _reminders, False),
    "closed day": (Text("hari libur", "closed day"), _closed, False),
    "calendar year": (Text("tahun kalender", "calendar year"), _years, False),
    "topic": (Text("topik", "topic"), lambda book: book.topics, False),
    "reason": (Text("alasan", "reason"), lambda book: book.choices, False),
    "refusal": (Text("kata penolakan", "words of a refusal"), lambda book: book.refusals, False),
    "words": (Text("kata", "words"), _words, False),
    "variable": (Text("peubah", "variable"), lambda book: book.variables, False),
    "derived variable": (Text("peubah turunan", "derived variable"), lambda book: book.derived, False),
}
