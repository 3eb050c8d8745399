"""Whether the journal is what was recorded: anchored, unanchored since when, or broken and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field, frozen

from slrt_core.desk import findings as found
from slrt_core.desk import replay
from slrt_core.desk.chains import begin, entries, walk
from slrt_core.desk.findings import Finding
from slrt_core.desk.heads import Known, all_streams
from slrt_core.desk.witnessing import trusted_anchors
from slrt_core.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from slrt_core.desk.anchors import Anchor, Signatures
    from slrt_core.desk.work import Work
    from slrt_core.ports import Entry, Transaction

__all__ = ["MOST_FINDINGS", "Verified", "verify"]

MOST_FINDINGS = 1000
"""So many findings are kept; beyond, they are only counted."""


@frozen(kw_only=True)
class Verified:
    """What a verification found.

    Args:
        anchored_until: when the last anchor that counts was made; ``None`` if none counts.
        unanchored: how many entries no anchor covers: whoever can write to the store could have changed them unseen.
        witnessed: whether the anchors came from another party, not from the store itself.
        anchors: how many count.
        streams: how many were read.
        entries: how many were read.
        broken: how many findings there are.
        findings: the first of them.
    """

    anchored_until: datetime | None
    unanchored: int
    witnessed: bool
    anchors: int
    streams: int
    entries: int
    broken: int
    findings: tuple[Finding, ...]

    @property
    def unanchored_since(self) -> datetime | None:
        """Since when entries are not covered by an anchor; ``None`` if all are, or if there is no anchor at all."""
        return self.anchored_until if self.unanchored else None


def verify(
    work: Work,
    signatures: Signatures | None = None,
    handed: Sequence[Anchor] | None = None,
    *,
    states: bool = False,
) -> Verified:
    """Read the whole journal and compare.

    Args:
        work: the running transaction, for reading.
        signatures: the public keys that are trusted; without any, no anchor counts.
        handed: the anchors that the other party has; if they are given, only what they prove is anchored.
        states: also fold each stream and compare the result with what is stored.

    Raises:
        Invalid: anchors were handed over, and no key is there to check them with.
    """
    if handed is not None and signatures is None:
        raise invalid(
            "signatures",
            "public-key-missing",
            id="jangkar hanya dapat diperiksa dengan kunci publik",
            en="anchors can be checked with a public key only",
        )
    audit = _Audit(work.tx)
    anchors: Sequence[Anchor] = ()
    if signatures is not None:
        anchors, problems = trusted_anchors(work.tx, work.district, signatures, handed)
        for problem in problems:
            audit.add(problem)
    for known in all_streams(work.tx, anchors, lambda anchor, page: audit.add(found.page(anchor, page))):
        audit.stream(known)
    if states:
        # What cannot be read any more is told already; folding it again would only say so once more.
        for stream in replay.differences(work, besides=audit.wrong):
            audit.add(found.state(stream))
    return Verified(
        anchored_until=anchors[-1].at if anchors else None,
        unanchored=audit.unanchored,
        witnessed=handed is not None,
        anchors=len(anchors),
        streams=audit.streams,
        entries=audit.entries,
        broken=audit.broken,
        findings=tuple(audit.findings),
    )


@define
class _Audit:
    transaction: Transaction
    streams: int = 0
    entries: int = 0
    unanchored: int = 0
    broken: int = 0
    findings: list[Finding] = field(factory=list)
    wrong: set[str] = field(factory=set)

    def add(self, finding: Finding) -> None:
        self.broken += 1
        if finding.stream:
            self.wrong.add(finding.stream)
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)

    def stream(self, known: Known) -> None:
        self.streams += known.there
        before = self.entries
        walked = walk(self._counted(known), known.leaves, begin(known.stream))
        if walked.wrong:
            self.add(found.chain(known.stream, walked))
        elif not known.there:
            self.add(found.vanished(known.stream))
        elif not known.head:
            self.add(found.record_missing(known.stream, walked))
        elif walked.head != known.head:
            self.add(found.head(known.stream, walked))
        self.unanchored += max(0, self.entries - before - walked.whole)

    def _counted(self, known: Known) -> Iterator[Entry]:
        for entry in entries(self.transaction, known.stream) if known.there else ():
            self.entries += 1
            yield entry
