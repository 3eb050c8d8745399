"""How many mistakes in the rulebook the stories, prohibitions, demands and the search find.

Usage: python -m tests.vectors.process.mutation [SHARE] [SEED]      all mutants if no share is given

What finds a mistake is counted by what it is: a story, a prohibition, a demand, or the search. Refusing to load it does
not count, nor do hashes, pictures or exports.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from attrs import evolve

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind
from slrt_core.rules.process.explore import LEVELS, Process, explore, processes, staffs
from slrt_core.rules.rulebook import ReferralRow, Row, Rulebook
from slrt_core.testing.mutating import Mutant, Tally, mutants, tally
from tests.vectors.process.comparing import Wrong
from tests.vectors.process.measured import book_of, the_oracle
from tests.vectors.process.moments import moments
from tests.vectors.process.sweeping import wrong

SURVIVORS = Path(__file__).parent / "survivors.txt"
_LIMIT = 1500
_OF_NO_ROW = frozenset(
    {("closed", "object"), ("closed", "reopen"), ("requested", "expire"), ("decided", "close")}
    | {("recommendation", "refer"), ("recommendation", "recommend"), ("back_office", "request_approval")}
)
"""Where limits and routes show."""

_ELSEWHERE = frozenset({"way", "reading", "stand-in"})
"""What is changed of recording, reading and standing in is not to be seen in the steps of those whose they are."""

_DECIDED = LEVELS[2]


def everything() -> Iterator[Mutant]:
    """The mutants of the default rulebook, and of the rows that hold only under another choice of a district."""
    yield from mutants(book_of())
    for chosen in the_oracle().choices():
        if chosen:
            settings = set(chosen.items())

            def theirs(row: Row | ReferralRow, settings: set[tuple[str, str]] = settings) -> bool:
                return isinstance(row, Row) and not settings.isdisjoint(row.when)

            yield from mutants(book_of(*sorted(chosen.items())), theirs)


def told(mutant: Mutant) -> str | None:
    """Whether a story finds it, or a prohibition or demand along one."""
    found = the_oracle().failures(mutant.book, first=True, near=mutant.touches)
    if not found:
        return None
    stories = {story.id for story in the_oracle().stories}
    forbidden = {one.id for one in the_oracle().prohibitions}
    sort = "story" if found[0].id in stories else "prohibition" if found[0].id in forbidden else "demand"
    return f"{sort}: {found[0].id}"


def stated(mutant: Mutant) -> str | None:
    """Whether it does otherwise than the articles say, in a state that it touches."""
    if mutant.change in _ELSEWHERE:
        return None
    found = next(otherwise(mutant), None)
    return f"article: {found.rule} {found.where}: {found.text}" if found else None


def otherwise(mutant: Mutant) -> Iterator[Wrong]:
    """All that it does otherwise than the articles say, in the states that it touches."""
    book = mutant.book
    chosen = {name: value for name, value in book.settings.items() if value != book.options[name].default}
    yield from _in_processes(mutant, book, chosen)
    if mutant.change == "need" and "listed" in mutant.id:
        # Whether a referral waits for the list is not read from a row, so it is chosen for the same rows.
        waits = {**chosen, "unlisted_case": "waits"}
        yield from _in_processes(mutant, evolve(book, settings={**book.settings, **waits}), waits)
    if mutant.id.startswith("referrals.csv"):
        # A supervisor sends a referral only where a district wants to be asked before the village settles a case.
        asked = {**chosen, "village_referral_supervisor": "asked"}
        theirs = evolve(book_of(*sorted(asked.items())), referral_rows=book.referral_rows)
        home = evolve(mutant, kinds=frozenset({CaseKind.NEED}), ways=frozenset({Way.HOME_VISIT}))
        yield from _in_processes(home, theirs, asked)


def _in_processes(mutant: Mutant, book: Rulebook, chosen: dict[str, str]) -> Iterator[Wrong]:
    options = tuple(sorted(chosen.items()))
    for process in processes(book_of(*options)):
        if process.kind in mutant.kinds and process.way in mutant.ways:
            yield from wrong(book, process, options, mutant.touches or _OF_NO_ROW)


def pointless(mutant: Mutant) -> bool:
    """Whether a changed row is only otherwise for cases that never come to its state, so that nothing is wrong."""
    if not mutant.touches:
        return False
    book = mutant.book
    chosen = tuple(sorted((name, v) for name, v in book.settings.items() if v != book.options[name].default))
    states = {state for state, _ in mutant.touches}
    return not any(
        at.case.kind in mutant.kinds and (at.state in states or (at.open is not None and at.open.state in states))
        for process in processes(book_of(*chosen))
        if process.kind in mutant.kinds and process.way in mutant.ways
        for at in moments(process, chosen)
    )


@cache
def _excuses() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = SURVIVORS.read_text("utf-8").splitlines()
    pairs = [line.partition(" :: ") for line in lines if line and not line.startswith("#")]
    return tuple((re.compile(pattern), reason) for pattern, _, reason in pairs)


def excused(mutant: Mutant) -> str | None:
    """Why it is no fault that nothing finds a mistake."""
    if pointless(mutant):
        return "No such case ever comes to that state."
    return next((reason for pattern, reason in _excuses() if pattern.search(mutant.id)), None)


def searched(mutant: Mutant) -> str | None:
    """Whether the search finds it: one process of each kind that it concerns, with the ordinary staffs."""
    seen: set[object] = set()
    for process in processes(mutant.book):
        if process.kind not in mutant.kinds or process.way not in mutant.ways or process.kind in seen:
            continue
        seen.add(process.kind)
        found = _search(mutant, process)
        if found:
            return f"search: {found}"
    return None


def _search(mutant: Mutant, process: Process) -> str | None:
    chosen = [evolve(s, objections=0) for s in staffs(mutant.book, process) if s.name.startswith("ordinary")]
    report = explore(mutant.book, process, staffs=chosen, levels=[_DECIDED], limit=_LIMIT)
    return next((finding.id for finding in report.findings), None)


def measured(share: float = 1.0, seed: int = 1) -> Tally:
    """Set all of them on a share of the mutants, chosen by lot."""
    drawn = Random(seed)
    return tally((m for m in everything() if drawn.random() < share), (stated, told, searched))


def main(share: float = 1.0, seed: int = 1) -> None:
    """Print what was found, by what and of which change, and the survivors with the reason of each."""
    begun = time.monotonic()
    result = measured(share, seed)
    reasons = {mutant.id: excused(mutant) for mutant in result.survivors}
    whole = len(result.found) + len(result.survivors)
    excuses = Counter(filter(None, reasons.values()))
    wrong_ones = whole - sum(excuses.values())
    print(f"{whole} mutants, {len(result.found)} found in {time.monotonic() - begun:.0f} s; by {dict(result.by)}")
    print(f"{wrong_ones} of them are mistakes: {len(result.found) / max(wrong_ones, 1):.1%} found")
    for reason, times in excuses.most_common():
        print(f"  {times} are none: {reason}")
    for mutant in sorted(result.survivors, key=lambda mutant: mutant.id):
        if reasons[mutant.id] is None:
            print(f"  not found: {mutant.id} ({mutant.rule}): {mutant.text.en}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
