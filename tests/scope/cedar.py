"""Reading as Cedar policies, written from the rulebook's own files; and the facts, as Cedar's entities.

Nothing of the library decides here: the files are read as TOML and CSV, and what they say is written as policies. An
entity holds what is so (who holds which post where, who took a step, where a case stands), never who may read it.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from slrt_core.model.cases import Case
from slrt_core.model.officers import Actor, Assignment, Roster
from slrt_core.model.regions import RegionTree
from slrt_core.rules.rulebook import Rulebook

__all__ = ["entities", "mandate_id", "policies"]

_HERE = "resource.region in principal.regions"
_TODAY = "principal.first <= context.today && context.today <= principal.last"


def policies(current: Rulebook, followed: Iterable[Rulebook]) -> str:
    """The policies of a rulebook.

    Args:
        current: whose posts count.
        followed: those that cases follow, whose tables tell who is waited for.
    """
    posts = tomllib.loads(current.texts["posts.toml"])["post"]
    awaited = {name: list(_awaited(name, followed)) for name in posts}
    written = [
        "forbid(principal, action, resource) when { resource has about && resource.about == principal.person };",
        'forbid(principal, action == Action::"follow-up", resource) unless { resource has due };',
    ]
    for name, post in posts.items():
        is_post, sensitive = f"principal.post == {json.dumps(name)}", post.get("sensitive", False)
        if not sensitive:
            written.append(
                f'forbid(principal, action == Action::"export", resource) when {{ {is_post} && resource.sensitive }};'
            )
        match post["reads"]:
            case "region":
                hand = ["!resource.sensitive", "resource.handled.contains(principal.person)", *awaited[name]]
                more = "true" if sensitive else f"({' || '.join(hand)})"
                written.append(_permit(is_post, _HERE, more))
            case "referred":
                written.append(_permit(is_post, _HERE, "resource.referred.containsAny(principal.desks)"))
            case "own":
                written.append(_permit(is_post, "resource.recorder == principal.person"))
    return "\n".join(written)


def _permit(*conditions: str) -> str:
    return f"permit(principal, action, resource) when {{ {_TODAY} && {' && '.join(conditions)} }};"


def _awaited(post: str, books: Iterable[Rulebook]) -> Iterator[str]:
    """When a post is waited for: the rows that are a duty of its own, and those of referrals."""
    for book in books:
        duties = {
            name
            for name, rule in tomllib.loads(book.texts["commands.toml"])["command"].items()
            if rule.get("duty", True)
        }
        states, follows = (
            set(tomllib.loads(book.texts["states.toml"])["case"]),
            f"resource.rulebook == {json.dumps(book.hash)}",
        )
        steps = set()
        for row in _table(book, "cases.csv"):
            system = row["scope"] == "system" or row["days"] == "="
            if system or row["command"] not in duties or post not in row["posts"].split("|") or not _chosen(row, book):
                continue
            for kind in _each(row["kinds"], _KINDS):
                for way in _each(row["ways"], _WAYS):
                    steps |= {f"{kind} {way} {state}" for state in _each(row["from"], states)}
        if steps:
            yield f"({follows} && {json.dumps(sorted(steps))}.contains(resource.step))"
        for row in _table(book, "referrals.csv"):
            if row["command"] not in duties or row["side"] == "system":
                continue
            at = f"{json.dumps(row['from'].split('|'))}.contains(resource.referral.state)"
            me = json.dumps(post)
            if row["side"] == "receiver":
                yield f"({follows} && resource has referral && {at} && resource.referral.receiver == {me})"
            elif post in row["posts"].split("|"):
                # The sender looks after it, and the recorder may answer; of what a stand-in sent, those for whom it
                # stepped in: the recorder's post, or else each post of the row.
                posts = json.dumps(row["posts"].split("|"))
                answers = row["command"] == "provide"
                asked = f"resource.referral.sender == {me}" + (f" || resource.recorder_post == {me}" if answers else "")
                theirs = f"{posts}.contains(resource.referral.sender)" + (
                    f" || {posts}.contains(resource.recorder_post)" if answers else ""
                )
                stood_in = f"!({theirs}) && resource.referral.stage == {json.dumps(row['stage'])}"
                instead = f"(resource.recorder_post == {me} || !{posts}.contains(resource.recorder_post))"
                looks_after = f"({asked} || ({stood_in} && {instead}))"
                yield f"({follows} && resource has referral && {at} && {looks_after})"


_KINDS = {"change", "addition", "participation", "need", "complaint", "problem", "enquiry"}
_WAYS = {"home_visit", "assisted_request", "puskesos", "slrt_office"}


def _each(cell: str, every: set[str]) -> set[str]:
    return every if cell == "*" else set(cell.split("|"))


def _table(book: Rulebook, name: str) -> Iterator[Mapping[str, str]]:
    return iter(csv.DictReader(io.StringIO(book.texts[name])))


def _chosen(row: Mapping[str, str], book: Rulebook) -> bool:
    return all(book.settings[name] == value for name, _, value in (w.partition("=") for w in row["when"].split()))


# --- facts


def mandate_id(place: int) -> str:
    """The id of an assignment, by its place in the roster."""
    return f'Mandate::"{place}"'


def entities(roster: Roster, regions: RegionTree, cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Everything that is so."""
    found = [_entity("Region", region.id, {}, [region.parent] if region.parent else []) for region in regions]
    found += [_entity("Mandate", str(place), _mandate(one, roster)) for place, one in enumerate(roster.assignments)]
    return found + [_entity("Case", case.id, _case(case, roster)) for case in cases]


