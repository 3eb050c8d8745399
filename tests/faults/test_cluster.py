"""A PostgreSQL cluster of our own is stopped at once, again and again, while it is written to."""

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from slrt_core.adapters.keys import FileKeys
from tests.faults.campaign import Campaign, Zygote
from tests.faults.cluster import Cluster, cluster, tools
from tests.faults.deeds import prepare
from tests.faults.servers import database
from tests.faults.settling import settled
from tests.faults.worker import Task


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster]:
    programs = tools()
    if programs is None:
        pytest.skip("no PostgreSQL server programs (initdb, pg_ctl): install the package postgresql")
    with cluster(programs) as held:
        yield held


@pytest.mark.parametrize("times", [3, pytest.param(50, marks=pytest.mark.long)])
def test_immediate_restarts(times: int, postgres: Cluster, nest: Zygote, keys: Path, tmp_path: Path) -> None:
    random = Random(times)
    with database(postgres.url) as url:
        prepare(url, FileKeys(keys))
        task = Task(number=0, url=url, keys=str(keys), patience=60)
        campaign = Campaign(nest, task, tmp_path, writers=4, relays=1, seed=times)
        try:
            for _ in range(times):
                campaign.work(random.randrange(1, 25))
                time.sleep(random.uniform(0, 0.02))
                postgres.stop("immediate")
                postgres.start()
                campaign.kills["server"] += 1
            campaign.work(20)
            campaign.finish()
        finally:
            campaign.stop()
        assert settled(campaign, url, keys) == []
        # Most restarts a desk lives through by itself; then only its store has seen them.
        assert campaign.met >= times, "nobody noticed a restart"
        print(campaign.report())


@pytest.mark.parametrize("times", [8, pytest.param(150, marks=pytest.mark.long)])
def test_killed_clients_of_a_server(times: int, postgres: Cluster, nest: Zygote, keys: Path, tmp_path: Path) -> None:
    """What a killed client had sent, the server may still finish: its successor meets it under the same key."""
    with database(postgres.url) as url:
        prepare(url, FileKeys(keys))
        task = Task(number=0, url=url, keys=str(keys), patience=20)
        campaign = Campaign(nest, task, tmp_path, writers=3, relays=1, seed=times)
        campaign.kill(times)
        campaign.finish()
        assert settled(campaign, url, keys) == []
        print(campaign.report())
