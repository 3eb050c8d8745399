"""Rulebooks with one mistake each: what the tests of a rulebook must be able to find.

A mutant differs from the rulebook in one line by one mechanical change, such as a row that is gone, a post that may as
well, or a need that is not asked for. It is made past the checks of loading, since those are not what is tested: a
mistake counts as found only if a story, a prohibition, a demand or the search finds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from attrs import evolve, field, frozen

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind
from slrt_core.reasons import Text
from slrt_core.rules.rulebook import KEEP, LifeRow, ReferralRow, Row, Rulebook, WayRule

__all__ = ["Killer", "Mutant", "Tally", "killed_by", "mutants", "tally"]

R = TypeVar("R", Row, ReferralRow, LifeRow)

_LATER = 10


@frozen(kw_only=True)
class Mutant:
    """A rulebook with one mistake.

    Args:
        id: names place and change, and stays the same as long as the line does.
        rule: the rule that the changed line cites, such as ``R-APP-4``.
        change: the kind of change: ``drop``, ``retarget``, ``post``, ``stage``, ``need`` …
        text: what is wrong with it, for people.
        touches: pairs of state and command at which it behaves differently; empty if that may be anywhere.
        kinds: of case that it concerns; of a row that no longer holds for some, those.
        ways: in that it concerns; likewise.
        book: with the mistake.
    """

    id: str
    rule: str
    change: str
    text: Text
    touches: frozenset[tuple[str, str]] = frozenset()
    kinds: frozenset[CaseKind] = frozenset(CaseKind)
    ways: frozenset[Way] = frozenset(Way)
    book: Rulebook = field(repr=False, eq=False)


Killer = Callable[[Mutant], str | None]
"""Says what found the mistake, such as the id of a story, or nothing."""


def mutants(book: Rulebook, only: Callable[[Row | ReferralRow], bool] | None = None) -> Iterator[Mutant]:
    """All rulebooks that differ from one by one mechanical change, line after line.

    Args:
        book: without a mistake.
        only: the rows to change, such as those that hold only where a district chose so; all that is in the rulebook
            if not given, its posts, ways, routes and limits too.
    """
    for number, row in enumerate(book.rows):
        if only is not None and not only(row):
            continue
        for name, text, changed in _row_changes(row, book):
            yield _of_row((row, changed), name, text, evolve(book, rows=_with(book.rows, number, changed)))
    for number, line in enumerate(book.referral_rows):
        if only is not None and not only(line):
            continue
        for name, text, altered in _line_changes(line, book):
            rows = _with(book.referral_rows, number, altered)
            yield _of_row((line, altered), name, text, evolve(book, referral_rows=rows))
    if only is not None:
        return
    yield from _of_routes(book)
    yield from _of_ways(book)
    yield from _of_stages(book)
    yield from _of_posts(book)
    yield from _of_limits(book)


def _with(rows: Sequence[R], number: int, changed: R | None) -> tuple[R, ...]:
    return (*rows[:number], *([changed] if changed else ()), *rows[number + 1 :])


def _of_row(
    pair: tuple[Row, Row | None] | tuple[ReferralRow, ReferralRow | None], name: str, text: Text, changed: Rulebook
) -> Mutant:
    row, to = pair
    kinds, ways = frozenset(CaseKind), frozenset(Way)
    if isinstance(row, Row):
        # A row that no longer holds for some is otherwise for those alone.
        kinds, ways = row.kinds, row.ways
        if isinstance(to, Row):
            kinds, ways = (kinds - to.kinds) or kinds, (ways - to.ways) or ways
    return Mutant(
        id=f"{row.place}[{row.before} {row.command}] {name}",
        rule=row.basis.rule,
        change=name.split(maxsplit=1)[0],
        text=text,
        touches=frozenset({(row.before, row.command)}),
        kinds=kinds,
        ways=ways,
        book=changed,
    )


Change = tuple[str, Text, R | None]


def _row_changes(row: Row, book: Rulebook) -> Iterator[Change[Row]]:
    for name, text, changed in _shared(row, book):
        # What somebody may give is no longer what follows by itself.
        given = changed is not None and row.scope == "system" and changed.posts != row.posts
        yield name, text, evolve(changed, scope="region") if given and changed else changed
    for state in sorted(_states_of(row, book) - {row.after}):
        yield (
            f"retarget {state}",
            Text(f"langkah berakhir di {state}", f"the step ends in {state}"),
            evolve(row, after=state),
        )
    for kind in sorted(row.kinds) if len(row.kinds) > 1 else ():
        words = Text(f"tidak berlaku bagi {kind}", f"does not hold for a {kind}")
        yield f"narrow {kind}", words, evolve(row, kinds=row.kinds - {kind})
    for way in sorted(row.ways) if len(row.ways) > 1 else ():
        words = Text(f"tidak berlaku lewat {way}", f"does not hold by {way}")
        yield f"narrow {way}", words, evolve(row, ways=row.ways - {way})


def _states_of(row: Row, book: Rulebook) -> set[str]:
    """Where a mistake might take a case: where it begins, where other steps from there lead, one step on, the end."""
    mine = [other for other in book.rows if other.kinds & row.kinds and other.ways & row.ways]
    beside = {other.after for other in mine if other.before == row.before}
    beyond = {other.after for other in mine if other.before == row.after}
    begins = {book.ways[way].initial for way in row.ways}
    ends = {name for name, state in book.states.items() if state.terminal}
    return beside | beyond | begins | ends


def _line_changes(line: ReferralRow, book: Rulebook) -> Iterator[Change[ReferralRow]]:
    yield from _shared(line, book)
    beside = {other.after for other in book.referral_rows if other.before in {line.before, line.after}}
    for state in sorted(beside - {line.after}):
        yield (
            f"retarget {state}",
            Text(f"rujukan berakhir di {state}", f"the referral ends in {state}"),
            evolve(line, after=state),
        )
    if line.side != "system":
        other = "requester" if line.side == "receiver" else "receiver"
        words = Text(f"langkah milik {other}", f"the step is the {other}'s")
        yield f"side {other}", words, evolve(line, side=other)


def _shared(row: R, book: Rulebook) -> Iterator[Change[R]]:
    yield "drop", Text("barisnya hilang", "the row is gone"), None
    yield from _posts(row, book)
    yield from terms_changed(row, book)


def terms_changed(row: R, book: Rulebook) -> Iterator[Change[R]]:
    """What may be wrong with the terms of a row of any table: its stage, needs, effects and days.

    Returns:
        A name, the mistake in words, and the row with it.
    """
    if row.stage:
        yield "stage none", Text("bukan penilaian lagi", "it is no judgement any more"), evolve(row, stage="")
    for stage in sorted(set(book.stages) - {row.stage, "handle"}):
        words = Text(f"dinilai pada tahap {stage}", f"it is judged at the stage of {stage}")
        yield f"stage {stage}", words, evolve(row, stage=stage)
    for need in row.needs:
        words = Text(f"syarat {need} tidak ditanya", f"the need {need} is not asked for")
        yield f"need {need}", words, evolve(row, needs=tuple(n for n in row.needs if n != need))
    for effect in row.effects:
        words = Text(f"akibat {effect} tidak terjadi", f"the effect {effect} does not follow")
        yield f"effect {effect}", words, evolve(row, effects=tuple(e for e in row.effects if e != effect))
    if row.days is not None and row.days != KEEP:
        words = Text("tenggatnya sepuluh kali lebih lama", "its deadline is ten times as long")
        yield "days longer", words, evolve(row, days=row.days * _LATER)
        yield "days kept", Text("tenggat lama tetap", "the old deadline stays"), evolve(row, days=KEEP)
    if row.days is not None:
        yield "days none", Text("tanpa tenggat", "it has no deadline"), evolve(row, days=None)


def _posts(row: R, book: Rulebook) -> Iterator[Change[R]]:
    if not row.posts:
        return  # whoever the referral is addressed to
    known = _near(row.posts[-1], [post for post in book.posts if post not in {"system", "host"}], row.posts)
    for post in known:
        words = Text(f"{post} boleh juga", f"the {post} may as well")
        yield f"post +{post}", words, evolve(row, posts=(*row.posts, post))
    if "system" in row.posts:
        return
    for post in row.posts:
        others = tuple(p for p in row.posts if p != post)
        if others:
            words = Text(f"{post} tidak boleh lagi", f"the {post} may no longer")
            yield f"post -{post}", words, evolve(row, posts=others)
    for post in known[:1]:
        words = Text(f"{post} sebagai gantinya", f"the {post} instead")
        yield f"post ={post}", words, evolve(row, posts=(post,))


def _near(post: str, posts: list[str], without: Sequence[str]) -> list[str]:
    """The two posts that the rulebook names next, and the first: who may by mistake is as good as anybody."""
    start = posts.index(post) if post in posts else 0
    after = [other for other in (*posts[start:], *posts[:start]) if other not in without]
    first = next((other for other in posts if other not in without), post)
    return list(dict.fromkeys((*after[:2], first)))


def _of_routes(book: Rulebook) -> Iterator[Mutant]:
    receivers = sorted({route.receiver for route in book.routes})
    for number, route in enumerate(book.routes):
        for receiver in receivers:
            if receiver != route.receiver:
                changed = evolve(route, receiver=receiver)
                yield Mutant(
                    id=f"routing.toml:route.{number} {receiver}",
                    rule=route.basis.rule,
                    change="route",
                    text=Text(f"rujukan ke {receiver}", f"the referral goes to the {receiver}"),
                    kinds=frozenset(route.kinds),
                    book=evolve(book, routes=(*book.routes[:number], changed, *book.routes[number + 1 :])),
                )


def _of_ways(book: Rulebook) -> Iterator[Mutant]:
    for name, way in book.ways.items():
        for kind in way.kinds:
            changed = evolve(way, kinds=tuple(k for k in way.kinds if k != kind))
            text = Text(f"{kind} tidak dicatat lewat {name}", f"a {kind} is not recorded by {name}")
            yield _of_way(book, name, f"-{kind}", text, {**book.ways, name: changed})
        for post in [p for p in book.posts if p not in {"system", "host", *way.posts}]:
            changed = evolve(way, posts=(*way.posts, post))
            text = Text(f"{post} mencatat lewat {name}", f"the {post} records by {name}")
            yield _of_way(book, name, f"+{post}", text, {**book.ways, name: changed})


def _of_way(book: Rulebook, name: str, change: str, text: Text, ways: Mapping[str, WayRule]) -> Mutant:
    return Mutant(
        id=f"posts.toml:way.{name} {change}",
        rule=book.ways[name].basis.rule,
        change="way",
        text=text,
        ways=frozenset({Way(name)}),
        book=evolve(book, ways=ways),
    )


def _of_stages(book: Rulebook) -> Iterator[Mutant]:
    for name, stage in book.stages.items():
        for post in stage.stand_ins:
            changed = evolve(stage, stand_ins=tuple(p for p in stage.stand_ins if p != post))
            yield Mutant(
                id=f"posts.toml:stage.{name} -{post}",
                rule=stage.basis.rule,
                change="stand-in",
                text=Text(f"{post} tidak menggantikan", f"the {post} does not step in"),
                book=evolve(book, stages={**book.stages, name: changed}),
            )


def _of_posts(book: Rulebook) -> Iterator[Mutant]:
    for name, post in book.posts.items():
        if name in {"system", "host"}:
            continue
        changes = [("sensitive", evolve(post, sensitive=not post.sensitive))] if post.reads != "none" else []
        changes += [
            (f"reads {reads}", evolve(post, reads=reads)) for reads in ("none", "region") if reads != post.reads
        ]
        for what, changed in changes:
            yield Mutant(
                id=f"posts.toml:post.{name} {what}",
                rule=post.basis.rule,
                change="reading",
                text=Text(f"bacaan {name} berbeda: {what}", f"the {name} reads otherwise: {what}"),
                book=evolve(book, posts={**book.posts, name: changed}),
            )


def _of_limits(book: Rulebook) -> Iterator[Mutant]:
    for name, limit in book.limits.items():
        for value in (limit.value * _LATER, max(limit.value - 1, 0)):
            yield Mutant(
                id=f"limits.toml:limit.{name} {value}",
                rule=limit.basis.rule,
                change="limit",
                text=Text(f"batas {name} menjadi {value}", f"the limit {name} is {value}"),
                book=evolve(book, limits={**book.limits, name: evolve(limit, value=value)}),
            )


@frozen(kw_only=True)
class Tally:
    """What became of all mutants.

    Args:
        found: by the mutant's id, what found it.
        survivors: those that nothing found.
    """

    found: Mapping[str, str]
    survivors: tuple[Mutant, ...]

    @property
    def share(self) -> float:
        """Of all mutants those that were found, from 0 to 1."""
        whole = len(self.found) + len(self.survivors)
        return len(self.found) / whole if whole else 1.0

    @property
    def by(self) -> Counter[str]:
        """How many each means found, by the word before the colon."""
        return Counter(what.partition(":")[0] for what in self.found.values())


def killed_by(mutant: Mutant, killers: Iterable[Killer]) -> str | None:
    """What finds a mutant first, if anything does."""
    return next((found for killer in killers if (found := killer(mutant))), None)


def tally(all_of_them: Iterable[Mutant], killers: Sequence[Killer]) -> Tally:
    """Set the tests of a rulebook upon its mutants.

    Args:
        all_of_them: see `mutants`.
        killers: asked one after the other, the fast ones first.
    """
    found: dict[str, str] = {}
    survivors: list[Mutant] = []
    for mutant in all_of_them:
        what = killed_by(mutant, killers)
        if what:
            found[mutant.id] = what
        else:
            survivors.append(mutant)
    return Tally(found=found, survivors=tuple(survivors))