def _entity(kind: str, id_: str, attrs: Mapping[str, Any], parents: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "uid": {"type": kind, "id": id_},
        "attrs": attrs,
        "parents": [{"type": kind, "id": parent} for parent in parents],
    }


def _region(id_: str) -> Mapping[str, Any]:
    return {"__entity": {"type": "Region", "id": id_}}


def _mandate(one: Assignment, roster: Roster) -> Mapping[str, Any]:
    return {
        "post": one.post,
        "person": roster.officer(one.officer).person,
        "regions": [_region(id_) for id_ in one.regions],
        "desks": [{"post": one.post, "program": program} for program in ("", *one.programs)],
        "first": one.valid_from.toordinal(),
        "last": one.valid_until.toordinal(),
    }


def _case(case: Case, roster: Roster) -> Mapping[str, Any]:
    complaint = case.complaint
    facts: dict[str, Any] = {}
    if complaint is not None and complaint.about in roster:
        facts["about"] = roster.officer(complaint.about).person
    if case.due is not None:
        facts["due"] = str(case.due)
    last = case.referral
    if last is not None:
        sender = _first_sender(case)
        judged = [act.stage for act in case.acts if act.actor == sender and act.stage]
        facts["referral"] = {
            "state": last.state,
            "receiver": last.receiver.post,
            "sender": sender.post,
            "stage": judged[-1] if judged else "",
        }
    return {
        **facts,
        "region": _region(case.region),
        "sensitive": complaint is not None and complaint.sensitive,
        "recorder": case.recorder.person,
        "recorder_post": case.recorder.post,
        "handled": sorted({case.recorder.person, *(act.actor.person for act in case.acts)}),
        "referred": [{"post": r.receiver.post, "program": r.receiver.program} for r in case.referrals],
        "rulebook": case.rulebook,
        "step": f"{case.kind} {case.way} {case.state}",
    }


def _first_sender(case: Case) -> Actor:
    """Who sent what is referred now to begin with: a receiver that forwards it does not become its sender."""
    earlier = {referral.id: referral for referral in case.referrals}
    referral = case.referrals[-1]
    while referral.forwarded_from in earlier:
        referral = earlier[referral.forwarded_from]
    return referral.sender
