"""Writers and relay are killed at any moment: what was acknowledged is there once, and nothing else is."""

from pathlib import Path

import pytest

from tests.faults.campaign import Campaign, Zygote
from tests.faults.settling import settled
from tests.faults.worker import Task


@pytest.mark.parametrize("times", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_killed_processes_lose_nothing(times: int, nest: Zygote, sqlite: str, keys: Path, tmp_path: Path) -> None:
    campaign = Campaign(nest, Task(number=0, url=sqlite, keys=str(keys)), tmp_path, writers=3, relays=2, seed=times)
    campaign.kill(times)
    campaign.finish()
    assert settled(campaign, sqlite, keys) == []
    print(campaign.kills, campaign.phases, campaign.tried, sum(campaign.ledger.amounts.values()))
