"""What a determination comes to, in words: how much a year, who counts, and who lies beyond the limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slrt_core.model.determinations import Determination, Entitlement, Payment, Verdict
from slrt_core.model.parameters import Per
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.rules.eligibility.phrasing import Words, amount, capital, rupiah

__all__ = ["payment_lines"]


def payment_lines(determination: Determination, words: Words, program: Program | None = None) -> Iterator[str]:
    """What it comes to; what the program gives in words, where it names no amount.

    Args:
        determination: with its entitlement.
        words: the language, and who is called what.
        program: for its limit, and for what it gives besides money.
    """
    found = determination.entitlement
    paid = found is not None and bool(found.payments)
    if program is not None and (not paid or any(not component.amount for component in program.components)):
        yield words.say("Yang diberikan: ", "What it gives: ") + words.text(program.benefit)
    if found is None or not paid:
        return
    sure = determination.verdict is Verdict.YES
    head = (
        words.say("Besarnya", "How much")
        if sure
        else words.say("Besarnya bila ternyata berhak", "How much, if entitled")
    )
    sums = _sums(found, words)
    yield f"{head}: {sums}."
    counted = [one for one in found.payments if one.counted]
    if [amount(one.amount, one.per, words) for one in counted] != [sums] or _personal(counted[0], determination):
        yield from (f"- {_line(one, determination, words)}" for one in counted)
    yield from _beyond(determination, words, program, counted)


def _sums(found: Entitlement, words: Words) -> str:
    least, most = amount(found.least, Per.YEAR, words), amount(found.most, Per.YEAR, words)
    if found.most > found.least:
        said = words.say(
            f"paling sedikit {least}, paling banyak {most} bila yang belum pasti terbukti",
            f"at least {least}, and up to {most} if what is not certain proves true",
        )
        said = said if found.least else words.say(f"paling banyak {most}, belum pasti", f"up to {most}, not certain")
    else:
        said = least if found.least else ""
    once = f"{rupiah(found.once, words)} {words.say('satu kali', 'once')}" if found.once else ""
    doubtful = "" if said or once else words.say("jumlahnya belum pasti", "how much is not certain")
    return words.say(" dan ", " and ").join(filter(None, (said, once, doubtful)))


def _line(one: Payment, determination: Determination, words: Words) -> str:
    said = f"{words.text(one.label)}: {amount(one.amount, one.per, words)}"
    if _personal(one, determination):
        said = f"{words.who(one.unit, UnitKind.INDIVIDUAL)} – {said}"
    return capital(said) + ("" if one.certain else words.say(" (belum pasti)", " (not certain)"))


def _personal(one: Payment, determination: Determination) -> bool:
    return one.unit != determination.unit


def _beyond(
    determination: Determination, words: Words, program: Program | None, counted: Sequence[Payment]
) -> Iterator[str]:
    """Who has a claim and is not counted: each once, with the best of their claims."""
    found = determination.entitlement
    best: dict[str, Payment] = {}
    within = {one.unit for one in counted}
    for one in found.payments if found else ():
        if one.unit not in within and one.amount > (best[one.unit].amount if one.unit in best else -1):
            best[one.unit] = one
    if not best:
        return
    reached = program is not None and program.limit is not None and len(within) >= program.limit.persons
    why = words.text(program.limit.label) if reached and program is not None and program.limit else ""
    said = "; ".join(_line(one, determination, words) for one in best.values())
    head = words.say("Di luar batas, tidak dihitung", "Beyond the limit, not counted")
    yield f"{head}{f' ({why})' if why else ''}: {said}."
