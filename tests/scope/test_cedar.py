"""An independent engine decides the same: Cedar, by policies that are written from the rulebook's own files.

Seen to fail: with `sensitive = true` taken from one post's policy, with `contains` of one receiver for all of them,
with a row of the tables left out, with the last day of a mandate not counted.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from random import Random

import pytest

from slrt_core.desk.visible import can_read_case
from slrt_core.model.officers import Actor
from slrt_core.rules.visibility import Purpose
from tests.scope.cedar import entities, mandate_id, policies
from tests.scope.districts import TODAY, District, district, rulebooks

cedar = pytest.importorskip("cedarpy")


def compared(made: District, requests: int, chance: Random) -> Counter[bool]:
    """Ask both about so many readings; what they said. One reading is a request for each mandate in the acting post."""
    book, roster = made.setting.rulebook, made.setting.roster
    policy = cedar.PolicySet.from_str(policies(book, rulebooks()[:2]))
    facts = cedar.Entities.from_json_str(
        json.dumps(entities(roster, made.setting.regions, [case for case, _ in made.cases]))
    )
    reading = [actor for actor in made.actors if _works(actor, made)]
    readings = [
        *chance.sample(list(product(reading, made.cases, Purpose)), requests - requests // 4),
        *chance.sample(list(product(made.actors, made.cases, Purpose)), requests // 4),
    ]
    asked, chosen = [], []
    for actor, (case, follows), purpose in readings:
        mandates = [
            {
                "principal": mandate_id(place),
                "action": f'Action::"{purpose.value}"',
                "resource": f'Case::"{case.id}"',
                "context": {"today": TODAY.toordinal()},
            }
            for place, one in enumerate(roster.assignments)
            if one.officer == actor.officer and one.post == actor.post
        ]
        chosen.append((actor, case, follows, purpose, len(mandates)))
        asked += mandates
    answers = iter(cedar.is_authorized_batch(asked, policy, facts))
    said: Counter[bool] = Counter()
    for actor, case, follows, purpose, count in chosen:
        results = [next(answers) for _ in range(count)]
        assert not any(result.diagnostics.errors for result in results), results[0].diagnostics.errors
        expected = any(result.allowed for result in results)
        assert can_read_case(made.setting, actor, case, follows, purpose) is expected, (actor, case, purpose)
        said[expected] += 1
    return said


def _works(actor: Actor, made: District) -> bool:
    """Whether somebody holds a post today that reads anything: of the others Cedar would say no and no again."""
    held = made.setting.roster.held_as(actor.officer, actor.post, TODAY)
    return bool(held) and made.setting.rulebook.posts[actor.post].reads != "none"


def test_cedar_decides_the_same() -> None:
    said = sum((compared(district(seed, 20, 60), 700, Random(seed)) for seed in (2, 3)), Counter[bool]())
    assert said.total() == 1_400
    assert said[True] > 60


@pytest.mark.long
def test_cedar_decides_the_same_fifty_thousand_times() -> None:
    said = sum((compared(district(seed, 40, 150), 5_000, Random(seed)) for seed in range(50, 61)), Counter[bool]())
    print(f"{said.total()} readings, {said[True]} allowed")
    assert said.total() >= 50_000


def test_one_who_holds_nothing_is_shown_nothing() -> None:
    made = district(1, 10, 40)
    nobody = Actor(officer="nobody", person="nobody", post="manager")
    assert not any(can_read_case(made.setting, nobody, case, book) for case, book in made.cases)
