"""Making a rulebook: from the default files, a district's own files, or the texts that a store keeps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from attrs import evolve, field, frozen

from slrt_core.reasons import Text
from slrt_core.rules.rulebook import reading
from slrt_core.rules.rulebook.book import Rulebook
from slrt_core.rules.rulebook.checking import check
from slrt_core.rules.rulebook.checkinglives import check_lives
from slrt_core.rules.rulebook.derived import schema_of
from slrt_core.rules.rulebook.readinglives import read_lives
from slrt_core.rules.rulebook.tables import (
    ActingRule,
    Choice,
    CommandRule,
    Derived,
    Limit,
    Option,
    PostRule,
    Protocol,
    Refusal,
    Route,
    StageRule,
    StateRule,
    TopicRule,
    Variable,
    WayRule,
)
from slrt_core.rules.rulebook.timing import Calendar, DeadlinesFile, Year
from slrt_core.rules.rulebook.timings import check_timing, check_years

__all__ = ["FILES", "load_rulebook", "rulebook_from_texts"]

FILES = (
    "acting.toml", "calendar-2026.toml", "calendar.toml", "cases.csv", "commands.toml", "deadlines.toml",
    "derived.toml", "limits.toml", "lives.csv", "options.toml", "posts.toml", "protocols.toml", "reasons.toml",
    "referrals.csv", "routing.toml", "states.toml", "topics.toml", "variables.toml", "words.toml",
)  # fmt: skip
"""The names of the default rulebook's files. A district may add a file for each further year of the calendar."""

_YEAR = re.compile(r"calendar-([0-9]{4})\.toml")


@frozen(kw_only=True)
class _Acting:
    acting: dict[str, ActingRule]


@frozen(kw_only=True)
class _Posts:
    post: dict[str, PostRule]
    stage: dict[str, StageRule]
    way: dict[str, WayRule]


@frozen(kw_only=True)
class _Protocols:
    protocol: tuple[Protocol, ...] = ()


@frozen(kw_only=True)
class _States:
    case: dict[str, StateRule]
    referral: dict[str, StateRule]
    life: dict[str, dict[str, StateRule]] = field(factory=dict)


@frozen(kw_only=True)
class _Commands:
    command: dict[str, CommandRule]


@frozen(kw_only=True)
class _Options:
    option: dict[str, Option]


@frozen(kw_only=True)
class _Limits:
    limit: dict[str, Limit]


@frozen(kw_only=True)
class _Routing:
    route: list[Route]


@frozen(kw_only=True)
class _Reasons:
    refusal: dict[str, Refusal]
    choice: dict[str, Choice]


@frozen(kw_only=True)
class _Topics:
    topic: dict[str, TopicRule]


@frozen(kw_only=True)
class _DerivedOnes:
    derived: dict[str, Derived]


@frozen(kw_only=True)
class _Variables:
    variable: dict[str, Variable]


def load_rulebook(directory: Path | str | None = None, settings: Mapping[str, str] | None = None) -> Rulebook:
    """The default rulebook, with a district's own files in place of those of the same name.

    Args:
        directory: where the district's files lie; ``None`` for the default alone.
        settings: chosen values of options; the defaults for the others.

    Raises:
        Invalid: anything in it that is misspelt, missing, of the wrong type, contradictory, or a dead end;
            all of it at once, each with file, place and reason.
    """
    home = resources.files("slrt_core.rules") / "default"
    if directory is None:
        return rulebook_from_texts({name: (home / name).read_text(encoding="utf-8") for name in FILES}, settings)
    texts = {name: (home / name).read_text(encoding="utf-8") for name in FILES}
    problems = reading.Problems()
    directory = Path(directory)
    for path in sorted(directory.glob("[!.]*")) if directory.is_dir() else ():
        if path.name in FILES or _YEAR.fullmatch(path.name):
            texts[path.name] = _decoded(path, problems)
        else:
            problems.check(path.name, Text("berkas", "file"), path.name, FILES)
    if not directory.is_dir():
        problems.add(str(directory), "rulebook-directory", "direktori tidak ada", "no such directory")
    problems.stop()
    book = rulebook_from_texts(texts, settings)
    default = rulebook_from_texts({name: (home / name).read_text(encoding="utf-8") for name in FILES})
    _spoken(book, default, problems)
    problems.stop()
    return book


def _spoken(book: Rulebook, default: Rulebook, problems: reading.Problems) -> None:
    """A refusal without words, or a limit without a number, would fail on the day on which it is needed."""
    for name, has, wanted in (
        ("reasons.toml:refusal", book.refusals, default.refusals),
        ("limits.toml:limit", book.limits, default.limits),
    ):
        for code in sorted(wanted.keys() - has.keys()):
            words = "tidak ada; salin dari berkas bawaan", "is missing; copy it from the default file"
            problems.add(f"{name}.{code}", "rulebook-missing", *words)


