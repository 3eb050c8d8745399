"""The end of a campaign: everything is opened anew, and must be what was acknowledged."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

from slrt_core.adapters.sql import SqlStorage
from tests.faults.campaign import Campaign
from tests.faults.deeds import DISTRICT, desk_on
from tests.faults.oracle import all_of, audit


def settled(campaign: Campaign, url: str, keys: Path) -> list[str]:
    """What is wrong at the end, with everything opened anew."""
    with closing(SqlStorage(url)) as storage:
        faults = campaign.faults + audit(storage, desk_on(storage, keys), campaign.ledger)
        with storage.transaction(DISTRICT, write=False) as tx:
            messages = {m.key: m.index["state"] for m in all_of(tx, "message")}
    delivered = [line.split("\t") for line in campaign.inbox.read_text().splitlines()]
    faults += [f"message {key}: {state}" for key, state in messages.items() if state != "sent"]
    if {key for key, _ in delivered} != set(messages):
        faults.append("delivered is not what was to be sent")
    by_relay = Counter(key for key, _ in {tuple(line) for line in delivered})
    faults += [f"message {key}: two relays had it" for key, relays in by_relay.items() if relays > 1]
    # Each death between delivering and saying so costs one delivery more; twice in a campaign all are stopped.
    deaths = campaign.kills["relay"] + campaign.relays * (campaign.kills["server"] + 2)
    if len(delivered) - len(messages) > deaths:
        faults.append(f"delivered {len(delivered)} times for {len(messages)} messages")
    return faults
