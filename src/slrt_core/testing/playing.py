"""A story played line by line: what comes of each step, and whether it is what the story says.

The play is the same wherever it is given: with the decisions alone (`slrt_core.testing.stages.SceneStage`), or at a
desk with its store (`slrt_core.testing.desk_stage`). The first line that does not hold ends it, since all that follows
stands on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from attrs import frozen

from slrt_core.model.cases import Case, Way
from slrt_core.model.commands import Move, Seen
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.rules import deadlines
from slrt_core.rules.access import Setting
from slrt_core.testing import around, checks
from slrt_core.testing.stages import HIDDEN, Stage
from slrt_core.testing.stories import Check, Ending, Line, Records, Staffing, Step, Story, Wait

__all__ = ["Failure", "play"]


@frozen(kw_only=True)
class Failure:
    """Something that is not as it must be.

    Args:
        id: of the story, demand or prohibition.
        rules: the rules concerned.
        where: the line of the story at which it showed.
        text: what is wrong.
    """

    id: str
    rules: tuple[str, ...]
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.id} ({', '.join(self.rules)}), at {self.where!r}: {self.text}"


def play(story: Story, stage: Stage, *, pace: int = 0) -> Iterator[tuple[Line, str]]:
    """Play a story.

    Args:
        story: what is told.
        stage: where.
        pace: how many working days pass before each step, besides those of which the story tells.

    Yields:
        Each line that was played with what is wrong; an empty text if nothing is. The first fault ends the play.
    """
    for line in story.lines:
        try:
            if pace and isinstance(line, Step) and not line.ending.refused:
                stage.go_to(deadlines.due(stage.setting.rulebook.calendar, stage.setting.on, pace))
            wrong = _played(line, stage)
        except (KeyError, LookupError, ValueError) as error:
            wrong = f"{type(error).__name__}: {error}"
        yield line, wrong
        if wrong:
            return


def _played(line: Line, stage: Stage) -> str:
    match line:
        case Records():
            actor = _actor(line.who, line.post, stage)
            content = around.content_of(line.content)
            codes = stage.record(actor, content, Way(line.way), around.PLACES[line.place])
            return _differs(line.ending, codes, stage.case)
        case Step():
            if stage.case is None:
                return "nothing is recorded yet"
            actor = _actor(line.who, line.post, stage)
            return _differs(line.ending, stage.take(actor, _move(line, stage.case, stage.setting)), stage.case)
        case Wait():
            stage.go_to(_day(line.words, stage.setting))
        case Staffing(words=("household", "decile", decile)):
            stage.list_says("decile", int(decile))
        case Staffing(words=("household", status)):
            stage.list_says("central_status", status)
        case Staffing():
            stage.restaff(around.staffed(stage.setting.roster, line.words, stage.setting.on))
        case Check():
            return checks.checked(line.words, stage)
    return ""


def _actor(who: str, post: str, stage: Stage) -> Actor:
    if who == "system":
        return SYSTEM
    roster, today = stage.setting.roster, stage.setting.on
    officer = roster.officer(who)
    held = [a.post for a in roster.held(who, today)] or [a.post for a in roster.all_held(who)]
    return Actor(officer=who, person=officer.person, post=post or held[0])


def _move(line: Step, case: Case, setting: Setting) -> Move:
    options, words = line.options, "" if "words" in line.flags else "keterangan"
    content = receiver = None
    if "survey" in options:
        content = around.surveyed(case.content, options["survey"][0], setting.on)
    elif "to" in options and line.command == "forward":
        receiver = around.receiver_of(options["to"])
    elif "to" in options:
        content = around.content_of(options["to"])
    told = "" if "channel" in line.flags or line.command not in {"inform", "not_reached"} else "home"
    seen = None if "seen" in line.flags else Seen(case.version - ("stale" in line.flags), case.digest)
    return Move(
        case=case.id,
        command=line.command,
        seen=seen,
        reason="".join(options.get("for", ())),
        note=words,
        result=words,
        content=content,
        receiver=receiver,
        channel="".join(options.get("by", (told,))),
    )


def _differs(ending: Ending, codes: tuple[str, ...], case: Case | None) -> str:
    if codes:
        if not ending.refused:
            return f"refused: {', '.join(codes)}"
        if codes == (HIDDEN,):
            return ""
        missing = [code for code in ending.refused if code not in codes]
        return f"refused: {', '.join(codes)}, and not: {', '.join(missing)}" if missing else ""
    if ending.refused:
        return "allowed"
    assert case is not None
    referral = case.referral.state if case.referral else ""
    if case.state != ending.state or (ending.referral and referral != ending.referral):
        return f"it is {case.state}" + (f"/{referral}" if referral else "")
    return ""


def _day(words: Sequence[str], setting: Setting) -> date:
    match words:
        case ["after", count, "working", "days" | "day"]:
            return deadlines.due(setting.rulebook.calendar, setting.on, int(count))
        case ["after", count, "days" | "day"]:
            return setting.on + timedelta(days=int(count))
        case ["on", day]:
            return date.fromisoformat(day)
    raise ValueError(f"when is that: {' '.join(words)}")
