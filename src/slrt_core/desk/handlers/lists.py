"""A part of a list of households, within one transaction: what is wrong with it, and taking it in.

What a list says stands in the household's record as a *listing*, valid from a day on; it is no event of the household,
and counts only when the whole list is in. Whoever has millions of households cannot have a stream for each from the
first day.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.desk.codec import decode, encode
from slrt_core.desk.handlers import follow_ups
from slrt_core.desk.handlers.giving_up import drop, refuse_overtaken
from slrt_core.desk.handlers.list_checks import central, erased_in, record_of
from slrt_core.desk.handlers.permission import may
from slrt_core.desk.handlers.units import elsewhere, found_by, given_ids, named_twice
from slrt_core.desk.results import ListResult
from slrt_core.desk.work import at_rest, household_index
from slrt_core.errors import Conflict, Invalid
from slrt_core.model.events import ListBegun
from slrt_core.model.facts import AsOf
from slrt_core.model.identity import IdentityClaim
from slrt_core.model.lists import Load
from slrt_core.model.registry import STAYS, Household, HouseholdRecord, Listing
from slrt_core.ports import New
from slrt_core.reasons import Reason, Text
from slrt_core.rules.registry import Finding, facts_of, findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import LoadHouseholds
    from slrt_core.model.facts import Value
    from slrt_core.model.forms import HouseholdForm
    from slrt_core.model.officers import Actor
    from slrt_core.ports import IndexValue, Stored

__all__ = ["begin", "take_part"]


def begin(command: LoadHouseholds, actor: Actor, work: Work) -> ListResult:
    """Decide whether a list may be loaded; the same list again is the same load.

    Raises:
        Refused: the actor may not.
    """
    work.refuse_unless(may(actor, "load_registry", work))
    digest = work.sealer.digest(command.manifest)
    known = work.tx.owner("load", digest)
    if known is not None and work.tx.owner("overtaken", known) is None:
        return ListResult(load=known)
    if known is not None:
        # Another list took its place, or it was given up: it begins anew, and finds what others brought since.
        work.tx.release("load", digest, known)
    load = Load(id=work.ids.new("load"), manifest=command.manifest, version=1)
    work.tx.claim("load", digest, load.id)
    event = ListBegun(load=load.id, manifest=command.manifest, at=work.moment.at, actor=actor)
    head = work.append(f"load/{load.id}", [event], expect=0)
    work.tx.put("load", load.id, encode(load), expect=0, index={"at": work.moment.at, "head": head})
    return ListResult(load=load.id)


@frozen(kw_only=True)
class _Fresh:
    """A household that is new here: as it reads, and as it is written; whether somebody in it was erased before."""

    view: Household
    marked: bool
    findings: tuple[Finding, ...]
    listing: Listing
    subjects: tuple[New, ...]
    niks: Mapping[str, Sequence[str]]


def take_part(forms: Sequence[HouseholdForm], load: Load, work: Work) -> int:
    """Take in a part of a list.

    Of a household that is there already, only what its keeper states (status, list id, decile) is taken, as valid from
    the list's day on.

    Returns:
        How many of its households were new, or said something new.

    Raises:
        Invalid: it names a household twice, or a person of it belongs to another household.
        Conflict: another list that named a household of it before took its place, or it was given up.
    """
    refuse_overtaken(load, work)
    fresh: list[_Fresh] = []
    changed = 0
    for form in forms:
        record = record_of(form.id, work)
        if record is not None and (record.known or record.id in erased_in(record)):
            changed += _restated(form, record, load, work)
            continue
        _make_way(form, load, work)
        fresh.append(_read(form, record, load, work))
    shared = _shared(fresh, work)
    _insert(fresh, work)
    _note_doubtful(fresh, shared, work)
    return changed + len(fresh)


def _make_way(form: HouseholdForm, load: Load, work: Work) -> None:
    """Take away what another list says of those whom a form names, as that list is not wholly in.

    Else they would be there twice, or with the keys of the other list, with which nothing of this one opens. The other
    list lacks something from now on, so it does not go on.
    """
    named = [id_ for _, id_ in given_ids(form)]
    subjects = filter(None, (work.tx.get("subject", id_) for id_ in named))
    at = dict(zip(named, named, strict=True)) | {str(subject.index["household"]): subject.key for subject in subjects}
    for household, id_ in at.items():
        record = record_of(household, work)
        if record is None or record.known:
            continue
        for listing in record.listings:
            if listing.load == load.id:
                raise Invalid([_within(form, household, id_)])
            if work.tx.owner("overtaken", listing.load) is None:
                work.tx.claim("overtaken", listing.load, load.id)
        drop([household], {listing.load for listing in record.listings}, work)


def _within(form: HouseholdForm, household: str, id_: str) -> Reason:
    """Why a list cannot name an id once more."""
    if household == form.id:
        return _twice(household)
    return named_twice(id_, household) if id_ in {form.id, household} else elsewhere(id_)


def _twice(household: str) -> Reason:
    words = Text(f"{household!r} disebut dua kali dalam daftar", f"{household!r} is named twice in the list")
    return Reason(code="household-twice", text=words, path=household)


def _read(form: HouseholdForm, record: HouseholdRecord | None, load: Load, work: Work) -> _Fresh:
    """What a form says of a household that is new here, but for those in it who were erased before it came in."""
    since = form.valid_from or load.manifest.day
    household = form.id or work.ids.new("household")
    gone = erased_in(record) if record is not None else set()
    stated = facts_of(form, work.ids.new, household=household, on=since, at=work.moment.at)
    facts = tuple(fact for fact in stated if fact.unit not in gone or fact.variable in STAYS)
    view = HouseholdRecord(id=household, facts=facts).view(AsOf(since))
    assert view is not None  # noqa: S101  (a form names its village)
    ring, subjects = work.sealer.ring, []
    for unit in (unit for unit in (*view.families, *view.members) if unit.id not in gone):
        index: dict[str, IndexValue] = {**found_by(unit, view, work), "wrap": ring.current}
        subjects.append(New(key=unit.id, body=ring.make(unit.id), index=index))
    said: dict[str, dict[str, Value]] = {}
    for fact in facts:
        value = fact.value
        if isinstance(value, IdentityClaim):
            value = work.sealer.seal(value, fact.unit)
        said.setdefault(fact.unit, {})[fact.variable] = value
    return _Fresh(
        view=view,
        marked=bool(gone),
        findings=findings(view),
        listing=Listing(load=load.id, since=since, said=said),
        subjects=tuple(subjects),
        niks={member.id: work.sealer.indexes(member.nik) for member in view.members if member.nik.present},
    )


def _insert(fresh: Sequence[_Fresh], work: Work) -> None:
    records = []
    for new in fresh:
        if new.marked:
            _put_beside(new, work)
        else:
            record = HouseholdRecord(id=new.view.id, listings=(new.listing,))
            records.append(New(key=record.id, body=encode(record), index=household_index(new.view, None)))
    _insert_all("household", records, work)
    _insert_all("subject", [subject for new in fresh for subject in new.subjects], work)


def _put_beside(new: _Fresh, work: Work) -> None:
    """Add what a list says to a record that holds nothing yet but that somebody was erased."""
    stored = work.need("household", new.view.id)
    before: HouseholdRecord = decode(stored.body, HouseholdRecord)
    body = encode(evolve(before, listings=(*before.listings, new.listing)))
    index = household_index(new.view, str(stored.index["head"]))
    work.tx.put("household", stored.key, body, expect=stored.version, index=index)


def _insert_all(kind: str, records: Sequence[New], work: Work) -> None:
    try:
        work.tx.insert(kind, records)
    except Conflict as conflict:
        raise Invalid([elsewhere(conflict.reasons[0].path)]) from None


def _restated(form: HouseholdForm, record: HouseholdRecord, load: Load, work: Work) -> bool:
    """Take what the keeper of the list says anew; nothing, if it is known for that day already, or of the erased."""
    if record.id in erased_in(record):
        return False
    day = form.valid_from or load.manifest.day
    held = record.view(AsOf(day))
    facts = facts_of(form, lambda _: "", household=form.id, on=day, at=work.moment.at)
    fresh = {f.variable: f.value for f in facts if central(f, work) and (held is None or held[f.variable] != f.value)}
    if fresh:
        _add(record, Listing(load=load.id, since=day, said={form.id: fresh}), work)
    return bool(fresh)


def _add(record: HouseholdRecord, listing: Listing, work: Work) -> None:
    stored = work.need("household", record.id)
    record = evolve(record, listings=(*record.listings, listing))
    status = listing.said.get(record.id, {}).get("central_status")
    index = {**stored.index, "status": status} if isinstance(status, str) else stored.index
    work.tx.put("household", record.id, encode(at_rest(record)), expect=stored.version, index=index)


def _shared(fresh: Sequence[_Fresh], work: Work) -> set[str]:
    """The numbers that more than one person states; asked before all these persons are in, so few are found."""
    stated = Counter(index for new in fresh for indexes in new.niks.values() for index in indexes)
    twice = {index for index, times in stated.items() if times > 1}
    return twice.union(str(subject.index["nik"]) for subject in work.among("subject", "nik", stated.keys()))


def _note_doubtful(fresh: Sequence[_Fresh], shared: set[str], work: Work) -> None:
    """Items for the supervisors: what a household's record says of itself, and numbers that others state as well."""
    holders: dict[str, list[Stored]] = {}
    for subject in work.among("subject", "nik", shared):
        holders.setdefault(str(subject.index["nik"]), []).append(subject)
    for new in fresh:
        for finding in new.findings:
            follow_ups.open_item(finding, new.view.id, new.view.region, work)
        for unit, indexes in new.niks.items():
            follow_ups.note_twins(unit, new.view, (twin for i in indexes for twin in holders.get(i, ())), work)
