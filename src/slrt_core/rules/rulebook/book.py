"""The rulebook: who may do what, where to, by when, and on which basis. Data with a hash, never code."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING

from attrs import define, field

from slrt_core.model.cases import CaseKind, ComplaintClass, Way
from slrt_core.reasons import PROJECT, Basis, Reason, Text
from slrt_core.rules.rulebook import reading
from slrt_core.rules.rulebook.tables import (
    Calendar,
    Choice,
    CommandRule,
    Limit,
    Option,
    PostRule,
    ReferralRow,
    Refusal,
    Route,
    Row,
    StageRule,
    StateRule,
    TopicRule,
    Variable,
    WayRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["FILES", "Rulebook"]

FILES = (
    "calendar.toml", "cases.csv", "commands.toml", "limits.toml", "options.toml", "posts.toml", "reasons.toml",
    "referrals.csv", "routing.toml", "states.toml", "topics.toml", "variables.toml", "words.toml",
)  # fmt: skip


@define(frozen=True, kw_only=True)
class _Posts:
    post: dict[str, PostRule]
    stage: dict[str, StageRule]
    way: dict[str, WayRule]


@define(frozen=True, kw_only=True)
class _States:
    case: dict[str, StateRule]
    referral: dict[str, StateRule]


@define(frozen=True, kw_only=True)
class _Commands:
    command: dict[str, CommandRule]


@define(frozen=True, kw_only=True)
class _Options:
    option: dict[str, Option]


@define(frozen=True, kw_only=True)
class _Limits:
    limit: dict[str, Limit]


@define(frozen=True, kw_only=True)
class _Routing:
    route: list[Route]


@define(frozen=True, kw_only=True)
class _Reasons:
    refusal: dict[str, Refusal]
    choice: dict[str, Choice]


@define(frozen=True, kw_only=True)
class _Topics:
    topic: dict[str, TopicRule]


@define(frozen=True, kw_only=True)
class _Variables:
    variable: dict[str, Variable]


@define(frozen=True, kw_only=True, slots=False)
class Rulebook:
    """All rules of one district, checked when loaded. Made by `load`; never changed afterwards.

    Args:
        texts: the files by name, as they were read: what the hash covers, and what the store keeps.
        settings: the chosen value of each option.
        posts: by name.
        stages: judging stages by name; ``handle`` stands for all that is no judgement.
        ways: ways in, by name.
        states: of a case.
        referral_states: of a referral.
        commands: by name.
        options: what could be chosen.
        limits: numbers by name.
        routes: those in force under the settings.
        refusals: the words of the rules, by code.
        choices: reasons that people give, by code.
        topics: of complaints.
        variables: of the registry.
        words: labels by list and key.
        calendar: closed days.
        rows: of the case table, those in force under the settings.
        referral_rows: of the referral table.
    """

    texts: Mapping[str, str] = field(repr=False)
    settings: Mapping[str, str]
    posts: Mapping[str, PostRule] = field(repr=False)
    stages: Mapping[str, StageRule] = field(repr=False)
    ways: Mapping[str, WayRule] = field(repr=False)
    states: Mapping[str, StateRule] = field(repr=False)
    referral_states: Mapping[str, StateRule] = field(repr=False)
    commands: Mapping[str, CommandRule] = field(repr=False)
    options: Mapping[str, Option] = field(repr=False)
    limits: Mapping[str, Limit] = field(repr=False)
    routes: tuple[Route, ...] = field(repr=False)
    refusals: Mapping[str, Refusal] = field(repr=False)
    choices: Mapping[str, Choice] = field(repr=False)
    topics: Mapping[str, TopicRule] = field(repr=False)
    variables: Mapping[str, Variable] = field(repr=False)
    words: Mapping[str, Mapping[str, Text]] = field(repr=False)
    calendar: Calendar = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    referral_rows: tuple[ReferralRow, ...] = field(repr=False)

    @classmethod
    def load(cls, directory: Path | None = None, settings: Mapping[str, str] | None = None) -> Rulebook:
        """The default rulebook, with a district's own files in place of those of the same name.

        Args:
            directory: where the district's files lie; ``None`` for the default alone.
            settings: chosen values of options; the defaults for the others.

        Raises:
            Invalid: anything in it that is misspelt, missing, of the wrong type, contradictory, or a dead end;
                all of it at once, each with file, place and reason.
        """
        home = resources.files("slrt_core.rules") / "default"
        texts = {name: (home / name).read_text(encoding="utf-8") for name in FILES}
        problems = reading.Problems()
        if directory is not None:
            for path in sorted(directory.iterdir()) if directory.is_dir() else ():
                problems.check(path.name, Text("berkas", "file"), path.name, FILES)
                if path.name in FILES:
                    texts[path.name] = _decoded(path, problems)
            if not directory.is_dir():
                problems.add(str(directory), "rulebook-directory", "direktori tidak ada", "no such directory")
        problems.stop()
        return cls.from_texts(texts, settings)

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], settings: Mapping[str, str] | None = None) -> Rulebook:
        """A rulebook from the contents of its files, such as the store keeps them. Raises as `load` does."""
        from slrt_core.rules.rulebook.checking import check  # noqa: PLC0415  (checking needs the class it checks)

        problems = reading.Problems()

        def toml(name: str, shape: type[reading.T]) -> reading.T | None:
            return reading.read_toml(name, texts[name], shape, problems)

        posts, states, commands = toml("posts.toml", _Posts), toml("states.toml", _States), toml("commands.toml", _Commands)
        options, limits, routing = toml("options.toml", _Options), toml("limits.toml", _Limits), toml("routing.toml", _Routing)
        reasons, topics, variables = (
            toml("reasons.toml", _Reasons), toml("topics.toml", _Topics), toml("variables.toml", _Variables),
        )  # fmt: skip
        words, calendar = toml("words.toml", dict[str, dict[str, Text]]), toml("calendar.toml", Calendar)
        rows = reading.read_cases("cases.csv", texts["cases.csv"], problems)
        referral_rows = reading.read_referrals("referrals.csv", texts["referrals.csv"], problems)
        problems.stop()
        assert posts and states and commands and options and limits and routing  # noqa: S101, PT018  (stop() saw to it)
        assert reasons and topics and variables and words and calendar  # noqa: S101, PT018

        chosen = {name: option.default for name, option in options.option.items()}
        for name, value in (settings or {}).items():
            problems.check(f"settings.{name}", Text("pilihan", "option"), name, chosen)
            if name in chosen:
                problems.check(f"settings.{name}", Text("nilai", "value"), value, options.option[name].values)
                chosen[name] = value
        problems.stop()
        book = cls(
            texts=dict(texts),
            settings=chosen,
            posts=posts.post,
            stages=posts.stage,
            ways=posts.way,
            states=states.case,
            referral_states=states.referral,
            commands=commands.command,
            options=options.option,
            limits=limits.limit,
            routes=tuple(route for route in routing.route if _in_force(route.when, chosen)),
            refusals=reasons.refusal,
            choices=reasons.choice,
            topics=topics.topic,
            variables=variables.variable,
            words=words,
            calendar=calendar,
            rows=tuple(row for row in rows if all(chosen.get(name) == value for name, value in row.when)),
            referral_rows=referral_rows,
        )
        check(book, rows, routing.route)
        return book

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all files and settings: two rulebooks with one hash decide alike."""
        whole = json.dumps([sorted(self.texts.items()), sorted(self.settings.items())], ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()

    @cached_property
    def _rows_at(self) -> Mapping[tuple[CaseKind, Way, str], tuple[Row, ...]]:
        found: dict[tuple[CaseKind, Way, str], list[Row]] = {}
        for row in self.rows:
            for kind in row.kinds:
                for way in row.ways:
                    found.setdefault((kind, way, row.before), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _referral_rows_at(self) -> Mapping[str, tuple[ReferralRow, ...]]:
        found: dict[str, list[ReferralRow]] = {}
        for row in self.referral_rows:
            found.setdefault(row.before, []).append(row)
        return {state: tuple(rows) for state, rows in found.items()}

    def rows_at(self, kind: CaseKind, way: Way, state: str) -> tuple[Row, ...]:
        """The rows that leave a state, for a kind of case and its way in."""
        return self._rows_at.get((kind, way, state), ())

    def referral_rows_at(self, state: str) -> tuple[ReferralRow, ...]:
        """The rows that leave a state of a referral."""
        return self._referral_rows_at.get(state, ())

    def route(self, kind: CaseKind, complaint_class: ComplaintClass | None) -> Route | None:
        """The one route for a kind and class (R-APP-7); `check` made sure that there is just one."""
        return next(
            (r for r in self.routes if kind in r.kinds and (not r.classes or complaint_class in r.classes)), None
        )

    def refusal(self, code: str, basis: Basis = PROJECT, path: str = "", **values: object) -> Reason:
        """The words of a rule that says no.

        Args:
            code: as in ``reasons.toml``.
            basis: of the row at hand, for a refusal that has none of its own.
            path: the place in the input.
            values: for the places in the words; a `Text` is put in by language.
        """
        refusal = self.refusals[code]
        own = {key: value.id if isinstance(value, Text) else value for key, value in values.items()}
        english = {key: value.en if isinstance(value, Text) else value for key, value in values.items()}
        text = Text(refusal.text.id.format(**own), refusal.text.en.format(**english))
        return Reason(code=code, text=text, basis=basis if refusal.basis == PROJECT else refusal.basis, path=path)

    def word(self, group: str, key: str) -> Text:
        """A label from ``words.toml``; the key itself where there is none."""
        return self.words.get(group, {}).get(key, Text(key, key))

    def label(self, group: Mapping[str, PostRule | StateRule | CommandRule | WayRule | StageRule], key: str) -> Text:
        """The label of a post, state, command, way or stage; the key itself where there is none."""
        return group[key].label if key in group else Text(key, key)

    def listed(self, group: Mapping[str, PostRule | StateRule | CommandRule], keys: Iterable[str]) -> Text:
        """Several labels in one line."""
        labels = [self.label(group, key) for key in sorted(set(keys))]
        return Text(", ".join(label.id for label in labels) or "–", ", ".join(label.en for label in labels) or "–")


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


