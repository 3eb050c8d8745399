"""The rulebook as one page that needs nothing else: pictures, powers, deadlines, every rule and where it is from."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from slrt_core.cli.glossary import GLOSSARY
from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind
from slrt_core.reasons import Basis, Text
from slrt_core.rules.process.export import LEGEND, Language, Machine, described, machines_of, matrix_of, svg
from slrt_core.rules.process.export.words import (
    LEVELS,
    READS,
    SIDES,
    WEEKDAYS,
    answer_words,
    days_words,
    effect_words,
    need_words,
)
from slrt_core.rules.rulebook import KEEP, ReferralRow, Row, Rulebook

__all__ = ["rulebook_page"]

_PLACES = re.compile(r"\{[^{}]*\}\.?")
_WIDE = re.compile(r' width="([0-9.]+)"')
_ALL = Text("semua", "all")


@frozen(kw_only=True)
class Rule:
    """One line of a table, in words; whether any case comes to it under the district's choices."""

    place: str
    kinds: tuple[Text, ...]
    ways: tuple[Text, ...]
    before: tuple[Text, ...]
    after: Text | None
    command: Text
    posts: tuple[Text, ...]
    stage: Text | None
    needs: tuple[Text, ...]
    effects: tuple[Text, ...]
    days: Text
    basis: Basis
    side: Text | None = None
    used: bool = True


