"""The rulebook: who may do what, where to, by when, and on which basis. Data with a hash, never code."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind, ComplaintClass
from slrt_core.reasons import PROJECT, Basis, Reason, Text
from slrt_core.rules.criteria import Schema
from slrt_core.rules.rulebook.protocols import case_rows, kinds_of, referral_rows
from slrt_core.rules.rulebook.tables import (
    KEEP,
    ActingRule,
    Choice,
    CommandRule,
    Derived,
    LifeRow,
    Limit,
    Option,
    PostRule,
    Protocol,
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
from slrt_core.rules.rulebook.timing import Calendar, Deadlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slrt_core.model.contents import Content

__all__ = ["Rulebook"]


@define(frozen=True, kw_only=True, slots=False)
class Rulebook:
    """All rules of one district, checked when loaded. Made by `load_rulebook`; never changed afterwards.

    Args:
        texts: the files by name, as they were read: what the hash covers, and what the store keeps.
        settings: the chosen value of each option.
        posts: by name.
        stages: judging stages by name; ``handle`` stands for all that is no judgement.
        acting: kinds of acting mandates, by name.
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
        derived: those that follow from them.
        schema: both, as expressions may name them.
        words: labels by list and key.
        calendar: closed days.
        deadlines: classes, pauses, reminders, and who follows up.
        rows: of the case table, those in force under the settings.
        referral_rows: of the referral table.
        life_rows: of the table of lives, those in force under the settings; none in a rulebook of before there was one.
        life_states: of each life.
        protocols: of programs, those of all of them; see `under`.
        applied: those that the tables stand under.
    """

    texts: Mapping[str, str] = field(repr=False)
    settings: Mapping[str, str]
    posts: Mapping[str, PostRule] = field(repr=False)
    stages: Mapping[str, StageRule] = field(repr=False)
    acting: Mapping[str, ActingRule] = field(repr=False)
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
    derived: Mapping[str, Derived] = field(repr=False)
    schema: Schema = field(repr=False)
    words: Mapping[str, Mapping[str, Text]] = field(repr=False)
    calendar: Calendar = field(repr=False)
    deadlines: Deadlines = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    referral_rows: tuple[ReferralRow, ...] = field(repr=False)
    life_rows: tuple[LifeRow, ...] = field(repr=False, default=())
    life_states: Mapping[str, Mapping[str, StateRule]] = field(repr=False, factory=dict)
    protocols: tuple[Protocol, ...] = field(repr=False, default=())
    applied: tuple[Protocol, ...] = ()
    _base: Rulebook | None = field(repr=False, default=None, eq=False)
    _under: dict[str, Rulebook] = field(init=False, repr=False, eq=False, factory=dict)

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of all files and settings; two rulebooks with one hash decide alike."""
        whole = json.dumps([sorted(self.texts.items()), sorted(self.settings.items())], ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()

    def under(self, program: str) -> Rulebook:
        """The rulebook as it holds for cases of a program: with the program's protocol, if it has one (R-APP-10).

        It has the same hash: the protocols are among the files, so a case that pins the hash pins its protocol.

        Args:
            program: its code; empty for a case that is about none.
        """
        if self._base is not None:
            return self._base.under(program)
        if not self.protocols:
            return self
        found = self._under.get(program)
        return self._apply(program) if found is None else found

    def variants(self) -> tuple[Rulebook, ...]:
        """The rulebook without any protocol, and as it holds for each program that has one."""
        base = self if self._base is None else self._base
        return (base, *(base.under(program) for program in dict.fromkeys(p.program for p in base.protocols)))

    def _apply(self, program: str) -> Rulebook:
        mine = [(number, one) for number, one in enumerate(self.protocols) if one.program == program]
        if not mine:
            return self
        rows, lines = self.rows, self.referral_rows
        for number, protocol in mine:
            rows, lines = case_rows(rows, protocol, number), referral_rows(lines, protocol)
        applied = tuple(protocol for _, protocol in mine)
        book = evolve(self, rows=rows, referral_rows=lines, applied=applied, base=self)
        book.__dict__["hash"] = self.hash
        self._under[program] = book
        return book

    def named_receiver(self, kind: CaseKind) -> str:
        """The post to which the program's protocol sends a kind of case; empty where it names none."""
        return next((one.receiver for one in self.applied if one.receiver and kind in kinds_of(one)), "")

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

    @cached_property
    def _steps(self) -> Mapping[tuple[CaseKind, Way, str, str], tuple[Row, ...]]:
        found: dict[tuple[CaseKind, Way, str, str], list[Row]] = {}
        for (kind, way, state), rows in self._rows_at.items():
            for row in rows:
                found.setdefault((kind, way, state, row.command), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def steps(self, kind: CaseKind, way: Way, state: str, command: str) -> tuple[Row, ...]:
        """The rows by which a command leaves a state, for a kind of case and its way in."""
        return self._steps.get((kind, way, state, command), ())

    def referral_rows_at(self, state: str) -> tuple[ReferralRow, ...]:
        """The rows that leave a state of a referral."""
        return self._referral_rows_at.get(state, ())

    def first_days(self, way: Way, content: Content) -> int:
        """Working days until the first step of a case that comes in this way and says this."""
        rule = self.ways[way]
        return self.deadlines.days_for(content, rule.initial, "", rule.days)

    @cached_property
    def _life_rows_at(self) -> Mapping[tuple[str, str], tuple[LifeRow, ...]]:
        found: dict[tuple[str, str], list[LifeRow]] = {}
        for row in self.life_rows:
            found.setdefault((row.life, row.before), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def life_rows_at(self, life: str, state: str) -> tuple[LifeRow, ...]:
        """The rows that leave a state of a record other than a case, such as ``participation``."""
        return self._life_rows_at.get((life, state), ())

    def awaited(self, row: Row | LifeRow) -> bool:
        """Whether somebody is waited for to follow a row.

        Not what may be done besides, such as telling the household how things stand while others work on them.
        """
        return self.commands[row.command].duty and row.scope != "system" and row.days != KEEP

    def stand_ins(self, row: Row | ReferralRow | LifeRow) -> tuple[str, ...]:
        """The posts that step in for a row, one after the other, where nobody is left."""
        return self.stages[row.stage or "handle"].stand_ins

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

    def named(self, command: str) -> Text:
        """A command with its name, so that who reads a refusal knows what to give."""
        label = self.label(self.commands, command)
        return Text(f"{label.id} ({command})", f"{label.en} ({command})")

    def listed_stages(self, keys: Iterable[str]) -> Text:
        """Several judging stages in one line."""
        labels = [self.label(self.stages, key) for key in sorted(keys)]
        return Text(", ".join(label.id for label in labels), ", ".join(label.en for label in labels))

    def listed(self, group: Mapping[str, PostRule | StateRule | CommandRule], keys: Iterable[str]) -> Text:
        """Several labels in one line."""
        labels = [self.label(group, key) for key in sorted(set(keys))]
        return Text(", ".join(label.id for label in labels) or "–", ", ".join(label.en for label in labels) or "–")
