"""Ours against three workflow engines on the same ten-step case: what `make bench ARGS=process` runs.

Usage: python -m tests.benchmarks.process [PAIRS]      30 if not given

A pair is a bundle of cases by ours and as many by one peer. Before anything is measured, all of them are shown the same
wrong steps, and must take none of them: a peer that is fast because it lets everybody through is no peer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from attrs import evolve, frozen

from slrt_core.model.commands import Moment, Move, Seen
from slrt_core.model.officers import Actor
from tests.benchmarks.paired import conditions, interval, pair, ratio_line, timed
from tests.benchmarks.process import ours, peers
from tests.benchmarks.process.story import STEPS, Stage, Step, stage

WRONG = (
    Step("budi", "submit"),
    Step("tono", "submit"),
    Step("rina", "endorse"),
    Step("sari", "close"),
)
"""Another post, another village, another sub-district, closing before anybody was told."""


@frozen
class Peer:
    """What is compared with ours.

    Args:
        make: the engine.
        cases: how many are in a bundle.
        target: how many times faster ours should be.
        loaded: whether each step takes up the case anew, as it does where cases lie in a store between two steps.
    """

    make: Callable[[Stage, Moment], peers.Engine]
    cases: int
    target: float
    loaded: bool = False


PEERS = {
    "transitions": Peer(peers.transitions_, 20, 2),
    "transitions, case loaded for each step": Peer(peers.transitions_, 8, 2, loaded=True),
    "python-statemachine": Peer(peers.state_machine, 4, 20),
    "python-statemachine, case loaded for each step": Peer(peers.state_machine, 1, 20, loaded=True),
    "SpiffWorkflow, BPMN": Peer(peers.spiff_bpmn, 4, 25),
    "SpiffWorkflow, its core alone": Peer(peers.spiff, 8, 25),
}


def _move(step: Step, version: int, digest: str) -> Move:
    return Move(case="case-1", command=step.command, seen=Seen(version, digest), **step.given)  # type: ignore[arg-type]


def _actor(step: Step, on: Stage) -> Actor:
    return Actor(officer=step.officer, person=step.officer, post=on.posts[step.officer])


def by_peer(engine: peers.Engine, on: Stage, cases: int, *, loaded: bool) -> None:
    """So many cases from beginning to end."""
    for _ in range(cases):
        ticket, take = engine.begin()
        for step in STEPS:
            if loaded and engine.resume is not None:
                ticket = evolve(ticket)  # without what the engine hung onto it
                take = engine.resume(ticket)
            if not take(_move(step, ticket.version, ticket.digest), _actor(step, on)):
                raise SystemExit(f"{step.command} was not taken in {ticket.state}")
        if ticket.state != "closed":
            raise SystemExit(f"the case ended in {ticket.state}")


def by_us(how: tuple[Callable[[], ours.Case], ours.Ours], on: Stage, cases: int) -> None:
    """Likewise."""
    opened, take = how
    for _ in range(cases):
        case = opened()
        for step in STEPS:
            decision, case = take(case, _move(step, case.version, case.digest), _actor(step, on))
            if not decision.allowed:
                raise SystemExit(f"{step.command} was not taken in {case.state}: {decision.reasons}")
        if case.state != "closed":
            raise SystemExit(f"the case ended in {case.state}")


def _let_through(engine: peers.Engine, step: Step, on: Stage) -> bool:
    ticket, take = engine.begin()
    try:
        return take(_move(step, ticket.version, ticket.digest), _actor(step, on))
    except Exception:  # noqa: BLE001 - each engine has an error of its own for a step that a state has not
        return False


def main(pairs: int = 30) -> None:
    """Print the ratios and the pace."""
    on = stage()
    moment = Moment(at=datetime(2026, 1, 5, 1, tzinfo=UTC), on=on.setting.on)
    how = ours.begin(on, moment)
    print(conditions())
    opened, take = how
    for step in WRONG:
        assert not take(opened(), _move(step, 1, "as recorded"), _actor(step, on))[0].allowed
    for name, peer in PEERS.items():
        engine = peer.make(on, moment)
        for step in WRONG:
            if _let_through(engine, step, on):
                raise SystemExit(f"{name} lets {step} through")
        theirs = partial(by_peer, engine, on, peer.cases, loaded=peer.loaded)
        mine = partial(by_us, how, on, peer.cases)
        theirs(), mine()
        both = [pair(partial(timed, theirs), partial(timed, mine)) for _ in range(pairs)]
        print(ratio_line(f"{name} / ours", [their / our for their, our in both], f"{peer.target:g} or more"))
        their, our = (interval([each[side] for each in both])[0] / peer.cases / len(STEPS) * 1e6 for side in (0, 1))
        print(f"  a step: {their:.1f} µs, ours {our:.1f} µs")
    case, step = opened(), STEPS[0]
    move, actor = _move(step, case.version, case.digest), _actor(step, on)
    refused = _actor(WRONG[0], on)
    for name, who in (("allowed", actor), ("refused with reasons", refused)):
        seconds = interval([timed(lambda: [take(case, move, who) for _ in range(2000)]) for _ in range(pairs)])[0]  # noqa: B023
        print(f"{name}: {2000 / seconds:,.0f} decisions a second; target: 50,000 or more")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
