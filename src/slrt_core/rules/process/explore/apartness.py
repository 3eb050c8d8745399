"""R-APP-5 as prohibitions: who must keep away from what, counted anew from the history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slrt_core.model.contents import Complaint
from slrt_core.model.events import CaseEvent, CaseOpened, ContentChanged
from slrt_core.reasons import Text
from slrt_core.rules import access
from slrt_core.rules.process.befalling import BEFALLING
from slrt_core.rules.process.explore.findings import Prohibition
from slrt_core.rules.process.explore.histories import Deed, history
from slrt_core.rules.process.waiting import paths_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.model.cases import Case
    from slrt_core.model.officers import Actor, Officer, Roster
    from slrt_core.rules.process.explore.histories import History
    from slrt_core.rules.process.scene import Scene

__all__ = ["APART"]


def _person(actor: Actor, scene: Scene) -> str:
    """Who stands behind an account, by the roster: what the step itself says of it may be what is wrong."""
    roster = scene.setting.roster
    return roster.officer(actor.officer).person if actor.officer in roster else actor.person


def _mine(read: History, person: str, deed: Deed, scene: Scene) -> list[Deed]:
    return [d for d in read.deeds if d.index < deed.index and _person(d.actor, scene) == person]


def _judged_last(events: Sequence[CaseEvent], scene: Scene) -> tuple[Deed, list[Deed]] | None:
    """The judgement that was just passed, and what the same person did before."""
    read = history(events)
    deed = read.done
    if deed is None or not deed.stage or deed.by_itself:
        return None
    return deed, _mine(read, _person(deed.actor, scene), deed, scene)


def _two_stages(events: Sequence[CaseEvent], scene: Scene) -> bool:
    found = _judged_last(events, scene)
    return found is not None and any(d.stage and d.stage != found[0].stage for d in found[1])


def _own_record(events: Sequence[CaseEvent], scene: Scene) -> bool:
    found = _judged_last(events, scene)
    if found is None:
        return False
    recorded = _person(history(events).opened.actor, scene) == _person(found[0].actor, scene)
    return recorded or any(not d.stage for d in found[1])


def _after_objection(events: Sequence[CaseEvent], scene: Scene) -> bool:
    found = _judged_last(events, scene)
    return found is not None and any(d.stage and d.round < found[0].round for d in found[1])


def _own_household(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed, home = read.done, read.opened.household
    if deed is None or deed.by_itself or not home:
        return False
    return any(o.household == home for o in _accounts(scene.setting.roster, _person(deed.actor, scene)))


def _accounts(roster: Roster, person: str) -> Iterator[Officer]:
    return (officer for officer in roster.officers if officer.person == person)


def _about_oneself(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    if deed is None or deed.by_itself:
        return False
    said = [e.content for e in read if isinstance(e, CaseOpened | ContentChanged) and isinstance(e.content, Complaint)]
    about = {content.about for content in said if content.about}
    return any(officer.id in about for officer in _accounts(scene.setting.roster, _person(deed.actor, scene)))


def _no_mandate(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    if deed is None or deed.by_itself:
        return False
    held = [a for a in scene.setting.roster.held(deed.actor.officer, scene.setting.on) if a.post == deed.actor.post]
    return not any(access.reaches(scene.setting, assignment, read.opened.region) for assignment in held)


def _by_hand(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """What follows by itself was done by somebody, or what somebody must do came about by itself."""
    read = history(events)
    deed = read.done
    if deed is None:
        return False
    automatic = deed.command in {"escalate", "expire"} | BEFALLING or deed.command.startswith("referral_")
    return automatic != deed.by_itself


def _steps_in_early(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """Somebody stepped in although one is there who normally does this and need not keep away."""
    read = history(events)
    deed = read.done
    if deed is None or deed.by_itself:
        return False
    before = read.before(scene)
    posts = set(_normal_posts(before, deed, scene))
    if not posts or deed.actor.post in posts:
        return False
    for post in posts:
        for officer, assignment in scene.setting.roster.holders(post, scene.setting.on):
            referral = before.referral if deed.referral and deed.stage == "decide" else None
            fits = (
                access.answers(scene.setting, assignment, referral.receiver, before.region)
                if referral
                else access.reaches(scene.setting, assignment, before.region)
            )
            if fits and not _kept_away(read, officer.person, deed, scene):
                return True
    return False


def _normal_posts(case: Case, deed: Deed, scene: Scene) -> Iterator[str]:
    for path in paths_of(case, deed.command, scene.process):
        if not path.row.by_itself and bool(path.referral) == bool(deed.referral):
            yield from path.posts


def _kept_away(read: History, person: str, deed: Deed, scene: Scene) -> bool:
    home = read.opened.household
    if home and any(officer.household == home for officer in _accounts(scene.setting.roster, person)):
        return True
    content = next((e.content for e in reversed(read) if isinstance(e, CaseOpened | ContentChanged)), None)
    if isinstance(content, Complaint) and any(o.id == content.about for o in _accounts(scene.setting.roster, person)):
        return True
    if not deed.stage:
        return False
    mine = _mine(read, person, deed, scene)
    return (
        _person(read.opened.actor, scene) == person
        or any(not d.stage or d.stage != deed.stage for d in mine)
        or any(d.round < deed.round for d in mine)
    )


APART: tuple[Prohibition, ...] = (
    Prohibition(
        id="two-stages",
        rule="R-APP-5",
        text=Text("satu orang menilai pada dua tahap", "one person judges at two stages"),
        broken=_two_stages,
    ),
    Prohibition(
        id="own-record",
        rule="R-APP-5",
        text=Text("seseorang menilai yang dicatat atau ditanganinya", "a person judges what they recorded or handled"),
        broken=_own_record,
    ),
    Prohibition(
        id="after-objection",
        rule="R-APP-5",
        text=Text("setelah keberatan orang yang sama menilai lagi", "after an objection the same person judges again"),
        broken=_after_objection,
    ),
    Prohibition(
        id="own-household",
        rule="R-APP-5",
        text=Text("petugas menangani kasus rumah tangganya", "an officer acts on a case of their own household"),
        broken=_own_household,
    ),
    Prohibition(
        id="about-oneself",
        rule="R-APP-5",
        text=Text("petugas menangani keluhan tentang dirinya", "an officer acts on a complaint about themselves"),
        broken=_about_oneself,
    ),
    Prohibition(
        id="no-mandate",
        rule="R-APP-6",
        text=Text(
            "petugas bertindak tanpa penugasan di sana hari itu", "an officer acts without a mandate there that day"
        ),
        broken=_no_mandate,
    ),
    Prohibition(
        id="by-hand",
        rule="R-FUP-1",
        text=Text(
            "yang mengikuti dengan sendirinya dilakukan orang, atau sebaliknya",
            "somebody does what follows by itself, or the other way round",
        ),
        broken=_by_hand,
    ),
    Prohibition(
        id="steps-in-early",
        rule="R-APP-5",
        text=Text(
            "pengganti bertindak padahal yang berwenang masih ada",
            "a stand-in acts although somebody who normally does is there",
        ),
        broken=_steps_in_early,
    ),
)
"""Who keeps away from whom."""
