"""Searching with several processors: the staffs of a process are shared out, since none needs what another found."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.rules.process.explore.exploring import Searched, Task, one_after_another, task_of
from slrt_core.rules.process.explore.findings import Process
from slrt_core.rules.rulebook import Rulebook, rulebook_from_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

__all__ = ["Searchers"]

_Words = tuple[tuple[str, str], ...]
_Told = tuple[_Words, _Words]


class Searchers:
    """Several processes of this machine that search a rulebook: give `each` to `explore`.

    They read it anew from its texts and search it as they find it. So one that was changed since it was read, and a
    ``decide``, prohibitions, demands or staffs of one's own, want a search in one process.

    Args:
        book: as it was read from its files.
        jobs: how many processes; with one the search is here, and its findings have their stories at once.
    """

    def __init__(self, book: Rulebook, jobs: int) -> None:
        self._book = book
        self._told: _Told = (tuple(book.texts.items()), tuple(book.settings.items()))
        self._jobs = jobs
        self._pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) if jobs > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def each(self, task: Task, parts: tuple[str, ...]) -> Iterator[Searched]:
        """What the search with each staff found, in the order of the staffs; the findings without their stories.

        Raises:
            ValueError: the task has something that other processes cannot know.
        """
        if self._pool is None:
            return one_after_another(task, parts)
        _only_what_they_know(task, task_of(self._book, task.process))
        whole = range(len(task.staffs))
        shares = [tuple(whole[first :: self._jobs]) for first in range(self._jobs)]
        asked = [self._pool.submit(_share, self._told, task.process, parts, task.limit, share) for share in shares]
        found: dict[int, Searched] = {}
        for share, answer in zip(shares, asked, strict=True):
            found.update(zip(share, answer.result(), strict=True))
        return (found[number] for number in whole)


def _only_what_they_know(task: Task, known: Task) -> None:
    for name in ("decide", "fold", "staffs"):
        if getattr(task, name) != getattr(known, name):
            raise ValueError(f"{name} of one's own is not known to other processes: search with one")
    for name in ("prohibitions", "demands"):
        if [one.id for one in getattr(task, name)] != [one.id for one in getattr(known, name)]:
            raise ValueError(f"{name} of one's own are not known to other processes: search with one")


def _share(
    told: _Told, process: Process, parts: tuple[str, ...], limit: int, numbers: tuple[int, ...]
) -> list[Searched]:
    """Search with some of the staffs; runs in a process of its own."""
    task = task_of(_book(told), process)
    mine = evolve(task, staffs=tuple(task.staffs[number] for number in numbers), limit=limit)
    return [_without_stories(one) for one in one_after_another(mine, parts)]


@lru_cache(maxsize=1)
def _book(told: _Told) -> Rulebook:
    texts, settings = told
    return rulebook_from_texts(dict(texts), dict(settings))


def _without_stories(one: Searched) -> Searched:
    """Stories hold private words, and those leave no process."""
    return evolve(one, findings=tuple(evolve(finding, story=None) for finding in one.findings))