def rulebook_page(book: Rulebook, languages: Sequence[Language] = ("id", "en")) -> str:
    """The page, as HTML.

    Args:
        book: the rulebook.
        languages: both, with a switch between them, or one.
    """
    environment = Environment(
        loader=PackageLoader("slrt_core.cli", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    say = _speaker(languages)
    environment.filters["say"] = say
    environment.filters["each"] = lambda texts, mark=", ": Markup("{}").format(mark).join(say(text) for text in texts)
    environment.filters["post_label"] = lambda name: book.label(book.posts, name)
    environment.filters["command_label"] = lambda name: book.label(book.commands, name)
    environment.globals["t"] = lambda id, en: say(Text(id, en))
    environment.globals["languages"] = tuple(languages)
    return environment.get_template("rulebook.html.j2").render(_values(book, languages))


def _speaker(languages: Sequence[Language]) -> Callable[[Text], Markup]:
    def say(text: Text) -> Markup:
        words = {"id": text.id, "en": text.en}
        if len(languages) == 1:
            return Markup("{}").format(words[languages[0]])
        return Markup("").join(
            Markup('<span lang="{}">{}</span>').format(language, words[language]) for language in languages
        )

    return say


def _values(book: Rulebook, languages: Sequence[Language]) -> dict[str, Any]:
    machines = machines_of(book)
    shown = {place for machine in machines for step in machine.steps for place in step.places}
    return {
        "book": book,
        "legend": LEGEND,
        "pictures": [_picture(machine, languages) for machine in machines],
        "options": [
            {
                "label": option.label,
                "chosen": answer_words(book, book.settings[name]),
                "others": [answer_words(book, v) for v in option.values if v != book.settings[name]],
                "basis": option.basis,
                "ours": book.settings[name] == option.default,
            }
            for name, option in book.options.items()
        ],
        "matrix": matrix_of(book),
        "stages": {name: number for number, name in enumerate(n for n in book.stages if n != "handle")},
        "duties": _duties(book),
        "deadlines": _deadlines(book),
        "escalated_to": book.label(book.posts, book.deadlines.otherwise),
        "weekend": [WEEKDAYS[day - 1] for day in book.calendar.weekend],
        "rules": _rules(book, shown),
        "apart": [(code, said) for code, said in book.refusals.items() if code.startswith("apart-")],
        "refusals": [(code, _open(said.text), said.basis) for code, said in book.refusals.items()],
        "levels": LEVELS,
        "reads": READS,
        "glossary": GLOSSARY,
        "post": lambda name: book.label(book.posts, name),
        "state": lambda name: book.label(book.states, name),
        "word": book.word,
        "days": lambda number: days_words((number,)),
    }


def _picture(machine: Machine, languages: Sequence[Language]) -> dict[str, Any]:
    drawn = [(language, svg(machine, language, alone=False)) for language in languages]
    return {
        "key": machine.key,
        "wide": max(int(float(found[1])) for _, text in drawn if (found := _WIDE.search(text))),
        "title": machine.title,
        "named": {"id": machine.title.id, "en": machine.title.en},
        # The drawing escapes what it says itself.
        "drawn": [(language, Markup(text)) for language, text in drawn],  # noqa: S704
        "said": [(language, list(described(machine, language))) for language in languages],
    }


def _open(text: Text) -> Text:
    """A sentence of the rulebook without the names of the places that are filled in when it is said."""
    return Text(_PLACES.sub("…", text.id), _PLACES.sub("…", text.en))


def _rules(book: Rulebook, shown: Collection[str]) -> list[tuple[Text, list[Rule]]]:
    cases: dict[str, list[Row]] = {}
    for row in book.rows:
        cases.setdefault(row.place, []).append(row)
    referrals: dict[str, list[ReferralRow]] = {}
    for line in book.referral_rows:
        referrals.setdefault(line.place, []).append(line)
    return [
        (Text("Langkah kasus", "Steps of a case"), [_case_rule(book, rows, shown) for rows in cases.values()]),
        (Text("Langkah rujukan", "Steps of a referral"), [_referral_rule(book, rows) for rows in referrals.values()]),
    ]


def _case_rule(book: Rulebook, rows: Sequence[Row], shown: Collection[str]) -> Rule:
    row = rows[0]
    kinds = [kind for kind in CaseKind if kind in row.kinds]
    ways = [way for way in Way if way in row.ways]
    return Rule(
        place=row.place,
        used=row.place in shown,
        kinds=(_ALL,) if len(kinds) == len(CaseKind) else tuple(book.word("kind", kind) for kind in kinds),
        ways=(_ALL,) if len(ways) == len(Way) else tuple(book.label(book.ways, way) for way in ways),
        before=tuple(dict.fromkeys(book.label(book.states, one.before) for one in rows)),
        after=None if all(one.before == one.after for one in rows) else book.label(book.states, row.after),
        **_shared(book, row),
    )


def _referral_rule(book: Rulebook, rows: Sequence[ReferralRow]) -> Rule:
    row = rows[0]
    return Rule(
        place=row.place,
        kinds=(),
        ways=(),
        before=tuple(dict.fromkeys(book.label(book.referral_states, one.before) for one in rows)),
        after=None if all(one.before == one.after for one in rows) else book.label(book.referral_states, row.after),
        side=SIDES.get(row.side, Text(row.side, row.side)),
        **_shared(book, row),
    )


def _shared(book: Rulebook, row: Row | ReferralRow) -> dict[str, Any]:
    return {
        "command": book.label(book.commands, row.command),
        "posts": tuple(book.label(book.posts, post) for post in row.posts),
        "stage": book.stages[row.stage].label if row.stage else None,
        "needs": tuple(need_words(need) for need in row.needs),
        "effects": tuple(effect_words(book, effect) for effect in row.effects),
        "days": days_words(() if row.days is None else (row.days,)),
        "basis": row.basis,
    }


def _deadlines(book: Rulebook) -> list[tuple[Text, list[tuple[Text, list[tuple[Text, list[Text]]]]]]]:
    """For each state, the working days in which the next step is due, and after which steps."""
    found = []
    for title, rows, states in (
        (Text("Kasus", "Cases"), book.rows, book.states),
        (Text("Rujukan", "Referrals"), book.referral_rows, book.referral_states),
    ):
        held: dict[str, dict[int, list[Text]]] = {name: {} for name in states}
        if rows is book.rows:
            for way in book.ways.values():
                held[way.initial].setdefault(way.days, []).append(way.label)
        else:
            for row in book.rows:
                if row.days is not None and any(name == "send" for name, _ in row.brings):
                    held["requested"].setdefault(row.days, []).append(book.label(book.commands, row.command))
        for line in rows:
            if line.days is not None and line.before != line.after:
                reached = "requested" if "forward" in line.effects else line.after
                held[reached].setdefault(line.days, []).append(book.label(book.commands, line.command))
        lines = [
            (
                states[name].label,
                [(days_words((number,)), list(dict.fromkeys(days[number]))) for number in sorted(days)],
            )
            for name, days in held.items()
            if days and set(days) != {KEEP}
        ]
        found.append((title, lines))
    return found


def _duties(book: Rulebook) -> Iterator[dict[str, Any]]:
    """Post by post: what it may do, in which states, as a judgement or not."""
    matrix = matrix_of(book)
    for name, rule in book.posts.items():
        lines = []
        steps_in: dict[str, int] = {}
        for group in matrix.groups:
            for command, label in group.commands.items():
                cell = group.cells.get((name, command))
                if cell is None:
                    continue
                steps_in |= cell.steps_in
                judged = [book.stages[stage].label for stage in cell.stages if stage != "handle"]
                if cell.stages:
                    lines.append((label, cell.states, judged))
        stands = [(book.label(book.stages, stage), number) for stage, number in _in_order(steps_in, book.stages)]
        yield {"name": name, "rule": rule, "lines": lines, "stands": stands}


def _in_order(found: Mapping[str, int], order: Iterable[str]) -> Iterator[tuple[str, int]]:
    return ((name, found[name]) for name in order if name in found)
