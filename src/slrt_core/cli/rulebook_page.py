"""The rulebook as one page that needs nothing else: pictures, powers, deadlines, every rule and where it is from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from slrt_core.cli.glossary import GLOSSARY
from slrt_core.cli.rulebook_programs import programs_of
from slrt_core.cli.rulebook_rules import rules_of
from slrt_core.cli.rulebook_times import classes_of, deadlines_of, follow_ups_of, other_times_of, standstills_of
from slrt_core.reasons import Text
from slrt_core.rules.process.export import LEGEND, Language, Machine, befallings, described, machines_of, matrix_of, svg
from slrt_core.rules.process.export.words import LEVELS, LIVES, MAY, READS, WEEKDAYS, answer_words, days_words
from slrt_core.rules.rulebook import Rulebook

__all__ = ["rulebook_page"]

_PLACES = re.compile(r"\{[^{}]*\}\.?")
_WIDE = re.compile(r' width="([0-9.]+)"')


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
    environment.globals["text"] = Text
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
    pictures = {machine.key: _picture(machine, languages) for machine in machines}
    programs = programs_of(book)
    apart = {key for one in programs for key in one.pictures}
    befallen = befallings(book)
    shown = {place for machine in machines for step in machine.steps for place in step.places}
    shown |= {line.place for _, lines in befallen for line in lines}
    return {
        "book": book,
        "legend": LEGEND,
        "pictures": [picture for key, picture in pictures.items() if key not in apart],
        "of_programs": [(one, [pictures[key] for key in one.pictures]) for one in programs],
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
        "acting": [(rule, [_excluded(book, name) for name in rule.excludes]) for rule in book.acting.values()],
        "deadlines": deadlines_of(book),
        "classes": classes_of(book),
        "other_times": other_times_of(book),
        "standstills": standstills_of(book),
        "reminders": [days_words((number,)) for number in book.deadlines.remind_before],
        "follow_ups": follow_ups_of(book),
        "weekend": [WEEKDAYS[day - 1] for day in book.calendar.weekend],
        "befallen": befallen,
        "lives": [(LIVES.get(life, Text(life, life)), rules) for life, rules in book.life_states.items() if rules],
        "rules": rules_of(book, shown),
        "apart": [(_open(said.text), said.basis) for code, said in book.refusals.items() if code.startswith("apart-")],
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


def _excluded(book: Rulebook, name: str) -> Text:
    """What a kind of acting mandate does not cover: a command or a power."""
    return book.label(book.commands, name) if name in book.commands else MAY.get(name, Text(name, name))


def _open(text: Text) -> Text:
    """A sentence of the rulebook without the names of the places that are filled in when it is said."""
    return Text(_PLACES.sub("…", text.id), _PLACES.sub("…", text.en))


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
