"""The reasons of a determination in words: clause by clause what decided, with its facts and its source.

What decided is told in full; what did not is summed up, and so is what was asked before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from slrt_core.model.criteria import Cited
from slrt_core.model.determinations import Determination, Finding, Used, Verdict
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.registry import UnitKind
from slrt_core.rules.eligibility.phrasing import Words, capital, sources
from slrt_core.rules.eligibility.wording import QUIET, fact

__all__ = ["reasons"]

_FEW = 3
_ONE_CODE = re.compile(r"[\w.]+ *== *'\w+'")
"""The text of a clause that asks for one code of one variable."""


def reasons(determination: Determination, words: Words) -> Iterator[str]:
    """What is not met, what is not known, what is met, and where it all comes from, line by line.

    Args:
        determination: what was found.
        words: labels, names and the language.
    """
    root = determination.finding
    parts = root.parts if root.joined == "all" else (root,)
    heads = {
        Verdict.NO: words.say("Syarat yang tidak terpenuhi", "Conditions that are not met"),
        Verdict.UNKNOWN: words.say("Syarat yang belum pasti", "Conditions that are still open"),
        Verdict.YES: words.say("Syarat yang terpenuhi", "Conditions that are met"),
    }
    told = _Told(determination, words)
    for verdict, head in heads.items():
        found = [part for part in parts if part.verdict is verdict]
        if not found:
            continue
        if determination.verdict is Verdict.NO and verdict is not Verdict.NO:
            rest = words.say("tidak mengubah hasil", "does not change the outcome")
            note = f" ({rest})" if verdict is Verdict.UNKNOWN else ""
            yield f"{head}{note}: {told.labels(found)}"
            continue
        yield f"{head}:"
        yield from told.clauses(found, "", root.basis)
    if root.basis:
        yield sources(root.basis, words, words.say("Dasar program ini", "Basis of this program")) + "."


class _Told:
    """Tells clauses of one determination."""

    def __init__(self, determination: Determination, words: Words) -> None:
        self._words = words
        self._unit = determination.unit
        # Where nothing at all is confirmed, that was said at the top.
        self._doubtful = any(one.confirmed for one in determination.finding.walk())
        self._as_of = determination.as_of

    def clauses(self, findings: Sequence[Finding], indent: str, above: tuple[Cited, ...]) -> Iterator[str]:
        """Clauses with the same result."""
        for one in findings:
            yield from self._clause(one, indent, above)

    def _clause(self, finding: Finding, indent: str, above: tuple[Cited, ...]) -> Iterator[str]:
        """A clause with its facts and its source; of several under one heading, those that decided."""
        label = capital(self._words.text(finding.label))
        source = "" if finding.basis == above else f" {sources(finding.basis, self._words)}."
        facts = self._facts(finding)
        yield f"{indent}- {label}.{f' {capital(facts)}.' if facts else ''}{self._assumed(finding)}{source}"
        if finding.parts:
            below = {Verdict.YES: self._met, Verdict.NO: self._unmet, Verdict.UNKNOWN: self._open}
            yield from below[finding.verdict](finding, indent + "  ")

    def _met(self, finding: Finding, indent: str) -> Iterator[str]:
        words = self._words
        met = [part for part in finding.parts if part.verdict is Verdict.YES]
        if finding.joined == "any" and _revealing(finding):
            every = tuple(dict.fromkeys(cited for part in finding.parts for cited in part.basis))
            source = "" if set(every) <= set(finding.basis) else f" {sources(every, words)}."
            yield (
                indent
                + words.say(
                    "(Salah satunya terpenuhi; yang mana, tidak dibacakan.)",
                    "(One of them is met; which one is not read aloud.)",
                )
                + source
            )
            return
        yield from self.clauses(met, indent, finding.basis)
        if len(met) < len(finding.parts):
            yield indent + words.say("(Satu saja sudah cukup.)", "(One is enough.)")

    def _unmet(self, finding: Finding, indent: str) -> Iterator[str]:
        """What decided; of several ways none of which is met, those of one condition in one line."""
        words = self._words
        unmet = [part for part in finding.parts if part.verdict is Verdict.NO]
        plain = [part for part in unmet if not part.parts]
        if finding.joined == "any" and len(plain) > 1:
            used = tuple(dict.fromkeys(one for part in plain for one in part.used if not one.roster))
            facts = self._joined(used) if len(used) <= _FEW else ""
            listed = words.say("Tidak satu pun dari ini terpenuhi: ", "None of these is met: ") + self.labels(plain)
            yield indent + listed + (f" {capital(facts)}." if facts else "")
            unmet = [part for part in unmet if part.parts]
        yield from self.clauses(unmet, indent, finding.basis)

    def _open(self, finding: Finding, indent: str) -> Iterator[str]:
        """What is not known; several questions that were asked above in one line."""
        words = self._words
        still = [part for part in finding.parts if part.verdict is Verdict.UNKNOWN]
        met = [part for part in finding.parts if part.verdict is Verdict.YES]
        unmet = len(finding.parts) - len(still) - len(met)
        plain = [part for part in still if not part.parts]
        if len(plain) > 1:
            some = words.say("Cukup satu dari ini: ", "One of these is enough: ")
            every = words.say("Semua ini masih harus dipastikan: ", "All of these are still to be settled: ")
            yield indent + (some if finding.joined == "any" else every) + self.labels(plain)
            still = [part for part in still if part.parts]
        yield from self.clauses(still, indent, finding.basis)
        if met:
            yield indent + words.say("Sudah terpenuhi: ", "Met already: ") + self.labels(met)
        if unmet:
            yield indent + words.say(
                f"({unmet} kemungkinan lain sudah pasti tidak terpenuhi.)",
                f"({unmet} other {'possibility is' if unmet == 1 else 'possibilities are'} ruled out.)",
            )

    def labels(self, findings: Iterable[Finding]) -> str:
        """Clauses in one line; of each that no document confirms it is said."""
        doubt = self._words.say(" (sumber belum dikonfirmasi)", " (source not confirmed)")
        return (
            "; ".join(
                self._words.text(one.label).replace("; ", ", ")
                + (doubt if self._doubtful and not one.confirmed else "")
                for one in findings
            )
            + "."
        )

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
            # What is missing was asked above: here it is said only of whom, where that is not who is spoken of.
            used = tuple(one for one in used if one.value is UNKNOWN and (one.roster or self._of_another(one)))
        else:
            # How many there are is told where that is reckoned with, not where it was looked for somebody among them.
            reckoned = all(one.roster or type(one.value) is int for one in used)
            used = tuple(one for one in used if reckoned or not one.roster)
        people = {one.unit for one in used if one.kind is UnitKind.INDIVIDUAL}
        if len(used) > _FEW and len(people) > 1 and finding.verdict is not Verdict.UNKNOWN:
            return words.say(f"dilihat dari data {len(people)} orang", f"going by the data of {len(people)} persons")
        if len(used) == 1 and _says_itself(finding, used[0]):
            used = used if self._of_another(used[0]) else ()
        said = self._joined(used)
        return words.say("ternyata ", "in fact, ") + said if said and finding.verdict is Verdict.NO else said

    def _joined(self, used: Sequence[Used]) -> str:
        """Facts one after another; whose they are is said once."""
        words, said, before = self._words, list[str](), ""
        for one in used:
            variable = words.variables.get(one.variable)
            if variable is not None and variable.type == "region" and str(one.value) not in words.places:
                continue
            said.append(fact(one, words, self._as_of, own=one.unit == self._unit, again=one.unit == before))
            before = one.unit
        return "; ".join(said)

    def _of_another(self, used: Used) -> bool:
        return used.kind is UnitKind.INDIVIDUAL and used.unit != self._unit


def _says_itself(finding: Finding, used: Used) -> bool:
    """Whether a clause that holds names the one answer it hangs on: a yes or a no, or the code that is asked for."""
    if finding.verdict is not Verdict.YES:
        return False
    return isinstance(used.value, bool) or _ONE_CODE.fullmatch(finding.text) is not None


def _revealing(finding: Finding) -> bool:
    """Whether naming the way that is met tells an answer that is not read aloud: several hang on it."""
    quiet = [{one.variable for one in part.used} & QUIET for part in finding.parts]
    return any(sum(variable in held for held in quiet) > 1 for variable in QUIET)
