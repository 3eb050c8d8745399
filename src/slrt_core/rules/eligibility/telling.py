"""A determination as words that a facilitator can read aloud: the verdict first, then what to ask, why, and how much.

What decided is told with its facts and its source; what did not is summed up. Numbers of identity are not among the
variables of criteria, and names are said only where the caller gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from slrt_core.model.criteria import Cited
from slrt_core.model.determinations import Determination, Finding, Missing, Used, Verdict
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.rules.eligibility.paying import payment_lines
from slrt_core.rules.eligibility.phrasing import Words, capital, day_words, fact, question, sources

__all__ = ["asked", "tell", "tell_lines", "verdict_line"]

_FEW = 3


def tell(determination: Determination, words: Words, program: Program | None = None) -> str:
    """Tell a determination.

    Args:
        determination: what was found.
        words: labels, names and the language.
        program: the version that was assessed, for what it gives, what to bring, and who comes first.
    """
    return "\n".join(tell_lines(determination, words, program))


def tell_lines(determination: Determination, words: Words, program: Program | None = None) -> Iterator[str]:
    """The same, line by line."""
    yield verdict_line(determination, words)
    if not any(one.confirmed for one in determination.finding.walk()):
        yield words.say(
            "Perhatian: syaratnya dari sumber yang belum dikonfirmasi.",
            "Note: what it asks is from sources that are not confirmed.",
        )
    if determination.verdict is Verdict.UNKNOWN:
        yield ""
        yield words.say("Yang perlu ditanyakan atau dilengkapi:", "What is still to be asked or completed:")
        yield from (f"- {one}" for one in asked(determination, words))
    yield ""
    yield from _reasons(determination, words)
    if determination.verdict is not Verdict.NO:
        paid = tuple(payment_lines(determination, words, program))
        if paid:
            yield ""
            yield from paid
        if program is not None and determination.verdict is Verdict.YES:
            yield from _practical(program, words)


def verdict_line(determination: Determination, words: Words) -> str:
    """The verdict in one sentence."""
    who = words.who(determination.unit, determination.kind)
    name = words.text(determination.name)
    program = words.say(name, f"“{name}”")
    program += "" if determination.program in name else f" ({determination.program})"
    day = day_words(determination.as_of, words)
    match determination.verdict:
        case Verdict.YES:
            said = words.say(f"{who} berhak atas {program}", f"{who} is entitled to {program}")
        case Verdict.NO:
            said = words.say(f"{who} tidak berhak atas {program}", f"{who} is not entitled to {program}")
        case _:
            said = words.say(
                f"belum dapat dipastikan apakah {who} berhak atas {program}",
                f"it is not known yet whether {who} is entitled to {program}",
            )
    return capital(said) + words.say(f", menurut data per {day}.", f", by the data of {day}.")


def asked(determination: Determination, words: Words) -> tuple[str, ...]:
    """What is still to be asked, as questions; each once."""
    missing = determination.missing or tuple(_open(determination.finding))
    return tuple(dict.fromkeys(question(one, words) for one in missing))


def _open(finding: Finding) -> Iterator[Missing]:
    """Where no single answer decides: all that is unknown in the open clauses."""
    for one in finding.walk():
        if one.verdict is Verdict.UNKNOWN:
            for used in one.used:
                if used.value is UNKNOWN:
                    yield Missing(unit=used.unit, kind=used.kind, variable=used.variable, roster=used.roster)


def _reasons(determination: Determination, words: Words) -> Iterator[str]:
    root = determination.finding
    parts = root.parts if root.joined == "all" else (root,)
    heads = {
        Verdict.NO: words.say("Tidak terpenuhi:", "Not met:"),
        Verdict.UNKNOWN: words.say("Belum diketahui:", "Not known yet:"),
        Verdict.YES: words.say("Terpenuhi:", "Met:"),
    }
    told = _Told(determination, words)
    for verdict, head in heads.items():
        found = [part for part in parts if part.verdict is verdict]
        if not found:
            continue
        if determination.verdict is Verdict.NO and verdict is not Verdict.NO:
            rest = words.say("tidak mengubah hasil", "does not change the outcome")
            note = f" ({rest})" if verdict is Verdict.UNKNOWN else ""
            yield f"{head.removesuffix(':')}{note}: {_labels(found, words)}"
            continue
        yield head
        yield from told.clauses(found, "", root.basis)
    if root.basis:
        yield sources(root.basis, words, words.say("Dasar umum", "General basis")) + "."


class _Told:
    """Tells clauses of one determination."""

    def __init__(self, determination: Determination, words: Words) -> None:
        self._words = words
        self._unit = determination.unit
        self._as_of = determination.as_of

    def clauses(self, findings: Sequence[Finding], indent: str, above: tuple[Cited, ...]) -> Iterator[str]:
        """Clauses with the same result; open ones whose questions were asked above in one line."""
        plain = [one for one in findings if one.verdict is Verdict.UNKNOWN and not one.parts]
        together = plain if indent and len(plain) > 1 else []
        if together:
            yield f"{indent}{self._words.say('Belum diketahui', 'Not known yet')}: {_labels(together, self._words)}"
        for one in findings:
            if one not in together:
                yield from self._clause(one, indent, above)

    def _clause(self, finding: Finding, indent: str, above: tuple[Cited, ...]) -> Iterator[str]:
        """A clause with its facts and its source; of several under one heading, those that decided."""
        label = capital(self._words.text(finding.label))
        source = "" if finding.basis == above else f" {sources(finding.basis, self._words)}."
        facts = self._facts(finding)
        yield f"{indent}- {label}{'. ' + capital(facts) if facts else ''}.{self._assumed(finding)}{source}"
        if finding.parts:
            yield from self._below(finding, indent + "  ")

    def _below(self, finding: Finding, indent: str) -> Iterator[str]:
        words = self._words
        same = [part for part in finding.parts if part.verdict is finding.verdict]
        others = [part for part in finding.parts if part.verdict is not finding.verdict]
        if finding.joined == "any" and finding.verdict is Verdict.NO:
            yield from self._none(finding, indent)
            return
        yield from self.clauses(same, indent, finding.basis)
        if finding.verdict is not Verdict.UNKNOWN:
            if others and finding.joined == "any":
                count, ways = len(others), "way" if len(others) == 1 else "ways"
                yield indent + words.say(
                    f"({count} kemungkinan lain tidak menentukan.)", f"({count} other {ways} did not matter.)"
                )
            return
        if met := [part for part in others if part.verdict is Verdict.YES]:
            yield indent + words.say("Sudah terpenuhi: ", "Met already: ") + _labels(met, words)
        if unmet := len(others) - len(met):
            yield indent + words.say(
                f"({unmet} kemungkinan lain tidak terpenuhi.)",
                f"({unmet} other {'way is' if unmet == 1 else 'ways are'} not met.)",
            )

    def _none(self, finding: Finding, indent: str) -> Iterator[str]:
        """None of several ways: those of one condition in one line, with the facts if they are few."""
        words = self._words
        plain = [part for part in finding.parts if not part.parts]
        if plain:
            used = {one: None for part in plain for one in part.used if not one.roster}
            facts = self._joined(tuple(used)) if len(used) <= _FEW else ""
            listed = words.say("Tidak satu pun dari ini: ", "None of these: ") + _labels(plain, words)
            yield indent + listed + (f" {capital(facts)}." if facts else "")
        for part in finding.parts:
            if part.parts:
                yield from self._clause(part, indent, finding.basis)

    def _assumed(self, finding: Finding) -> str:
        if not finding.assumed:
            return ""
        return self._words.say(
            " Ini dianggap demikian: jawabannya belum ada.", " This is assumed: nobody has given the answer."
        )

    def _facts(self, finding: Finding) -> str:
        """The facts on which a clause hangs; of a no about many people only of how many."""
        words, used = self._words, finding.used
        if finding.verdict is Verdict.UNKNOWN:
            used = tuple(one for one in used if one.value is UNKNOWN)
        else:
            used = tuple(one for one in used if not one.roster or len(finding.used) == 1)
        people = {one.unit for one in used if one.kind is UnitKind.INDIVIDUAL}
        if len(used) > _FEW and len(people) > 1 and finding.verdict is not Verdict.UNKNOWN:
            return words.say(f"dilihat dari data {len(people)} orang", f"by the data of {len(people)} persons")
        if len(used) == 1 and self._says(finding, used[0]):
            return ""
        return self._joined(used)

    def _joined(self, used: Sequence[Used]) -> str:
        """Facts one after another; whose they are is said once."""
        words, said, before = self._words, list[str](), self._unit
        for one in used:
            variable = words.variables.get(one.variable)
            if variable is not None and variable.type == "region" and str(one.value) not in words.places:
                continue
            said.append(fact(one, words, self._as_of, own=one.unit in {self._unit, before}))
            before = one.unit
        return "; ".join(said)

    def _says(self, finding: Finding, used: Used) -> bool:
        """Whether the clause's label says its one fact already."""
        variable = self._words.variables.get(used.variable)
        label = self._words.text(finding.label).casefold()
        whose = used.kind is not UnitKind.INDIVIDUAL or used.unit == self._unit
        told = whose and used.value is (finding.verdict is Verdict.YES)
        return told and variable is not None and self._words.text(variable.label).casefold() in label


def _labels(findings: Iterable[Finding], words: Words) -> str:
    return "; ".join(words.text(one.label).replace("; ", ", ") for one in findings) + "."


def _practical(program: Program, words: Words) -> Iterator[str]:
    if program.quota is not None:
        label = capital(words.text(program.quota.label))
        head = words.say("Berhak belum berarti langsung menerima", "Being entitled is not yet being chosen")
        yield f"{head}. {label}."
    if program.documents:
        listed = "; ".join(words.text(one) for one in program.documents)
        yield words.say(f"Siapkan: {listed}.", f"To bring: {listed}.")
