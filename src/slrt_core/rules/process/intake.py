"""May this person record these things, in this way, of this household? Where every case begins (R-INT-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.model.contents import Complaint, kind_of
from slrt_core.model.homes import Merger
from slrt_core.rules import access
from slrt_core.rules.process.apart import is_about, uncarried

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from slrt_core.model.cases import Way
    from slrt_core.model.contents import Content
    from slrt_core.model.officers import Actor
    from slrt_core.model.registry import Household
    from slrt_core.reasons import Reason
    from slrt_core.rules.access import Setting

__all__ = ["intake", "kept_out"]


def intake(
    setting: Setting, way: Way, contents: Sequence[Content], household: Household | None, actor: Actor, *, region: str
) -> Iterator[Reason]:
    """Why an actor may not record this; nothing if they may. Whether they may act in that place is asked elsewhere.

    Args:
        setting: rules, roster, map and day.
        way: how it comes in.
        contents: what each case says.
        household: whose cases they are; ``None`` for an anonymous complaint.
        actor: who records.
        region: the village.
    """
    book, rule = setting.rulebook, setting.rulebook.ways[way]
    if actor.post not in rule.posts:
        yield book.refusal("intake-post", way=rule.label, posts=book.listed(book.posts, rule.posts))
    if _lives_there(setting, actor.person, contents, household):
        yield book.refusal("apart-household")
    if setting.roster.acts_for_others(actor.officer):
        grounds = access.grounds(setting, actor, region)
        yield from uncarried(setting, grounds, lambda person: kept_out(setting, person, contents, household))
    for number, content in enumerate(contents):
        kind = kind_of(content)
        if kind not in rule.kinds:
            yield book.refusal("intake-kind", path=f"items[{number}]", kind=book.word("kind", kind), way=rule.label)
        if isinstance(content, Complaint):
            if is_about(setting.roster, content, actor.person):
                yield book.refusal("apart-about", path=f"items[{number}].about")
            if book.settings["who_may_complain"] == "vulnerable" and household is not None:
                # Unknown is not "no": whom the list does not know is not turned away.
                if household.vulnerable is False:
                    yield book.refusal("intake-who", path=f"items[{number}]")


def kept_out(setting: Setting, person: str, contents: Sequence[Content], household: Household | None) -> bool:
    """Whether a person must keep away from recording this: they live there, or are complained of (R-APP-5)."""
    about = any(is_about(setting.roster, content, person) for content in contents)
    return about or _lives_there(setting, person, contents, household)


def _lives_there(setting: Setting, person: str, contents: Sequence[Content], household: Household | None) -> bool:
    into = {content.into for content in contents if isinstance(content, Merger)}
    there = {household.id} | household.homes | into if household is not None else set()
    return bool(setting.roster.homes(person) & there)
