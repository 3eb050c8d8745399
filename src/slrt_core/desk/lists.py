"""Loading a list of households, however long: looked through once, decided on as a whole, taken in part by part.

Nothing of it counts before all of it is in. Whoever is interrupted hands the same list over again, and it goes on where
it stopped; once it is in, handing it over again changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from slrt_core.desk.codec import decode, encode
from slrt_core.desk.handlers.giving_up import refuse_overtaken
from slrt_core.desk.handlers.list_checks import problems
from slrt_core.desk.handlers.lists import take_part
from slrt_core.desk.performing import perform
from slrt_core.desk.replay import went_on
from slrt_core.desk.results import ListResult, Loaded
from slrt_core.errors import Conflict, Invalid, Refused
from slrt_core.model.commands import LoadHouseholds
from slrt_core.model.events import ListTaken, PartLoaded
from slrt_core.model.forms import HouseholdForm
from slrt_core.model.lists import Load, Manifest, Taken
from slrt_core.model.officers import HOST
from slrt_core.ports import Range
from slrt_core.reasons import Reason, Text, fault

if TYPE_CHECKING:
    from slrt_core.desk.room import Room
    from slrt_core.desk.work import Work
    from slrt_core.ports import IndexValue

__all__ = ["PART", "Progress", "load_list"]

PART = 500
"""Households taken in by one transaction."""

Progress = Callable[[int, int], None]
"""Called after each part with how many households are in, and how many there are."""

_MOST_PROBLEMS = 200

T = TypeVar("T")


def load_list(
    room: Room,
    forms: Iterable[HouseholdForm],
    source: str,
    *,
    day: date | None,
    key: str | None,
    progress: Progress | None,
    told: Callable[[Manifest], None] | None = None,
) -> Loaded:
    """Load a list; see `Desk.load_households`."""
    if isinstance(forms, Iterator):
        # It is gone through twice: once to see whether all of it may be taken, once to take it.
        forms = tuple(forms)
    manifest = _looked_through(room, forms, source, day)
    if told is not None:
        told(manifest)
    load, taken = _begun(room, manifest, key)
    if key is not None and taken is None and room.read(lambda work: work.tx.owner("overtaken", load.id)) is not None:
        # What was answered under this key never comes in: it was given up, or overtaken. The list itself may.
        load, taken = _begun(room, manifest, None)
    if taken is not None:
        # A repeat under the same key is given the first answer; without one it is told that nothing changed.
        return Loaded(what="households", count=taken.changed if key else 0)
    for number, part in enumerate(_parts(forms)):
        if number < load.parts:
            continue
        load = room.tried(lambda load=load, part=part: _take(room, load, part), repeatable=False)  # type: ignore[misc]
        if progress is not None:
            progress(load.households, manifest.households)
    return Loaded(what="households", count=room.tried(lambda: _finish(room, load)))


def _looked_through(room: Room, forms: Iterable[HouseholdForm], source: str, day: date | None) -> Manifest:
    """Everything that is wrong with a list is said at once, before anything of it is taken."""
    found: list[Reason] = []
    digest, count = "", 0
    with room.work() as work:
        day = day or work.moment.on
        empty = not work.tx.scan("subject", Range(field="household"), limit=1).records
    for part in _parts(forms):
        with room.work() as work:
            found += problems(part, count, work, empty=empty)
            if not found:
                digest = _digest(digest, part, work)
        count += len(part)
        if len(found) >= _MOST_PROBLEMS:
            words = Text(f"diperiksa sampai baris {count}", f"looked at up to row {count}")
            found = [*found[:_MOST_PROBLEMS], fault("forms", "too-many-problems", words.id, words.en)]
            break
    if not count:
        # Most often a file of which only the heading was exported: to say that it is in would be believed.
        raise Invalid([fault("forms", "list-empty", "daftar ini kosong", "this list is empty")])
    if any(reason.code != "household-changed" for reason in found):
        raise Invalid([reason for reason in found if reason.code != "household-changed"])
    if found:
        raise Refused(tuple(found))
    return Manifest(source=source, day=day, households=count, digest=digest)


def _begun(room: Room, manifest: Manifest, key: str | None) -> tuple[Load, Taken | None]:
    begun = perform(room, LoadHouseholds(manifest=manifest), HOST, key)
    assert isinstance(begun, ListResult)  # noqa: S101  (what begins a list answers with ListResult)
    id_ = begun.load
    with room.work() as work:
        load: Load = decode(work.need("load", id_).body, Load)
        return load, work.taken.get(id_)


def _take(room: Room, load: Load, part: Sequence[HouseholdForm]) -> Load:
    with room.work(write=True) as work:
        forms = [attrs.evolve(form, source=load.manifest.source) for form in part]
        event = PartLoaded(
            households=len(part), changed=take_part(forms, load, work), digest=_digest(load.digest, part, work)
        )
        after = went_on(load, event)
        head = work.append(f"load/{load.id}", [event], expect=load.version)
        index: dict[str, IndexValue] = {"at": work.moment.at, "head": head}
        work.tx.put("load", load.id, encode(after), expect=load.version, index=index)
        return after


def _finish(room: Room, load: Load) -> int:
    if load.digest != load.manifest.digest:
        words = Text("daftar berubah selagi dimuat", "the list changed while it was loaded")
        raise Conflict("list-changed", words, path=load.id)
    with room.work(write=True) as work:
        if load.id not in work.taken:
            refuse_overtaken(load, work)
            taken = Taken(load=load.id, source=load.manifest.source, at=work.moment.at, changed=load.changed)
            work.put_single("loads", (*work.taken.values(), taken), [ListTaken(taken=taken)], tuple[Taken, ...])
    return load.changed


def _parts(forms: Iterable[HouseholdForm]) -> Iterator[Sequence[HouseholdForm]]:
    rest = iter(forms)
    while part := tuple(islice(rest, PART)):
        yield part


def _digest(before: str, part: Iterable[HouseholdForm], work: Work) -> str:
    """A keyed digest of a list up to and with a part: an unkeyed one of a short list would give its numbers away."""
    plain = json.dumps([before, *part], default=_plain, ensure_ascii=False, sort_keys=True)
    return work.keys.digest(f"{work.district}/list", plain)


def _plain(value: object) -> object:
    kind: Any = type(value)
    names = _names(kind)
    return [getattr(value, name) for name in names] if names else [type(value).__name__, str(value)]


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Of what a value holds; nothing for a plain one, such as a date."""
    return tuple(a.name for a in attrs.fields(kind)) if attrs.has(kind) else ()
