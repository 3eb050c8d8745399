"""What a desk would put beside a transaction."""

from datetime import date

from slrt_core.desk.work import Cache, Work
from slrt_core.model.commands import Moment
from slrt_core.ports import Transaction
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing import FakeKeys, ManualClock, SeededIds
from slrt_core.testing.district import DISTRICT

__all__ = ["work_on"]


def work_on(tx: Transaction) -> Work:
    """A transaction with what a desk would put beside it; an audit asks for no more than the district."""
    return Work(
        tx=tx,
        district=DISTRICT,
        rulebook=load_rulebook(),
        keys=FakeKeys(),
        ids=SeededIds(),
        moment=Moment(ManualClock().now(), date(2026, 1, 5)),
        cache=Cache(),
    )
