"""A determination as words that a facilitator can read aloud: the verdict first, then what to ask, why, and how much.

What decided is told with its facts and its source; what did not is summed up. Numbers of identity are not among the
variables of criteria, and names are said only where the caller gives them.
"""

from __future__ import annotations

from collections.abc import Iterator

from slrt_core.model.determinations import Determination, Finding, Missing, Verdict
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.programs import Program
from slrt_core.rules.eligibility.paying import payment_lines
from slrt_core.rules.eligibility.phrasing import Words, capital, day_words
from slrt_core.rules.eligibility.reasoning import reasons
from slrt_core.rules.eligibility.wording import question

__all__ = ["asked", "tell", "tell_lines", "verdict_line"]


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
            "Perhatian: syarat program ini berasal dari sumber yang belum dikonfirmasi.",
            "Note: the conditions of this program come from sources that are not confirmed.",
        )
    if determination.verdict is Verdict.UNKNOWN:
        yield ""
        yield words.say("Yang perlu ditanyakan atau dilengkapi:", "Still to be asked or completed:")
        yield from (f"- {one}" for one in asked(determination, words))
    yield ""
    yield from reasons(determination, words)
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
    name, code = words.text(determination.name), determination.program
    program = words.say(name, f"“{name}”")
    program += "" if code.casefold() in name.casefold().replace(" ", "-") else f" ({code})"
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
    return capital(said) + words.say(f", menurut data pada {day}.", f", going by the data of {day}.")


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


def _practical(program: Program, words: Words) -> Iterator[str]:
    if program.quota is not None:
        label = capital(words.text(program.quota.label))
        head = words.say("Berhak belum berarti langsung menerima", "Being entitled does not yet mean receiving it")
        yield f"{head}. {label}."
    if program.documents:
        listed = "; ".join(words.text(one) for one in program.documents)
        yield words.say(f"Siapkan: {listed}.", f"To bring: {listed}.")
