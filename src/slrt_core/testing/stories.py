"""Stories of a case, as an official can read and write them: who does what, and what must come of it.

A file holds several stories. Each begins with ``==`` and its id; below it stand its title in Indonesian and in
English, the rules it tells of, the article it is taken from, and then one line for each thing that happens::

    == need-by-home-visit
    Kebutuhan dari kunjungan rumah
    A need from a home visit
    rules R-APP-1 R-APP-3
    from Pasal 14(1)b "setelah diperiksa dan disetujui oleh supervisor"
    sari records need SEMBAKO by home_visit -> recorded
    sari: submit -> review
    maya: refer -> refused state
    budi: endorse -> recommendation

What a line may say is in `docs/how-to/stories.md`. Nothing here knows what is right: the story says so.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from attrs import field, frozen

from slrt_core.reasons import Text

__all__ = ["Check", "Ending", "Line", "Records", "Source", "Staffing", "Step", "Story", "Wait", "read", "read_stories"]


@frozen(kw_only=True)
class Source:
    """Where a rule stands.

    Args:
        place: such as ``Pasal 14(1)b``, ``Lampiran 1.6d``, ``SELARAS 2``; ``project`` where no source says it.
        quote: the words that stand there; empty for ``project``.
    """

    place: str
    quote: str = ""

    def __attrs_post_init__(self) -> None:
        if bool(self.quote) == (self.place == "project"):
            raise ValueError(f"{self.place}: an article is quoted, what is of the project is not")


@frozen(kw_only=True)
class Ending:
    """What must come of a step: the state of the case, and of its referral if it is said; or the reasons against it."""

    state: str = ""
    referral: str = ""
    refused: tuple[str, ...] = ()


@frozen(kw_only=True)
class Line:
    """One line of a story, and where it stands."""

    text: str
    number: int


@frozen(kw_only=True)
class Records(Line):
    """Somebody records the case."""

    who: str
    post: str
    content: tuple[str, ...]
    way: str
    place: str
    ending: Ending


@frozen(kw_only=True)
class Step(Line):
    """Somebody takes a step.

    Args:
        options: ``for`` a reason, ``to`` a content or a receiver, ``by`` a channel, ``survey`` a finding.
        flags: ``stale``, and what the step is ``without``: ``reason``, ``words``, ``seen``.
    """

    who: str
    post: str
    command: str
    options: dict[str, tuple[str, ...]]
    flags: frozenset[str]
    ending: Ending


@frozen(kw_only=True)
class Wait(Line):
    """Time passes: so many days, working days, or until a day."""

    words: tuple[str, ...]


@frozen(kw_only=True)
class Staffing(Line):
    """Something happens to the officers, or to the household."""

    words: tuple[str, ...]


@frozen(kw_only=True)
class Check(Line):
    """What must hold now."""

    words: tuple[str, ...]


@frozen(kw_only=True)
class Story:
    """One story.

    Args:
        id: short and stable.
        title: in both languages.
        rules: the rules it tells of.
        source: where it is taken from.
        settings: what the district chose otherwise than by default.
        lines: what happens.
    """

    id: str
    title: Text
    rules: tuple[str, ...]
    source: Source
    settings: dict[str, str] = field(factory=dict)
    lines: tuple[Line, ...] = ()

    @property
    def ways(self) -> frozenset[str]:
        """The ways in of which it tells."""
        return frozenset(line.way for line in self.lines if isinstance(line, Records))

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of case of which it tells; a problem may become a need or a complaint."""
        kinds = {line.content[0] for line in self.lines if isinstance(line, Records)}
        return frozenset(kinds | ({"need", "complaint"} if "problem" in kinds else set()))


_RECORDS = re.compile(
    r"(?P<who>[\w-]+)(?: as (?P<post>\w+))? records (?P<what>.+?) by (?P<way>\w+)(?: in (?P<place>[\w-]+))?"
)
_STEP = re.compile(r"(?P<who>[\w-]+)(?: as (?P<post>\w+))?: (?P<command>\w+)(?: (?P<rest>.*))?")
_OPTIONS = frozenset({"for", "to", "by", "survey"})


