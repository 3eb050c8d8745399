"""How prohibitions and demands are written down: id, rule, source, two sentences, and what to look at."""

from collections.abc import Callable, Sequence

from slrt_core.model.events import CaseEvent
from slrt_core.reasons import Text
from slrt_core.rules.process import Scene
from slrt_core.testing.oracle import Prohibition
from slrt_core.testing.stories import Source
from tests.vectors.process.reading import Told, told

project = Source(place="project")
"""No source says it; the work needs it."""


def article(place: str, quote: str) -> Source:
    """An article with the words that stand there."""
    return Source(place=place, quote=quote)


Looks = Callable[[Told, Scene], bool]


def forbids(into: list[Prohibition]) -> Callable[[str, str, Source, str, str], Callable[[Looks], Looks]]:
    """Write prohibitions into a list."""

    def forbid(id: str, rule: str, source: Source, indonesian: str, english: str) -> Callable[[Looks], Looks]:
        def write(looks: Looks) -> Looks:
            def broken(events: Sequence[CaseEvent], scene: Scene) -> bool:
                return looks(told(events), scene)

            into.append(Prohibition(id=id, rule=rule, source=source, text=Text(indonesian, english), broken=broken))
            return looks

        return write

    return forbid
