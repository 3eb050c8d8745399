"""Writers and relay are killed at any moment: what was acknowledged is there once, and nothing else is."""

import pytest

from tests.faults.campaign import Campaign, Stage
from tests.faults.settling import settled
from tests.faults.worker import Task


@pytest.mark.parametrize(
    ("times", "jumps"),
    [
        pytest.param(20, False, id="20"),
        pytest.param(8, True, id="8 with a jumping clock"),
        pytest.param(1000, False, id="1000", marks=pytest.mark.long),
        pytest.param(200, True, id="200 with a jumping clock", marks=pytest.mark.long),
    ],
)
def test_killed_processes_lose_nothing(times: int, jumps: bool, stage: Stage) -> None:
    task = Task(number=0, url=stage.url, keys=str(stage.keys), jumps=jumps, patience=20)
    campaign = Campaign(stage.nest, task, stage.folder, writers=3, relays=2, seed=times)
    campaign.kill(times, patience=1800)
    campaign.finish()
    assert settled(campaign, stage.url, stage.keys) == []
    assert campaign.kills.total() == times
    # The dead leave no lock behind: at most somebody waited too long on a busy machine.
    assert set(campaign.tried) <= {"busy"}
    print(campaign.report())
