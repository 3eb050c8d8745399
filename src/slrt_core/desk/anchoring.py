"""Making an anchor: which streams have grown, and does what grew follow from what was anchored before?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.anchors import Anchored, Pages, Signer, stored_anchors
from slrt_core.desk.chains import Leaf, begin, entries, walk
from slrt_core.desk.heads import Known, all_streams
from slrt_core.rules.process import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from slrt_core.desk.work import Work
    from slrt_core.ports import New, Transaction

__all__ = ["gather", "keep"]


def gather(transaction: Transaction, signer: Signer, district: str, at: datetime) -> tuple[Anchored, list[New]]:
    """A new anchor over all that has grown since the last one, and the records that keep it.

    What older anchors say is taken as it stands: an anchor that was forged shows when the journal is verified.

    Args:
        transaction: the running one, for reading.
        signer: signs it.
        district: whose journal.
        at: now.
    """
    earlier = [anchor for _, anchor in stored_anchors(transaction) if anchor is not None]
    pages, left_out = Pages(), []
    for known in all_streams(transaction, earlier, lambda _anchor, _page: None):
        if not known.there or (known.leaves and known.leaves[-1].head == known.head):
            continue
        leaf = _leaf(transaction, known)
        if leaf is None:
            left_out.append(known.stream)
        else:
            pages.add(leaf)
    last = max(earlier, key=lambda anchor: anchor.number, default=None)
    anchor, records = pages.sign(signer, district, last, at)
    return Anchored(anchor=anchor, left_out=tuple(left_out)), records


def _leaf(transaction: Transaction, known: Known) -> Leaf | None:
    start = known.leaves[-1] if known.leaves else begin(known.stream)
    walked = walk(entries(transaction, known.stream, start.number), (), start)
    if walked.code or walked.head != known.head:
        return None
    return Leaf(known.stream, walked.last, walked.head)


def keep(made: Anchored, records: Sequence[New], work: Work) -> None:
    """Store an anchor, and tell the auditor that there is one.

    Raises:
        Conflict: somebody else has just made the same anchor.
    """
    work.tx.insert("anchor", records)
    work.tell([Notice(to="auditor", purpose="anchor", case=f"anchor/{made.anchor.number}")])