def read_stories(directory: Path) -> tuple[Story, ...]:
    """All stories of a directory, in order of file and place.

    Raises:
        ValueError: a line cannot be read, or an id stands twice.
    """
    found = tuple(
        story for path in sorted(directory.glob("*.story")) for story in read(path.read_text("utf-8"), path.name)
    )
    ids = [story.id for story in found]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise ValueError(f"told twice: {', '.join(twice)}")
    return found


def read(text: str, name: str = "story") -> Iterator[Story]:
    """The stories of one text.

    Args:
        text: as described above.
        name: of the file, for what is said of a faulty line.

    Raises:
        ValueError: a line cannot be read.
    """
    block: list[tuple[int, str]] = []
    for number, written in enumerate(text.splitlines(), 1):
        line = written.strip()
        if line.startswith("== "):
            if block:
                yield _story(block, name)
            block = [(number, line)]
        elif line and not line.startswith("#"):
            if not block:
                raise ValueError(f"{name}:{number}: a story begins with == and its id")
            block.append((number, line))
    if block:
        yield _story(block, name)


def _story(block: list[tuple[int, str]], name: str) -> Story:
    if len(block) < 5:
        raise ValueError(f"{name}:{block[0][0]}: a story has an id, two titles, rules, a source, and what happens")
    (_, first), (_, indonesian), (_, english), *rest = block
    rules: tuple[str, ...] = ()
    source: Source | None = None
    settings: dict[str, str] = {}
    lines: list[Line] = []
    for number, line in rest:
        try:
            word, *words = shlex.split(line)
            if word == "rules":
                rules = tuple(words)
            elif word == "from":
                source = _source(line.removeprefix("from "))
            elif word == "set":
                option, value = words
                settings[option] = value
            else:
                lines.append(_line(line, number, [word, *words]))
        except ValueError as error:
            raise ValueError(f"{name}:{number}: {line}: {error}") from error
    if not rules or source is None:
        raise ValueError(f"{name}:{block[0][0]}: a story names its rules and its source")
    return Story(
        id=first.removeprefix("== ").strip(),
        title=Text(indonesian, english),
        rules=rules,
        source=source,
        settings=settings,
        lines=tuple(lines),
    )


def _source(text: str) -> Source:
    place, _, quote = text.partition('"')
    return Source(place=place.strip(), quote=quote.rstrip('"'))


def _line(line: str, number: int, words: list[str]) -> Line:
    match words[0]:
        case "after" | "on":
            return Wait(text=line, number=number, words=tuple(words))
        case "staff" | "household":
            return Staffing(text=line, number=number, words=tuple(words))
        case "check":
            return Check(text=line, number=number, words=tuple(words[1:]))
    told, arrow, end = line.partition(" -> ")
    if not arrow:
        raise ValueError("it does not say what comes of it: -> and a state, or -> refused and a code")
    if recorded := _RECORDS.fullmatch(told):
        return Records(
            text=line,
            number=number,
            who=recorded["who"],
            post=recorded["post"] or "",
            content=tuple(shlex.split(recorded["what"])),
            way=recorded["way"],
            place=recorded["place"] or "desa-satu",
            ending=_ending(end),
        )
    if step := _STEP.fullmatch(told):
        options, flags = _options(shlex.split(step["rest"] or ""))
        return Step(
            text=line,
            number=number,
            who=step["who"],
            post=step["post"] or "",
            command=step["command"],
            options=options,
            flags=flags,
            ending=_ending(end),
        )
    raise ValueError("it is neither a record nor a step")


def _options(words: list[str]) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    options: dict[str, list[str]] = {}
    flags: set[str] = set()
    into: list[str] | None = None
    left = iter(words)
    for word in left:
        if word == "stale":
            flags.add(word)
        elif word == "without":
            flags.add(next(left, ""))
        elif word in _OPTIONS:
            into = options.setdefault(word, [])
        elif into is not None:
            into.append(word)
        else:
            raise ValueError(f"what is {word!r}?")
    if not flags <= {"stale", "reason", "words", "seen", "channel"}:
        raise ValueError("a step is stale, or without reason, words, channel or seen")
    return {name: tuple(values) for name, values in options.items()}, frozenset(flags)


def _ending(text: str) -> Ending:
    first, *codes = text.replace(",", " ").split()
    if first == "refused":
        if not codes:
            raise ValueError("a refusal names its code")
        return Ending(refused=tuple(codes))
    state, _, referral = text.partition("/")
    return Ending(state=state.strip(), referral=referral.strip())
