"""What becomes of a case whose household moves, leaves, dies, splits, merges or was recorded twice (R-REG-4, own)."""

from collections.abc import Iterator
from typing import Any

from tests.vectors.process.articles.shapes import AT_HAND, KEPT, At, Said, Steps, only, step

Pairs = Iterator[tuple[str, Said | None]]

_LAPSE = {
    "household_left": frozenset({"need", "addition"}),
    "unit_died": frozenset({"need", "addition", "participation", "enquiry"}),
    "household_doubled": frozenset({"need", "addition"}),
}
"""What cannot be given any more to whom it was asked for; what is complained about or put right goes on."""


def befallen(at: At) -> Steps:
    """What follows by itself from what befell the household; nothing, if nothing did."""
    return {} if at.home is None or at.window_over else only((*_follows(at), *_ends(at)))


def _receiver(at: At) -> frozenset[str]:
    return frozenset({at.open.receiver.post}) if at.open else frozenset()


def _recalled(at: At) -> dict[str, Any]:
    more: dict[str, Any] = {"tells": _receiver(at)}
    if at.open or at.draft:
        more["referral"] = "cancelled"
        if at.kind == "addition":
            more["central"] = "unlisted"
    return more


def _follows(at: At) -> Pairs:
    """The case goes with its people; a complaint stays with the place that it is about."""
    stays: dict[str, Any] = {"within": KEPT, "rehomed": True, "tells": _receiver(at)}
    for command in ("household_split", "household_merged"):
        yield command, step("R-REG-4", "system", "", **stays)
    if at.kind == "complaint":
        if at.state != "closed":
            yield "household_moved", step("R-REG-4", "system", "", within=KEPT, tells=_receiver(at))
    elif at.state == "village_referral":
        # Another village answers for it now, so it is asked for anew there.
        yield "household_moved", step("R-REG-4", "system", at.back, within=AT_HAND, rehomed=True, **_recalled(at))
    else:
        yield "household_moved", step("R-REG-4", "system", "", **stays)


def _ends(at: At) -> Pairs:
    if at.state in {"decided", "closed"}:
        return
    for command, kinds in _LAPSE.items():
        if at.kind in kinds:
            more = _recalled(at)
            if command == "household_left":
                more["tells"] = frozenset({"facilitator"}) | _receiver(at)
            outcome = "duplicate" if command == "household_doubled" else "lapsed"
            yield command, step("R-REG-4", "system", "decided", outcome=outcome, **more)
        elif command != "household_doubled":
            yield command, step("R-REG-4", "system", "", within=KEPT, tells=_receiver(at))
