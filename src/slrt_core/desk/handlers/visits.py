"""A visit: several cases recorded together, with one registration number for the household (R-INT-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.codec import encode
from slrt_core.desk.handlers import homes
from slrt_core.desk.handlers.contents import prepared
from slrt_core.desk.handlers.households import new_household, own_family, own_ids
from slrt_core.desk.handlers.moves import move, result_of
from slrt_core.desk.handlers.permission import on_record
from slrt_core.desk.results import VisitResult
from slrt_core.errors import Conflict, Invalid, NotFound, Refused
from slrt_core.model.cases import Visit
from slrt_core.model.commands import Move
from slrt_core.model.contents import Complaint, Content, kind_of
from slrt_core.model.events import CaseOpened
from slrt_core.model.forms import HouseholdForm
from slrt_core.model.registry import CentralStatus
from slrt_core.reasons import Reason, Text, fault
from slrt_core.rules import access, deadlines, visibility
from slrt_core.rules.process import intake, kept_out, opened
from slrt_core.rules.registry import check_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.cases import Case
    from slrt_core.model.commands import RecordVisit, SubmitVisit
    from slrt_core.model.officers import Actor
    from slrt_core.model.registry import Household

__all__ = ["record_visit", "submit_visit"]

_TRIES_FOR_A_NUMBER = 20


def record_visit(command: RecordVisit, actor: Actor, work: Work) -> VisitResult:
    """Record a visit and its cases, and the household if it is new.

    Raises:
        NotFound: the household is not known, or not to this actor.
        Invalid: with everything in forms and items that cannot be so.
        Refused: with every reason.
    """
    household, region = _whom(command, actor, work)
    problems = list(_form_problems(command, actor, work))
    if problems:
        raise Invalid(problems)
    for item in command.items:
        homes.seen_by(item, actor, work)
    contents = _contents(command, household, work)
    reasons = [*access.mandate(work.setting, actor, region)]
    if not reasons and command.on is not None:
        reasons += access.mandate(evolve(work.setting, on=command.on), actor, region)
    if isinstance(command.household, HouseholdForm):
        reasons += own_family(command.household, actor, work)
    reasons += intake(work.setting, command.way, contents, household, actor, region=region)
    for number, content in enumerate(contents):
        reasons += homes.ended(content, household, work, f"items[{number}]")
    work.refuse_unless(reasons)
    actor = on_record(actor, region, work, lambda person: kept_out(work.setting, person, contents, household))
    if isinstance(command.household, HouseholdForm):
        # What was seen on the day of the visit held on that day, whenever it was sent (R-INT-3).
        form = evolve(command.household, valid_from=command.household.valid_from or command.on)
        record = new_household(form, actor, work)
        household = record.view(work.today)
        contents = _contents(command, household, work)
    visit = _visit(command, household, region, actor, work)
    named = zip(visit.cases, _numbers(visit, contents, work), strict=True)
    cases = tuple(_open(content, one, visit, household, work) for content, one in zip(contents, named, strict=True))
    work.tx.put(
        "visit",
        visit.id,
        encode(visit),
        expect=0,
        index={
            "number": visit.number,
            "household": visit.household,
            "region": region,
            "recorded_at": visit.recorded_at,
        },
    )
    return VisitResult(id=visit.id, number=visit.number, household=visit.household, cases=tuple(map(result_of, cases)))


def submit_visit(command: SubmitVisit, actor: Actor, work: Work) -> VisitResult:
    """Send on the cases of a visit by the way in which they came.

    Raises:
        NotFound: there is no such visit, or none that the actor may see.
        Refused: with the reasons for every case that cannot be sent on; none is, then.
    """
    visit = work.visit(command.visit)
    results, reasons = [], []
    for number, case_id in enumerate(visit.cases):
        case = work.case(case_id)
        if case.state != work.process_of(case).ways[case.way].initial:
            results.append(result_of(case))
            continue
        try:
            results.append(move(Move(case=case_id, command=_sends_on(case, work)), actor, work))
        except Refused as refused:
            reasons += [evolve(reason, path=f"cases[{number}]") for reason in refused.reasons]
    work.refuse_unless(reasons)
    return VisitResult(id=visit.id, number=visit.number, household=visit.household, cases=tuple(results))


def _sends_on(case: Case, work: Work) -> str:
    """The command by which a recorder sends a case on: to the supervisor, or to the next desk."""
    rows = work.process_of(case).rows_at(case.kind, case.way, case.state)
    return "pass_on" if any(row.command == "pass_on" for row in rows) else "submit"


def _whom(command: RecordVisit, actor: Actor, work: Work) -> tuple[Household | None, str]:
    if isinstance(command.household, HouseholdForm):
        return None, command.household.region
    if not command.household:
        return None, command.region
    household = work.household(command.household)
    if household is None or not visibility.can_read_household(work.setting, actor, household.region):
        raise NotFound(f"household {command.household}")
    return household, household.region


def _form_problems(command: RecordVisit, actor: Actor, work: Work) -> Iterator[Reason]:
    if isinstance(command.household, HouseholdForm):
        yield from own_ids(command.household, actor)
        yield from check_facts(command.household, work.rulebook.variables, work.regions, work.moment.on, central=False)
    elif not command.household:
        lone = command.items and all(isinstance(item, Complaint) and item.anonymous for item in command.items)
        if not lone:
            yield fault(
                "household",
                "household-missing",
                "tanpa rumah tangga hanya keluhan anonim yang dicatat",
                "without a household only an anonymous complaint is recorded",
            )
        if command.region not in work.regions:
            yield fault(
                "region",
                "region-unknown",
                f"wilayah {command.region!r} tidak dikenal",
                f"unknown region {command.region!r}",
            )
    if command.household and any(isinstance(item, Complaint) and item.anonymous for item in command.items):
        yield fault(
            "items",
            "anonymous-named",
            "keluhan anonim dicatat tersendiri, tanpa rumah tangga",
            "an anonymous complaint is recorded by itself, without a household",
        )
    if not command.items:
        yield fault("items", "visit-empty", "kunjungan tanpa catatan", "a visit in which nothing was recorded")
    if command.on is not None and command.on > work.moment.on:
        yield fault("on", "future", f"{command.on} belum tiba", f"{command.on} has not come yet")


def _contents(command: RecordVisit, household: Household | None, work: Work) -> list[Content]:
    # A new household is checked before it is recorded, so its items are looked at twice: first without, then with it.
    problems: list[Reason] = []
    contents: list[Content] = []
    for number, item in enumerate(command.items):
        try:
            contents.append(prepared(item, household, work, f"items[{number}]"))
        except Invalid as error:
            problems += error.reasons
    if problems:
        raise Invalid(problems)
    return contents


def _visit(command: RecordVisit, household: Household | None, region: str, actor: Actor, work: Work) -> Visit:
    visit_id = work.ids.new("visit")
    return Visit(
        id=visit_id,
        number=_number(visit_id, work),
        household=household.id if household else "",
        region=region,
        way=command.way,
        actor=actor,
        on=command.on or work.moment.on,
        recorded_at=work.moment.at,
        cases=tuple(work.ids.new("case") for _ in command.items),
    )


def _numbers(visit: Visit, contents: list[Content], work: Work) -> tuple[str, ...]:
    """The registration number of each case: the visit's, but for what not all of the household may hear of.

    A sensitive complaint that was made beside other matters has a number of its own, for who made it (P5c).
    """
    sensitive = [isinstance(content, Complaint) and content.sensitive for content in contents]
    if not visit.household or all(sensitive):
        return (visit.number,) * len(contents)
    return tuple(_number(visit.id, work) if own else visit.number for own in sensitive)


def _number(visit: str, work: Work) -> str:
    """A registration number that nobody else has; a village without a network can give them out as well."""
    for _ in range(_TRIES_FOR_A_NUMBER):
        number = work.ids.number()
        try:
            work.tx.claim("number", number, visit)
        except Conflict:
            continue
        return number
    raise Conflict("number", Text("nomor registrasi habis", "no registration number is left"))


def _open(content: Content, named: tuple[str, str], visit: Visit, household: Household | None, work: Work) -> Case:
    case_id, number = named
    way = work.rulebook.ways[visit.way]
    content = work.sealer.seal(content, household.id if household else case_id)
    vulnerable = household.vulnerable if household else None
    event = CaseOpened(
        case=case_id,
        number=number,
        visit=visit.id,
        way=visit.way,
        kind=kind_of(content),
        content=content,
        digest=work.sealer.digest(content),
        household=visit.household,
        region=visit.region,
        at=work.moment.at,
        on=visit.on,
        actor=visit.actor,
        state=way.initial,
        rulebook=work.rulebook.hash,
        listed=household is not None and household.central_status is CentralStatus.LISTED,
        vulnerable=("yes" if vulnerable else "no") if isinstance(vulnerable, bool) else "unknown",
        due=deadlines.due(work.rulebook.calendar, work.moment.on, work.rulebook.first_days(visit.way, content)),
        homes=tuple(sorted(household.homes)) if household else (),
    )
    case = opened(event)
    work.put_case(case, [event], before=0)
    return case
