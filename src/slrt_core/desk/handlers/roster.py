"""Officers, assignments and the map (L1.7, R-APP-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.handlers.permission import hands, may
from slrt_core.desk.results import Loaded
from slrt_core.errors import Invalid
from slrt_core.model.events import AssignmentEnded, RegionsLoaded, RosterLoaded
from slrt_core.model.officers import HOST
from slrt_core.model.regions import RegionTree
from slrt_core.reasons import Reason, fault, near
from slrt_core.rules import access

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import EndAssignment, LoadRegions, LoadRoster
    from slrt_core.model.officers import Actor, Assignment

__all__ = ["end", "load", "load_regions"]


def load_regions(command: LoadRegions, actor: Actor, work: Work) -> Loaded:
    """Take a map in place of the one before.

    Raises:
        Invalid: it is no tree, or a place that is in use is missing from it.
        Refused: the actor may not.
    """
    work.refuse_unless(may(actor, "load_regions", work))
    tree = RegionTree(regions=command.regions)
    missing = sorted(region.id for region in work.regions if region.id not in tree)
    if missing:
        raise Invalid(
            [
                fault(
                    f"regions[{region}]",
                    "region-lost",
                    "wilayah tidak dihapus: beri tanggal akhir dan penerus",
                    "a place is not removed: give it an end and successors",
                )
                for region in missing
            ]
        )
    event = RegionsLoaded(regions=command.regions, at=work.moment.at, actor=actor, source=command.source)
    work.put_single("regions", tree, [event])
    return Loaded(what="regions", count=len(command.regions))


def load(command: LoadRoster, actor: Actor, work: Work) -> Loaded:
    """Add officers and assignments.

    Raises:
        Invalid: an unknown post, place or officer, each with its path.
        Refused: the actor may not, or assigns themselves.
    """
    work.refuse_unless([*may(actor, "assign", work), *_refusals(command, actor, work)])
    problems = list(_problems(command, work))
    if problems:
        raise Invalid(problems)
    # What stands there already is not added again: a file may be loaded twice.
    officers = tuple(o for o in command.officers if o not in work.roster.officers)
    assignments = tuple(a for a in dict.fromkeys(command.assignments) if a not in work.roster.assignments)
    if not officers and not assignments:
        return Loaded(what="roster", count=0)
    after = work.roster.with_entries(officers, assignments)
    event = RosterLoaded(
        officers=officers,
        assignments=assignments,
        at=work.moment.at,
        actor=actor,
        source=command.source,
    )
    work.put_single("roster", after, [event])
    return Loaded(what="roster", count=len(officers) + len(assignments))


def end(command: EndAssignment, actor: Actor, work: Work) -> Loaded:
    """End an officer's post before its time.

    Raises:
        NotFound: there is no such officer.
        Invalid: the officer does not hold the post after that day.
        Refused: the actor may not.
    """
    work.refuse_unless(may(actor, "assign", work))
    officer = work.roster.officer(command.officer)
    held = [
        a
        for a in work.roster.all_held(officer.id)
        if a.post == command.post and a.valid_until > command.last_day >= a.valid_from
    ]
    if not held:
        raise Invalid(
            [
                fault(
                    "last_day",
                    "not-held",
                    f"{officer.id} tidak memegang {command.post} sesudah {command.last_day}",
                    f"{officer.id} does not hold {command.post} after {command.last_day}",
                )
            ]
        )
    event = AssignmentEnded(
        officer=command.officer, post=command.post, last_day=command.last_day, at=work.moment.at, actor=actor
    )
    after = work.roster.with_end(command.officer, command.post, command.last_day, work.moment.at)
    work.put_single("roster", after, [event])
    return Loaded(what="roster", count=len(held))


def _refusals(command: LoadRoster, actor: Actor, work: Work) -> Iterator[Reason]:
    if actor == HOST:
        return
    book = work.rulebook
    own_hands = hands(actor, work)
    persons = {officer.id: officer.person for officer in (*work.roster.officers, *command.officers)}
    for number, officer in enumerate(command.officers):
        held = work.roster.officer(officer.id) if officer.id in work.roster else None
        if officer.person in own_hands or (held is not None and officer.household != held.household):
            # Where an officer lives keeps them away from cases: that is not for an administrator to change.
            yield book.refusal("apart-own-post", path=f"officers[{number}]")
    own = access.held(work.setting, actor.officer, actor.post)
    for number, assignment in enumerate(command.assignments):
        for region in assignment.regions:
            if not any(access.reaches(work.setting, held, region) for held in own):
                yield book.refusal("region", path=f"assignments[{number}].regions", region=work.regions.name(region))
        if persons.get(assignment.officer) in own_hands:
            yield book.refusal("apart-own-post", path=f"assignments[{number}].officer")
        post = book.posts.get(assignment.post)
        if post is not None and post.level == "village" and book.settings["village_accounts_by"] != "administrator":
            yield book.refusal("village-accounts", path=f"assignments[{number}].post")


def _problems(command: LoadRoster, work: Work) -> Iterator[Reason]:
    officers = {officer.id for officer in (*work.roster.officers, *command.officers)}
    for number, officer in enumerate(command.officers):
        if officer.id in {"system", "host"} or not officer.id:
            yield fault(f"officers[{number}].id", "officer-id", "id ini dicadangkan", "this id is reserved")
        held = work.roster.officer(officer.id) if officer.id in work.roster else None
        if held is not None and held.person != officer.person:
            # The past of a case names persons: an account that changed hands would let one judge twice.
            yield fault(
                f"officers[{number}].person",
                "officer-person",
                f"akun {officer.id!r} milik orang lain; buat akun baru",
                f"the account {officer.id!r} belongs to another person; make a new account",
                "R-APP-5",
            )
    for number, assignment in enumerate(command.assignments):
        place = f"assignments[{number}]"
        yield from _known(assignment.officer, officers, f"{place}.officer", "officer-unknown")
        yield from _known(
            assignment.post, set(work.rulebook.posts) - {"host", "system"}, f"{place}.post", "post-unknown"
        )
        yield from _mandate_problems(assignment, place, command, work)
        for region in assignment.regions:
            if region not in work.regions:
                yield fault(
                    f"{place}.regions",
                    "region-unknown",
                    f"wilayah {region!r} tidak dikenal",
                    f"unknown region {region!r}",
                )


def _mandate_problems(assignment: Assignment, place: str, command: LoadRoster, work: Work) -> Iterator[Reason]:
    if not assignment.acting:
        return
    if assignment.acting == "plh":
        # Under a rulebook that does not say what a Plh. may not do, nobody becomes one.
        yield from _known(assignment.acting, work.rulebook.acting, f"{place}.acting", "acting-unknown")
    powers = {power for post in work.rulebook.posts.values() for power in post.may}
    for excluded in assignment.excludes:
        yield from _known(excluded, {*work.rulebook.commands, *powers}, f"{place}.excludes", "command-unknown")
    principal = assignment.acting_for
    if not principal:
        return
    persons = {officer.id: officer.person for officer in (*work.roster.officers, *command.officers)}
    yield from _known(principal, persons, f"{place}.acting_for", "officer-unknown")
    if principal in persons and persons.get(assignment.officer) == persons[principal]:
        yield fault(
            f"{place}.acting_for",
            "acting-for-oneself",
            "tidak seorang pun menggantikan dirinya sendiri",
            "nobody acts for themselves",
            "R-APP-6",
        )
    owned = any(
        held.officer == principal and held.post == assignment.post and not held.acting
        for held in (*work.roster.assignments, *command.assignments)
    )
    if principal in persons and not owned:
        # Who holds it by a mandate themselves does not pass it on: whom it comes from would be lost.
        yield fault(
            f"{place}.acting_for",
            "acting-for-no-holder",
            f"{principal} tidak pernah memegang {assignment.post} atas namanya sendiri",
            f"{principal} never held {assignment.post} in their own right",
            "R-APP-6",
        )


def _known(value: str, known: Iterable[str], path: str, code: str) -> Iterator[Reason]:
    allowed = set(known)
    if value not in allowed:
        hint = near(value, allowed)
        yield fault(path, code, f"{value!r} tidak dikenal{hint.id}", f"unknown {value!r}{hint.en}")
