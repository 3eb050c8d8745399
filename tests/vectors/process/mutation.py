"""How many mistakes in the rulebook the stories, prohibitions, demands and the search find.

Usage: python -m tests.vectors.process.mutation [SHARE] [SEED]      all mutants if no share is given

What finds a mistake is counted by what it is: a story, a prohibition, a demand, or the search. Refusing to load it does
not count, nor do hashes, pictures or exports.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from attrs import evolve

from slrt_core.rules.process.explore import LEVELS, Process, explore, processes, staffs
from slrt_core.rules.rulebook import ReferralRow, Row
from slrt_core.testing.mutating import Mutant, Tally, mutants, tally
from tests.vectors.process.measured import book_of, the_oracle
from tests.vectors.process.sweeping import wrong

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
    book = mutant.book
    chosen = tuple(sorted((n, v) for n, v in book.settings.items() if v != book.options[n].default))
    for process in processes(book_of(*chosen)):
        if process.kind in mutant.kinds and process.way in mutant.ways:
            found = next(wrong(book, process, chosen, mutant.touches or _OF_NO_ROW), None)
            if found is not None:
                return f"article: {found.rule} {found.where}: {found.text}"
    return None


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
    """Print what was found, by what and of which change, and the survivors."""
    begun = time.monotonic()
    result = measured(share, seed)
    whole = len(result.found) + len(result.survivors)
    print(f"{whole} mutants, {result.share:.1%} found in {time.monotonic() - begun:.0f} s; by {dict(result.by)}")
    lost = Counter(mutant.change for mutant in result.survivors)
    print(f"survivors by change: {dict(lost.most_common())}")
    for mutant in sorted(result.survivors, key=lambda mutant: mutant.id):
        print(f"  {mutant.id} ({mutant.rule}): {mutant.text.en}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
