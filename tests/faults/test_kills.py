"""Writers and relay are killed at any moment: what was acknowledged is there once, and nothing else is."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from slrt_core.plugins import Plugins
from tests.faults.campaign import Campaign, Zygote
from tests.faults.deeds import desk_on
from tests.faults.oracle import all_of, audit
from tests.faults.worker import Task
from tests.faults.deeds import DISTRICT


def settled(campaign: Campaign, url: str, keys: Path) -> list[str]:
    """What is wrong at the end, with everything opened anew."""
    with closing(Plugins().storage(url)) as storage:
        faults = campaign.faults + audit(storage, desk_on(storage, keys), campaign.ledger)
        with storage.transaction(DISTRICT, write=False) as tx:
            messages = {m.key: m.index["state"] for m in all_of(tx, "message")}
    delivered = [line.split("\t") for line in campaign.inbox.read_text().splitlines()]
    faults += [f"message {key}: {state}" for key, state in messages.items() if state != "sent"]
    if {key for key, _ in delivered} != set(messages):
        faults.append("delivered is not what was to be sent")
    by_relay = Counter(key for key, _ in {tuple(line) for line in delivered})
    faults += [f"message {key}: two relays had it" for key, relays in by_relay.items() if relays > 1]
    if len(delivered) - len(messages) > campaign.kills["relay"]:
        faults.append("delivered again without need")
    return faults


@pytest.mark.parametrize("times", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_killed_processes_lose_nothing(times: int, nest: Zygote, sqlite: str, keys: Path, tmp_path: Path) -> None:
    campaign = Campaign(nest, Task(number=0, url=sqlite, keys=str(keys)), tmp_path, writers=3, relays=2, seed=times)
    campaign.kill(times)
    campaign.finish()
    assert settled(campaign, sqlite, keys) == []
    print(campaign.kills, campaign.phases, campaign.tried, sum(campaign.ledger.amounts.values()))
