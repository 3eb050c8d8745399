"""Anchors: what is signed, what another party must hold, and what is noticed when they do not agree."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from random import Random

import pytest
from attrs import evolve

import slrt_core as slrt
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.signing import Ed25519Signatures, Ed25519Signer, new_signing_key
from slrt_core.desk import Anchor, read_anchors
from slrt_core.desk.auditing import verify
from tests.audit.life import Life
from tests.audit.raw import DISTRICT, RawMemory
from tests.audit.tampering import another, name_of, numbered, rechained


@pytest.fixture
def life(signer: Ed25519Signer) -> Life:
    """A life with three anchors."""
    life = Life.begin(Random(3), MemoryStorage())
    for _ in range(3):
        for _ in range(12):
            life.step()
        life.district.clock.advance(days=1)
        life.anchor(signer)
    return life


@pytest.fixture
def raw(life: Life) -> RawMemory:
    assert isinstance(life.district.storage, MemoryStorage)
    return RawMemory(life.district.storage)


@pytest.fixture
def trusted(signer: Ed25519Signer) -> Ed25519Signatures:
    return Ed25519Signatures([signer.public])


def codes(found: slrt.desk.Verified) -> list[tuple[str, int]]:
    return [(finding.code, finding.entry) for finding in found.findings]


def test_a_line_is_small_and_comes_back_as_it_was(life: Life) -> None:
    """What is handed over is one line, however long the journal; nothing personal stands in it."""
    lines = [anchor.line for anchor in life.anchors]
    assert all(len(line) < 700 and "\n" not in line for line in lines)
    assert read_anchors("\n".join(lines)) == tuple(life.anchors) == life.desk.anchors()
    assert [anchor.number for anchor in life.anchors] == [1, 2, 3]
    assert [anchor.previous for anchor in life.anchors[1:]] == [anchor.hash for anchor in life.anchors[:-1]]
    assert life.anchors[0].previous == ""


@pytest.mark.parametrize(
    "line", ["x", "{}", "[]", '{"anchor":{"number":1},"signature":""}', '{"anchor":3,"signature":""}']
)
def test_a_line_that_is_none_is_invalid_with_its_place(life: Life, line: str) -> None:
    with pytest.raises(slrt.Invalid) as error:
        read_anchors(f"{life.anchors[0].line}\n\n{line}")
    assert error.value.reasons[0].path == "line 3"


def test_a_field_too_many_or_of_another_type_is_invalid(life: Life) -> None:
    """What is not signed could say anything: there is none of it."""
    for change in ({"more": 1}, {"number": "1"}, {"streams": True}, {"number": 0}, {"at": "yesterday"}, {"root": None}):
        found = json.loads(life.anchors[0].line)
        found["anchor"] |= change
        with pytest.raises(slrt.Invalid):
            Anchor.parse(json.dumps(found))


def test_every_field_is_signed(life: Life, trusted: Ed25519Signatures) -> None:
    anchor = life.anchors[1]
    assert anchor.holds(DISTRICT, trusted)
    others = [
        evolve(anchor, number=9),
        evolve(anchor, at=life.anchors[2].at),
        evolve(anchor, previous=""),
        evolve(anchor, streams=anchor.streams + 1),
        evolve(anchor, root=life.anchors[0].root),
        evolve(anchor, signature=life.anchors[0].signature),
        evolve(anchor, signature="~"),
    ]
    assert not any(other.holds(DISTRICT, trusted) for other in others)
    assert not anchor.holds("34.04", trusted)
    assert not evolve(anchor, district="34.04").holds("34.04", trusted)


def test_the_other_party_is_told_in_the_same_transaction(life: Life) -> None:
    """A message waits for the relay, naming the anchor."""
    told = [(notice.purpose, notice.case) for notice in life.desk.outbox() if notice.to == "auditor"]
    assert told == [("anchor", "anchor/1"), ("anchor", "anchor/2"), ("anchor", "anchor/3")]


def test_a_day_without_work_is_anchored_too(life: Life, signer: Ed25519Signer, trusted: Ed25519Signatures) -> None:
    """And an anchor lists only what has grown: its cost is that of the day, not of the district."""
    life.district.clock.advance(days=1)
    quiet = life.anchor(signer)
    assert (quiet.number, quiet.streams) == (4, 0)
    found = life.desk.audit(trusted, life.anchors)
    assert (found.broken, found.unanchored, found.anchored_until) == (0, 0, quiet.at)
    assert found.unanchored_since is None
    life.homes = life.homes[:1]
    life.district.acting("sari").record_household(life.district.form("Wati", nik=None))
    assert life.anchor(signer).streams == 1


def test_without_a_trusted_key_no_anchor_counts(life: Life) -> None:
    found = life.desk.audit()
    assert (found.anchored_until, found.anchors, found.broken) == (None, 0, 0)
    assert found.unanchored == found.entries > 0


def test_anchors_that_nobody_can_check_are_not_passed_over(life: Life) -> None:
    with pytest.raises(slrt.Invalid):
        life.desk.audit(None, life.anchors)


def test_the_newest_anchor_dropped_is_known_to_the_other_party_only(
    life: Life, raw: RawMemory, trusted: Ed25519Signatures
) -> None:
    for key in raw.keys("anchor"):
        if key.startswith("00000003."):
            raw.put_body("anchor", key, None)
    alone = life.desk.audit(trusted)
    assert (alone.broken, alone.anchored_until, alone.witnessed) == (0, life.anchors[1].at, False)
    found = life.desk.audit(trusted, life.anchors)
    assert codes(found) == [("anchor-dropped", 3)]
    assert "other party" in found.findings[0].text.en
    assert (found.anchored_until, found.witnessed) == (life.anchors[1].at, True)


def test_an_anchor_missing_in_the_middle_is_found_without_any_help(
    life: Life, raw: RawMemory, trusted: Ed25519Signatures
) -> None:
    raw.put_body("anchor", "00000002.line", None)
    assert ("anchor-missing", 2) in codes(life.desk.audit(trusted))
    assert codes(life.desk.audit(trusted, life.anchors)) == [("anchor-dropped", 2)]


def test_what_the_other_party_was_given_after_is_not_taken_from_the_store(
    life: Life, trusted: Ed25519Signatures
) -> None:
    """Anchored is what somebody else holds: anchors that were not handed over do not count for them."""
    found = life.desk.audit(trusted, life.anchors[:2])
    assert (found.broken, found.anchors, found.anchored_until) == (0, 2, life.anchors[1].at)
    assert found.unanchored_since == life.anchors[1].at
    assert found.unanchored > 0


def test_one_line_alone_proves_those_before_it(life: Life, trusted: Ed25519Signatures) -> None:
    found = life.desk.audit(trusted, life.anchors[-1:])
    assert (found.broken, found.anchors, found.unanchored) == (0, 3, 0)


def test_whoever_has_the_key_too_is_found_by_what_was_handed_over(
    life: Life, raw: RawMemory, signer: Ed25519Signer, trusted: Ed25519Signatures
) -> None:
    """A past written anew, chains, records and all anchors signed again: the store alone is without a fault."""
    stream = next(name for name, length in life.lengths().items() if name.startswith("case/") and length > 1)
    bodies = [body for _, body in raw.read(stream)]
    bodies[0] = another(bodies[0], Random(1))
    again = rechained(bodies, stream)
    raw.write(stream, numbered(again))
    raw.head(stream, name_of(again[-1]))
    for key in raw.keys("anchor"):
        raw.put_body("anchor", key, None)
    forged = life.desk.anchor(signer).anchor
    assert forged.number == 1
    assert life.desk.audit(trusted).broken == 0
    found = life.desk.audit(trusted, life.anchors)
    assert codes(found) == [("anchor-changed", 1), ("anchor-dropped", 2), ("anchor-dropped", 3)]
    assert found.anchored_until is None
    twice = life.desk.audit(trusted, [*life.anchors, forged])
    assert ("handed-twice", 1) in codes(twice)


def test_anchors_of_another_key_or_district_do_not_count(life: Life, tmp_path: Path, raw: RawMemory) -> None:
    stranger = Ed25519Signatures([new_signing_key(tmp_path / "other.pem")])
    found = life.desk.audit(stranger, life.anchors)
    assert {code for code, _ in codes(found)} == {"anchor-forged", "handed-forged"}
    assert found.anchored_until is None
    raw.put_body("anchor", "00000001.line", b"\xff")
    assert ("anchor-damaged", 1) in codes(life.desk.audit(stranger))


def test_a_key_that_was_changed_goes_on_with_the_same_anchors(
    life: Life, tmp_path: Path, signer: Ed25519Signer
) -> None:
    """Both keys are trusted from then on, and the new anchor names the last one of the old key."""
    new_signing_key(tmp_path / "next.pem")
    following = Ed25519Signer(tmp_path / "next.pem")
    made = life.anchor(following)
    assert (made.number, made.previous) == (4, life.anchors[2].hash)
    both = Ed25519Signatures([signer.public, following.public])
    assert life.desk.audit(both, life.anchors).broken == 0
    assert life.desk.audit(Ed25519Signatures([signer.public]), life.anchors).broken > 0


def test_nothing_is_signed_for_a_chain_that_is_broken(
    life: Life, raw: RawMemory, signer: Ed25519Signer, trusted: Ed25519Signatures
) -> None:
    """The others are anchored all the same: one damaged stream does not leave the district without an anchor."""
    life.step()
    home = life.district.acting("sari").record_household(life.district.form("Wati", nik=None)).id
    rows = raw.read(f"household/{home}")
    raw.write(f"household/{home}", [(1, another(rows[0][1], Random(1)))])
    made = life.desk.anchor(signer)
    assert made.left_out == (f"household/{home}",)
    found = life.desk.audit(trusted, [*life.anchors, made.anchor])
    assert [finding.stream for finding in found.findings] == [f"household/{home}"]
    assert found.unanchored == 1


def test_a_state_that_its_events_do_not_lead_to(life: Life, raw: RawMemory, trusted: Ed25519Signatures) -> None:
    """Found when it is asked for: the chains alone do not show it."""
    key = raw.keys("case")[0]
    body = raw.body("case", key)
    assert b'"visit":"' in body
    raw.put_body("case", key, body.replace(b'"visit":"', b'"visit":"x', 1))
    assert life.desk.audit(trusted).broken == 0
    assert codes(life.desk.audit(trusted, states=True)) == [("state-differs", 0)]
    raw.put_body("case", key, b"no document")
    found = life.desk.audit(trusted, states=True)
    assert [(finding.code, finding.stream) for finding in found.findings] == [("state-differs", f"case/{key}")]


def test_more_findings_than_anybody_reads_are_counted(life: Life, trusted: Ed25519Signatures) -> None:
    from slrt_core.desk import auditing

    with pytest.MonkeyPatch.context() as patch, life.desk.work() as work:
        patch.setattr(auditing, "MOST_FINDINGS", 2)
        handed = [evolve(anchor, signature="") for anchor in life.anchors]
        found = verify(work, trusted, handed)
    assert (found.broken, len(found.findings)) == (3, 2)


def test_two_anchors_at_once_are_one_and_a_conflict(life: Life, signer: Ed25519Signer) -> None:
    """Whoever comes second is told, and no half of theirs is kept."""
    from slrt_core.desk.anchoring import gather, keep

    with life.desk.work() as work:
        made, records = gather(work.tx, signer, DISTRICT, work.moment.at)
    life.desk.anchor(signer)
    before, told = life.desk.anchors(), life.desk.outbox()
    with pytest.raises(slrt.Conflict), life.desk.work(write=True) as work:
        keep(made, records, work)
    assert life.desk.anchors() == before
    assert life.desk.outbox() == told


class TestKeys:
    def test_the_private_key_is_for_its_owner_only(self, tmp_path: Path) -> None:
        path = tmp_path / "signing.pem"
        public = new_signing_key(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert Ed25519Signer(path).public == public
        path.chmod(0o640)
        with pytest.raises(slrt.AdapterError) as error:
            Ed25519Signer(path)
        assert error.value.codes == ("signing-key-open",)

    def test_a_key_is_never_written_over(self, tmp_path: Path) -> None:
        path = tmp_path / "signing.pem"
        new_signing_key(path)
        before = path.read_bytes()
        with pytest.raises(slrt.AdapterError):
            new_signing_key(path)
        assert path.read_bytes() == before

    @pytest.mark.parametrize(
        "content", [b"", b"\xff\xfe", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
    )
    def test_what_is_no_key_is_said_so(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "signing.pem"
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(slrt.AdapterError) as error:
            Ed25519Signer(path)
        assert error.value.codes == ("signing-key",)
        with pytest.raises(slrt.AdapterError):
            Ed25519Signatures.read(path)
        with pytest.raises(slrt.AdapterError):
            Ed25519Signer(tmp_path / "nowhere")
        with pytest.raises(slrt.AdapterError):
            Ed25519Signatures.read(tmp_path / "nowhere")

    def test_only_the_bytes_that_were_signed(self, signer: Ed25519Signer, tmp_path: Path) -> None:
        trusted = Ed25519Signatures([signer.public])
        signature = signer.sign(b"this")
        assert trusted.made(signer.public, b"this", signature)
        assert not trusted.made(signer.public, b"that", signature)
        assert not trusted.made(signer.public, b"this", signature[:-1])
        assert not trusted.made(new_signing_key(tmp_path / "o.pem"), b"this", signature)
