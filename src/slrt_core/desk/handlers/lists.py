"""A part of a list of households, within one transaction: what is wrong with it, and taking it in.

What a list says stands in the household's record as a *listing*, valid from a day on; it is no event of the household,
and counts only when the whole list is in. Whoever has millions of households cannot have a stream for each from the
first day.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.desk.codec import encode
from slrt_core.desk.handlers import follow_ups
from slrt_core.desk.handlers.list_checks import central, erased_in, record_of
from slrt_core.desk.handlers.permission import may
from slrt_core.desk.handlers.units import elsewhere, found_by
from slrt_core.desk.results import ListResult
from slrt_core.desk.work import at_rest, household_index
from slrt_core.errors import Conflict, Invalid
from slrt_core.model.events import ListBegun
from slrt_core.model.facts import AsOf
from slrt_core.model.identity import IdentityClaim
from slrt_core.model.lists import Load
from slrt_core.model.registry import Household, HouseholdRecord, Listing
from slrt_core.ports import New, Range
from slrt_core.reasons import Reason, Text
from slrt_core.rules.registry import Finding, facts_of, findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import LoadHouseholds
    from slrt_core.model.facts import Value
    from slrt_core.model.officers import Actor
    from slrt_core.model.registry import HouseholdForm
    from slrt_core.ports import IndexValue, Stored

__all__ = ["begin", "refuse_overtaken", "take_part"]


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
        # Another list took away what it had brought; it begins anew, and finds that one's households there.
        work.tx.release("load", digest, known)
    load = Load(id=work.ids.new("load"), manifest=command.manifest, version=1)
    work.tx.claim("load", digest, load.id)
    event = ListBegun(load=load.id, manifest=command.manifest, at=work.moment.at, actor=actor)
    head = work.append(f"load/{load.id}", [event], expect=0)
    work.tx.put("load", load.id, encode(load), expect=0, index={"at": work.moment.at, "head": head})
    return ListResult(load=load.id)


@frozen(kw_only=True)
class _Fresh:
    """A household that is new here: as it reads, and as it is written."""

    view: Household
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
        Conflict: another list that named a household of it before took its place.
    """
    refuse_overtaken(load, work)
    fresh: list[_Fresh] = []
    changed = 0
    others = len(work.tx.scan("load", Range(field="at"), limit=2).records) > 1
    for form in forms:
        record = record_of(form.id, work)
        if record is not None and record.stated:
            changed += _restated(form, record, load, work)
            continue
        if record is not None or others:
            _make_way(form, load, work)
        fresh.append(_read(form, load, work))
    shared = _shared(fresh, work)
    _insert(fresh, work)
    _note_doubtful(fresh, shared, work)
    return changed + len(fresh)


def refuse_overtaken(load: Load, work: Work) -> None:
    """Raise if another list took away what this one had brought already.

    Raises:
        Conflict: one did; handed over again, this one begins anew.
    """
    if work.tx.owner("overtaken", load.id) is not None:
        words = Text(
            "daftar lain yang dimuat sesudahnya menggantikannya", "another list that was loaded later took its place"
        )
        raise Conflict("list-overtaken", words, path=load.id)


def _make_way(form: HouseholdForm, load: Load, work: Work) -> None:
    """Take away what another list says of those whom a form names, as that list is not wholly in.

    Else they would be there twice, or with the keys of the other list, with which nothing of this one opens. The other
    list lacks something from now on, so it does not go on.
    """
    named = [form.id, *(unit for family in form.families for unit in (family.id, *(p.id for p in family.members)))]
    subjects = filter(None, (work.tx.get("subject", unit) for unit in named if unit))
    at = {form.id: form.id} | {str(subject.index["household"]): subject.key for subject in subjects}
    for household, unit in at.items():
        record = record_of(household, work)
        if record is None or record.stated:
            continue
        for listing in record.listings:
            if listing.load == load.id:
                raise Invalid([_twice(household) if household == form.id else elsewhere(unit)])
            if work.tx.owner("overtaken", listing.load) is None:
                work.tx.claim("overtaken", listing.load, load.id)
        for subject in list(work.among("subject", "household", {household})):
            work.tx.delete("subject", subject.key, expect=subject.version)
        work.tx.delete("household", household, expect=work.need("household", household).version)


def _twice(household: str) -> Reason:
    words = Text(f"{household!r} disebut dua kali dalam daftar", f"{household!r} is named twice in the list")
    return Reason(code="household-twice", text=words, path=household)


def _read(form: HouseholdForm, load: Load, work: Work) -> _Fresh:
    since = form.valid_from or load.manifest.day
    household = form.id or work.ids.new("household")
    facts = facts_of(form, work.ids.new, household=household, on=since, at=work.moment.at)
    view = HouseholdRecord(id=household, facts=facts).view(AsOf(since))
    assert view is not None  # noqa: S101  (a form names its village)
    ring, subjects = work.sealer.ring, []
    for unit in (*view.families, *view.members):
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
        findings=findings(view),
        listing=Listing(load=load.id, since=since, said=said),
        subjects=tuple(subjects),
        niks={member.id: work.sealer.indexes(member.nik) for member in view.members if member.nik.present},
    )


def _insert(fresh: Sequence[_Fresh], work: Work) -> None:
    records = []
    for new in fresh:
        record = HouseholdRecord(id=new.view.id, listings=(new.listing,))
        records.append(New(key=record.id, body=encode(record), index=household_index(new.view, None)))
    _insert_all("household", records, work)
    _insert_all("subject", [subject for new in fresh for subject in new.subjects], work)


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
