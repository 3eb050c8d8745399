"""Rulebooks with one mistake each in the table of lives: programs of the catalogue, and participation.

As `mutants` does for cases. A mistake is made past the checks of loading; it counts as found only if a prohibition, a
demand, a story or the search finds it.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from slrt_core.reasons import Text
from slrt_core.rules.rulebook import LifeRow, Rulebook
from slrt_core.testing.mutating import Change, Mutant, terms_changed

__all__ = ["life_mutants"]

_SCOPES = ("program", "region", "district")


def life_mutants(book: Rulebook, life: str = "") -> Iterator[Mutant]:
    """All rulebooks that differ from one by one mechanical change of its table of lives, row after row.

    Args:
        book: without a mistake.
        life: ``participation`` or ``program``; both if empty.
    """
    for number, row in enumerate(book.life_rows):
        if life and row.life != life:
            continue
        for name, text, changed in _changes(row, book):
            rows = (*book.life_rows[:number], *([changed] if changed else ()), *book.life_rows[number + 1 :])
            yield Mutant(
                id=f"{row.place}[{row.before} {row.command}] {name}",
                rule=row.basis.rule,
                change=name.split(maxsplit=1)[0],
                text=text,
                touches=frozenset({(row.before, row.command)}),
                book=evolve(book, life_rows=rows),
            )


def _changes(row: LifeRow, book: Rulebook) -> Iterator[Change[LifeRow]]:
    yield "drop", Text("barisnya hilang", "the row is gone"), None
    for state in book.life_states[row.life]:
        if state != row.after:
            words = Text(f"langkah berakhir di {state}", f"the step ends in {state}")
            yield f"retarget {state}", words, evolve(row, after=state)
    yield from _posts(row, book)
    yield from terms_changed(row, book)


def _posts(row: LifeRow, book: Rulebook) -> Iterator[Change[LifeRow]]:
    known = [post for post in book.posts if post not in {"system", "host"}]
    # Those that the table itself names come nearest; any other is as good as the first of them.
    near = dict.fromkeys(post for other in book.life_rows if other.life == row.life for post in other.posts)
    others = [post for post in dict.fromkeys((*near, *known[:1])) if post in known and post not in row.posts]
    scope = "district" if row.scope == "system" else row.scope
    for post in others:
        words = Text(f"{post} boleh juga", f"the {post} may as well")
        yield f"post +{post}", words, evolve(row, posts=(*row.posts, post), scope=scope)
    if row.scope == "system":
        return
    for post in row.posts if len(row.posts) > 1 else ():
        words = Text(f"{post} tidak boleh lagi", f"the {post} may no longer")
        yield f"post -{post}", words, evolve(row, posts=tuple(p for p in row.posts if p != post))
    for post in others[:1]:
        yield f"post ={post}", Text(f"{post} sebagai gantinya", f"the {post} instead"), evolve(row, posts=(post,))
    for other in _SCOPES:
        if other != row.scope:
            yield f"scope {other}", Text(f"jangkauan {other}", f"the scope is {other}"), evolve(row, scope=other)