def rulebook_from_texts(texts: Mapping[str, str], settings: Mapping[str, str] | None = None) -> Rulebook:
    """A rulebook from the contents of its files, such as the store keeps them. Raises as `load_rulebook` does."""
    problems = reading.Problems()

    def toml(name: str, shape: type[reading.T]) -> reading.T | None:
        return reading.read_toml(name, texts[name], shape, problems)

    posts, states, commands = (
        toml("posts.toml", _Posts),
        toml("states.toml", _States),
        toml("commands.toml", _Commands),
    )
    options, limits, routing = (
        toml("options.toml", _Options),
        toml("limits.toml", _Limits),
        toml("routing.toml", _Routing),
    )
    reasons, topics, variables = (
        toml("reasons.toml", _Reasons), toml("topics.toml", _Topics), toml("variables.toml", _Variables),
    )  # fmt: skip
    # A rulebook that was kept before there were derived variables has none.
    derived = toml("derived.toml", _DerivedOnes) if "derived.toml" in texts else _DerivedOnes(derived={})
    # Likewise one of before there was a file for deadlines, or for any year.
    deadlines = (
        toml("deadlines.toml", DeadlinesFile)
        if "deadlines.toml" in texts
        else DeadlinesFile(otherwise="coordination_team")
    )
    years = {found[1]: toml(name, Year) for name in sorted(texts) if (found := _YEAR.fullmatch(name))}
    # Nor does one that was kept before there were kinds of acting know any.
    acting = toml("acting.toml", _Acting) if "acting.toml" in texts else _Acting(acting={})
    protocols = toml("protocols.toml", _Protocols) if "protocols.toml" in texts else _Protocols()
    words, calendar = toml("words.toml", dict[str, dict[str, Text]]), toml("calendar.toml", Calendar)
    rows = reading.read_cases("cases.csv", texts["cases.csv"], problems)
    referral_rows = reading.read_referrals("referrals.csv", texts["referrals.csv"], problems)
    # Nor lives other than that of a case.
    lives = read_lives("lives.csv", texts["lives.csv"], problems) if "lives.csv" in texts else ()
    problems.stop()
    assert posts and states and commands and options and limits and routing  # noqa: S101, PT018  (stop() saw to it)
    assert reasons and topics and variables and derived and words and calendar  # noqa: S101, PT018
    assert deadlines and acting and protocols  # noqa: S101, PT018

    chosen = {name: option.default for name, option in options.option.items()}
    for name, value in (settings or {}).items():
        problems.check(f"settings.{name}", Text("pilihan", "option"), name, chosen)
        if name in chosen:
            problems.check(f"settings.{name}", Text("nilai", "value"), str(value), options.option[name].values)
            chosen[name] = value
    schema = schema_of(variables.variable, derived.derived, problems)
    problems.stop()
    book = Rulebook(
        texts=dict(texts),
        settings=chosen,
        posts=posts.post,
        stages=posts.stage,
        acting=acting.acting,
        ways=posts.way,
        # The states of added steps have their words in every rulebook: a case that changed its program was in them.
        states={step.state: StateRule(label=step.label) for one in protocols.protocol for step in one.step}
        | states.case,
        referral_states=states.referral,
        commands=commands.command,
        options=options.option,
        limits=limits.limit,
        routes=tuple(route for route in routing.route if _in_force(route.when, chosen)),
        refusals=reasons.refusal,
        choices=reasons.choice,
        topics=topics.topic,
        variables=variables.variable,
        derived=derived.derived,
        schema=schema,
        words=words,
        calendar=evolve(calendar, years={year: one for year, one in years.items() if one}),
        deadlines=deadlines.under(chosen),
        rows=tuple(row for row in rows if all(chosen.get(name) == value for name, value in row.when)),
        referral_rows=referral_rows,
        life_rows=tuple(row for row in lives if all(chosen.get(name) == value for name, value in row.when)),
        life_states=states.life,
        protocols=protocols.protocol,
    )
    check(book, rows, routing.route, states.case)
    check_years(book.calendar, problems)
    check_timing(book, deadlines, problems)
    problems.stop()
    check_lives(book, lives)
    return book


def _in_force(when: str, chosen: Mapping[str, str]) -> bool:
    name, _, value = when.partition("=")
    return not when or chosen.get(name) == value


def _decoded(path: Path, problems: reading.Problems) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(
            path.name,
            "rulebook-encoding",
            f"bukan UTF-8, byte ke-{error.start}",
            f"not UTF-8, at byte {error.start}",
        )
        return ""
