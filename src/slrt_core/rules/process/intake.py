"""May this person record these things, in this way, of this household? Where every case begins (R-INT-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.model.contents import Complaint, kind_of
from slrt_core.model.homes import Merger
from slrt_core.rules.process.apart import households_of, is_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from slrt_core.model.cases import Way
    from slrt_core.model.contents import Content
    from slrt_core.model.officers import Actor
    from slrt_core.model.registry import Household
    from slrt_core.reasons import Reason
    from slrt_core.rules.access import Setting

__all__ = ["intake"]


def intake(
    setting: Setting, way: Way, contents: Sequence[Content], household: Household | None, actor: Actor
) -> Iterator[Reason]:
    """Why an actor may not record this; nothing if they may. Whether they may act in that place is asked elsewhere.

    Args:
        setting: rules, roster, map and day.
        way: how it comes in.
        contents: what each case says.
        household: whose cases they are; ``None`` for an anonymous complaint.
        actor: who records.
    """
    book, rule = setting.rulebook, setting.rulebook.ways[way]
    if actor.post not in rule.posts:
        yield book.refusal("intake-post", way=rule.label, posts=book.listed(book.posts, rule.posts))
    theirs = households_of(setting.roster, actor.person)
    into = {content.into for content in contents if isinstance(content, Merger)}
    if household is not None and theirs & ({household.id} | household.homes | into):
        yield book.refusal("apart-household")
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
