"""Evidence at the desk: who adds and who reads, what stands on record, and what a crash may leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import attrs
import pytest

import slrt_core as slrt
from slrt_core.adapters.attachments import FolderAttachments
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.desk import Swept, attachments, replay
from slrt_core.desk.codec import decode, encode
from slrt_core.errors import AdapterError, Conflict, Invalid, NotFound, PluginError, Refused
from slrt_core.model import Attach, Attachment, Officer, Region
from slrt_core.model.facts import AsOf
from slrt_core.model.officers import HOST
from slrt_core.ports import Attachments, KeyProvider, Range, Storage
from slrt_core.testing import FailingStorage, FakeKeys, MemoryAttachments, SmallDistrict, small_district
from tests.attachments.files import JPEG, PDF, archive, png

PURPOSE = "evidence of the roof"
BOOK = slrt.load_rulebook()


class Place(MemoryAttachments):
    """Notes what is asked of it, and fails when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.full = False

    def put(self, district: str, name: str, sealed: bytes) -> None:
        self.said.append(f"put {name}")
        if self.full:
            raise AdapterError("full", slrt.Text("penuh", "full"))
        super().put(district, name, sealed)

    def get(self, district: str, name: str) -> bytes | None:
        self.said.append(f"get {name}")
        return super().get(district, name)


@attrs.define
class World:
    district: SmallDistrict
    place: Place
    home: str
    case: str

    @property
    def sari(self) -> slrt.Acting:
        return self.district.acting("sari")

    @property
    def desk(self) -> slrt.Desk:
        return self.district.desk

    def looks(self) -> list[tuple[str, str]]:
        return [(look.subject, look.purpose) for look in self.desk.looks()]

    def assert_whole(self) -> None:
        assert self.desk.verify() == {}
        with self.desk.work() as work:
            assert replay.differences(work) == []
            for stored in work.all("attachment", Range(field="at")):
                held = decode(stored.body, Attachment)
                assert held.erased or MemoryAttachments.get(self.place, "61.12", held.id) is not None


def make(storage: Storage | None = None, keys: KeyProvider | None = None, **options: str) -> World:
    district = small_district(storage, keys=keys, rulebook=slrt.load_rulebook(None, options) if options else BOOK)
    place = Place()
    district.desk._room.attachments = place
    sari = district.acting("sari")
    home = sari.record_household(district.form()).id
    case = sari.record_visit(home, [slrt.Problem(text="Atap bocor")]).cases[0].id
    return World(district, place, home, case)


@pytest.fixture
def world() -> Iterator[World]:
    made = make()
    yield made
    made.assert_whole()


# -------------------------------------------------------------------- adding and reading


@pytest.mark.parametrize(
    ("data", "media"),
    [(JPEG, "image/jpeg"), (png(), "image/png"), (PDF, "application/pdf")],
    ids=["jpeg", "png", "pdf"],
)
def test_what_is_added_is_given_back_byte_for_byte(world: World, data: bytes, media: str) -> None:
    """To a case and to a household alike; its kind is read from its bytes, whatever it is called."""
    for of in (world.case, world.home):
        added = world.sari.attach(of, data, name="surat.html", purpose=PURPOSE)
        assert (added.of, added.media, added.size, added.household) == (of, media, len(data), world.home)
        assert world.sari.attachment(added.id, of=of, purpose=PURPOSE) == data
        assert world.sari.attachments(of, purpose=PURPOSE) == (added,)
    assert (
        world.sari.reveal(world.sari.case(world.case).attachments[0].name, of=world.case, purpose="x") == "surat.html"
    )


def test_the_chain_of_the_case_covers_it(world: World) -> None:
    """Id, digest, kind, size and who added it stand in the case's own stream and in its state."""
    before = world.sari.case(world.case)
    world.district.clock.advance(hours=1)
    added = world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    after = world.sari.case(world.case)
    assert after == attrs.evolve(before, attachments=(added,), version=before.version + 1)
    assert added.actor == world.sari.actor
    line = [line for line in world.desk.export() if '"AttachmentAdded"' in line and f'"case/{world.case}"' in line]
    assert len(line) == 1
    assert added.id in line[0]
    assert world.sari.case(world.case, as_of=AsOf(added.on, added.at - timedelta(seconds=1))) == before
    world.district.clock.advance(days=1)
    late = world.sari.attach(world.case, PDF, purpose=PURPOSE)
    assert world.sari.case(world.case, as_of=AsOf(added.on)).attachments == (added,)
    assert world.sari.case(world.case).attachments == (added, late)


def test_what_was_stored_before_there_was_evidence_reads_as_before(world: World) -> None:
    """A case without attachments is stored as it always was, byte for byte."""
    with world.desk.work() as work:
        body = work.need("case", world.case).body
        assert b"attachments" not in body
        assert encode(work.case(world.case)) == body


def test_who_judges_has_seen_the_evidence(world: World) -> None:
    """A judgement on the case as it was before the evidence came is a Conflict."""
    item = world.sari.item(world.case)
    world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    with pytest.raises(Conflict):
        world.sari.perform("map", item, content=slrt.Need(program="PKH"))


def test_who_brings_evidence_does_not_judge(world: World) -> None:
    """Bringing it is handling the case (R-APP-5); another supervisor may judge."""
    [case] = world.sari.submit(world.sari.record_visit(world.home, [slrt.Need(program="PKH")]))
    budi = world.district.acting("budi")
    budi.attach(case.id, JPEG, purpose=PURPOSE)
    with pytest.raises(Refused) as error:
        budi.perform("endorse", budi.item(case))
    assert error.value.codes == ("apart-recorded",)


def test_nothing_of_it_stands_in_clear(world: World) -> None:
    """Neither content nor name is found in the store, and no plain hash of the content either."""
    import hashlib

    added = world.sari.attach(world.case, JPEG, name="KTP Siti Canary", purpose=PURPOSE)
    sealed = MemoryAttachments.get(world.place, "61.12", added.id)
    assert sealed is not None
    assert JPEG[20:60] not in sealed
    storage = world.district.storage
    assert isinstance(storage, MemoryStorage)
    held = repr(storage._districts)
    for clear in ("Canary", hashlib.sha256(JPEG).hexdigest(), repr(JPEG[20:60])[2:-1]):
        assert clear not in held
    assert added.digest in held


def test_the_look_is_on_record_before_the_content_is_fetched(world: World) -> None:
    """Also where the content then cannot be had."""
    added = world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    assert (f"case/{world.case}", f"attach: {PURPOSE}") in world.looks()
    seen: list[list[tuple[str, str]]] = []
    fetch = world.place.get

    def fetched(*of: str) -> bytes | None:
        seen.append(world.looks())
        return fetch(*of)

    world.place.get = fetched  # type: ignore[assignment, method-assign]
    world.sari.attachment(added.id, of=world.case, purpose="decide")
    assert (f"attachment/{added.id}", "decide") in seen[0]
    world.place.get = lambda *_: None  # type: ignore[method-assign]
    with pytest.raises(AdapterError) as error:
        world.sari.attachment(added.id, of=world.case, purpose="again")
    assert error.value.codes == ("attachment-lost",)
    assert (f"attachment/{added.id}", "again") in world.looks()


@pytest.mark.parametrize("swap", ["flip", "other", "cut"])
def test_a_changed_content_is_not_shown(world: World, swap: str) -> None:
    """A flipped byte, the sealed content of another attachment, a truncated one: an `AdapterError`, never bytes."""
    first = world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    second = world.sari.attach(world.case, PDF, purpose=PURPOSE)
    held = world.place._held
    sealed = held["61.12", first.id]
    changed = {
        "flip": sealed[:-40] + bytes([sealed[-40] ^ 1]) + sealed[-39:],
        "other": held["61.12", second.id],
        "cut": sealed[:-1],
    }
    held["61.12", first.id] = changed[swap]
    with pytest.raises(AdapterError):
        world.sari.attachment(first.id, of=world.case, purpose=PURPOSE)
    held["61.12", first.id] = sealed


def test_the_digest_of_the_record_is_checked(world: World) -> None:
    """Whoever has the key and seals another photograph under the same name is found out by the digest in the chain."""
    added = world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    with world.desk.work(write=True) as work:
        forged = work.sealer.ring.seal(world.home, f"attachment/{added.id}", PDF)
    world.place._held["61.12", added.id] = forged
    with pytest.raises(AdapterError) as error:
        world.sari.attachment(added.id, of=world.case, purpose=PURPOSE)
    assert error.value.codes == ("attachment-changed",)


# -------------------------------------------------------------------- who may


def test_who_may_not_see_reads_the_same_as_for_nothing(world: World) -> None:
    """For case, household and attachment, for adding, listing and reading: word for word (R-ALL-2)."""
    added = world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    tono = world.district.acting("tono")

    def said(call: object) -> str:
        with pytest.raises(NotFound) as error:
            call()  # type: ignore[operator]
        return str(error.value)

    ghost = "c-" + "b" * 20
    for there in (world.case, world.home):
        for call in (
            lambda of: tono.attach(of, JPEG, purpose=PURPOSE),
            lambda of: tono.attachments(of, purpose=PURPOSE),
        ):
            assert said(lambda: call(there)).replace(there, "?") == said(lambda: call(ghost)).replace(ghost, "?")  # noqa: B023
    assert said(lambda: tono.attachment(added.id, of=world.case, purpose="x")) == said(
        lambda: tono.attachment(added.id, of=ghost, purpose="x")
    )
    # Not even who sees the case gets an attachment of another one by it.
    other = world.sari.record_visit(world.home, [slrt.Problem(text="Lain")]).cases[0].id
    hidden = said(lambda: world.sari.attachment(added.id, of=other, purpose="x"))
    assert hidden.replace(added.id, "?") == said(lambda: world.sari.attachment(ghost, of=other, purpose="x")).replace(
        ghost, "?"
    )
    said(lambda: world.sari.attachment(added.id, of=world.home, purpose="x"))
    assert [look for look in world.looks() if look[0] == f"attachment/{added.id}"] == []
    assert len(world.place._held) == 1


def test_who_may_not_add_leaves_nothing(world: World) -> None:
    """Nothing is kept for who may not add it: no content, no staged name."""
    with pytest.raises(NotFound):
        world.district.acting("tono").attach(world.case, JPEG, purpose=PURPOSE)
    with pytest.raises(NotFound):
        world.desk.perform(Attach(to=world.case, data=JPEG, purpose=PURPOSE), HOST)
    assert world.place._held == {}
    assert world.desk.upkeep.sweep_attachments(timedelta(0)) == Swept(0, 0)


def test_nobody_adds_to_a_case_of_their_own_household(world: World) -> None:
    sari = world.desk.roster().officer("sari")
    world.desk.load_roster([attrs.evolve(sari, household=world.home)], [])
    assert isinstance(sari, Officer)
    for of in (world.case, world.home):
        with pytest.raises(Refused) as error:
            world.sari.attach(of, JPEG, purpose=PURPOSE)
        assert error.value.codes == ("apart-household",)
    assert world.place._held == {}


# -------------------------------------------------------------------- what is taken


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "attachment-type"),
        (b"text", "attachment-type"),
        (HTML, "attachment-type"),
        (SVG, "attachment-type"),
        (archive(), "attachment-type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "attachment-type"),
        (b"GIF89a" + bytes(30), "attachment-type"),
        (b" " + JPEG, "attachment-type"),
        (b"\n" + PDF, "attachment-type"),
        (JPEG[:2], "attachment-type"),
        (png(HTML), "attachment-two-things"),
        (png(PDF), "attachment-two-things"),
        (JPEG[:20] + SVG + JPEG[20:], "attachment-two-things"),
        (PDF[:9] + HTML + PDF[9:], "attachment-two-things"),
        (JPEG + archive(), "attachment-two-things"),
        (png() + archive(b"a comment"), "attachment-two-things"),
        (PDF + archive(), "attachment-two-things"),
        (JPEG + bytes(10 * 1024 * 1024 + 1 - len(JPEG)), "attachment-size"),
    ],
    ids=map(str, range(18)),
)
def test_what_is_not_taken(world: World, data: bytes, code: str) -> None:
    """Refused by its bytes, whatever its name says; with nothing kept."""
    with pytest.raises(Invalid) as error:
        world.sari.attach(world.case, data, name="foto.jpg", purpose=PURPOSE)
    assert error.value.codes == (code,)
    assert error.value.reasons[0].path == "data"
    assert world.place.said == []


def test_what_is_taken_all_the_same(tmp_path: Path) -> None:
    """The largest that is allowed, and a photograph in which an archive's four bytes stand by chance."""
    world = make(keys=FileKeys(tmp_path / "desk.keys"))
    largest = JPEG + bytes(10 * 1024 * 1024 - len(JPEG))
    by_chance = JPEG + b"PK\x05\x06" + bytes(40)
    for data in (largest, by_chance):
        added = world.sari.attach(world.case, data, purpose=PURPOSE)
        assert world.sari.attachment(added.id, of=world.case, purpose=PURPOSE) == data


def test_a_district_may_take_photographs_only() -> None:
    world = make(attachment_types="photos")
    world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    with pytest.raises(Invalid) as error:
        world.sari.attach(world.case, PDF, purpose=PURPOSE)
    assert "JPEG, PNG" in str(error.value)
    assert "PDF" not in str(error.value)


@pytest.mark.parametrize("purpose", ["", " ", "NIK 6112014101859001"])
def test_a_purpose_is_needed_and_holds_no_number(world: World, purpose: str) -> None:
    added = world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    for call in (
        lambda: world.sari.attach(world.case, PDF, purpose=purpose),
        lambda: world.sari.attachment(added.id, of=world.case, purpose=purpose),
        lambda: world.sari.attachments(world.case, purpose=purpose),
    ):
        with pytest.raises(Invalid):
            call()


@pytest.mark.parametrize("data", ["text", None, 7, bytearray(JPEG)])
def test_only_bytes(world: World, data: object) -> None:
    with pytest.raises(Invalid):
        world.sari.attach(world.case, data, purpose=PURPOSE)  # type: ignore[arg-type]


# -------------------------------------------------------------------- once


def test_a_repeat_adds_nothing(world: World) -> None:
    """The same key gives the first answer; the same photograph without a key, or under another, is the one there is."""
    first = world.sari.attach(world.case, JPEG, purpose=PURPOSE, key="photo-1")
    kept = dict(world.place._held)
    assert world.sari.attach(world.case, JPEG, purpose=PURPOSE, key="photo-1") == first
    assert world.sari.attach(world.case, JPEG, purpose=PURPOSE) == first
    assert world.sari.attach(world.case, JPEG, purpose=PURPOSE, key="photo-2", name="other") == first
    assert world.place._held == kept
    assert world.sari.case(world.case).attachments == (first,)
    with pytest.raises(Conflict):
        world.sari.attach(world.case, PDF, purpose=PURPOSE, key="photo-1")


def test_the_same_photograph_elsewhere_is_another(world: World) -> None:
    """Nobody learns that it stands elsewhere; but the digest, for who has the keys, is the same."""
    first = world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    second = world.sari.attach(world.home, JPEG, purpose=PURPOSE)
    assert first.id != second.id
    assert first.digest == second.digest
    held = world.place._held
    assert held["61.12", first.id] != held["61.12", second.id]


# -------------------------------------------------------------------- crashes, erasing, sweeping


def test_a_fault_at_every_call() -> None:
    """Wherever the store fails: a record has its content, nothing is added twice, and a sweep leaves no orphan."""
    places = set()
    for at in range(1, 200):
        storage = FailingStorage(MemoryStorage())
        world = make(storage)
        storage.arm(at)
        try:
            world.sari.attach(world.case, JPEG, purpose=PURPOSE, key="photo")
            failed = False
        except AdapterError:
            failed = True
        places.add(storage.failed_in)
        storage.arm(0)
        added = world.sari.attach(world.case, JPEG, purpose=PURPOSE, key="photo")
        assert world.sari.attachment(added.id, of=world.case, purpose=PURPOSE) == JPEG
        assert world.sari.case(world.case).attachments == (added,)
        world.district.clock.advance(days=2)
        swept = world.desk.upkeep.sweep_attachments()
        assert swept.unknown == 0
        assert set(world.place._held) == {("61.12", added.id)}
        world.assert_whole()
        if not failed:
            break
    assert {"begin", "put", "claim", "append", "delete", "commit", "committed"} <= places


def test_a_full_disk(world: World) -> None:
    """Nothing is recorded then, and the next try succeeds."""
    world.place.full = True
    before = world.sari.case(world.case)
    with pytest.raises(AdapterError):
        world.sari.attach(world.case, JPEG, purpose=PURPOSE, key="photo")
    assert world.sari.case(world.case) == before
    world.place.full = False
    world.sari.attach(world.case, JPEG, purpose=PURPOSE, key="photo")


def test_the_grace_of_a_sweep(world: World) -> None:
    """What is being added is left in peace until its time is over; what was given up becomes no record any more."""
    slow = {}

    def interrupted(district: str, name: str, sealed: bytes) -> None:
        MemoryAttachments.put(world.place, district, name, sealed)
        world.district.clock.advance(hours=2)
        slow["young"] = world.desk.upkeep.sweep_attachments(timedelta(hours=3))
        slow["old"] = world.desk.upkeep.sweep_attachments(timedelta(hours=1))

    world.place.put = interrupted  # type: ignore[method-assign]
    with pytest.raises(Conflict) as error:
        world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    assert error.value.codes == ("attachment-given-up",)
    assert slow == {"young": Swept(0, 0), "old": Swept(1, 0)}
    assert world.place._held == {}
    assert world.sari.case(world.case).attachments == ()


def test_what_a_sweep_has_given_up_becomes_no_record(world: World) -> None:
    """Also while the sweep has not deleted it yet: it would be deleted under the record."""

    def interrupted(district: str, name: str, sealed: bytes) -> None:
        MemoryAttachments.put(world.place, district, name, sealed)
        with world.desk.work(write=True) as work:
            attachments.give_up(work.moment.at + timedelta(hours=1), work)

    world.place.put = interrupted  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    assert world.desk.upkeep.sweep_attachments() == Swept(1, 0)


def test_what_stands_on_no_list_is_counted_and_kept(world: World) -> None:
    """A store that came back from an older backup does not know the newest evidence; it is not thrown away for that."""
    world.place.put("61.12", "a-later", b"sealed")
    world.place.put("34.04", "a-elsewhere", b"sealed")
    assert world.desk.upkeep.sweep_attachments(timedelta(0)) == Swept(0, 1)
    assert world.place.get("61.12", "a-later") == b"sealed"
    world.place.delete("61.12", "a-later")


def test_a_crash_in_the_middle_of_a_sweep(world: World) -> None:
    """The next sweep does what is left."""
    world.place.full = True
    with pytest.raises(AdapterError):
        world.sari.attach(world.case, JPEG, purpose=PURPOSE)
    name = world.place.said[-1].removeprefix("put ")
    MemoryAttachments.put(world.place, "61.12", name, b"sealed")
    world.place.full = False
    world.district.clock.advance(days=2)
    delete = world.place.delete
    world.place.delete = lambda *_: (_ for _ in ()).throw(AdapterError("x", slrt.Text("", "")))  # type: ignore[method-assign]
    with pytest.raises(AdapterError):
        world.desk.upkeep.sweep_attachments()
    world.place.delete = delete  # type: ignore[method-assign]
    assert world.desk.upkeep.sweep_attachments() == Swept(1, 0)
    assert world.place._held == {}


def test_erasing_the_evidence_of_a_household(world: World) -> None:
    """The contents are gone with the next sweep; the chains verify; neighbours keep theirs."""
    neighbour = world.sari.record_household(world.district.form("Wati", nik=None)).id
    kept = world.sari.attach(neighbour, JPEG, purpose=PURPOSE)
    mine = [world.sari.attach(of, JPEG, name="Siti", purpose=PURPOSE) for of in (world.case, world.home)]
    with world.desk.work(write=True) as work:
        attachments.give_up_evidence(world.home, work)
        assert len(world.place._held) == 3
    assert world.desk.upkeep.sweep_attachments() == Swept(2, 0)
    assert set(world.place._held) == {("61.12", kept.id)}
    for held in mine:
        with pytest.raises(NotFound):
            world.sari.attachment(held.id, of=held.of, purpose=PURPOSE)
    assert world.sari.attachments(world.home, purpose=PURPOSE) == ()
    with world.desk.work(write=True) as work:
        attachments.give_up_evidence(world.home, work)
    assert world.desk.upkeep.sweep_attachments() == Swept(0, 0)


def test_forgetting_that_is_undone_loses_nothing(world: World) -> None:
    """Before the commit nothing is deleted."""
    added = world.sari.attach(world.case, JPEG, purpose=PURPOSE)

    def undone() -> None:
        with world.desk.work(write=True) as work:
            attachments.give_up_evidence(world.home, work)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert world.sari.attachment(added.id, of=world.case, purpose=PURPOSE) == JPEG


# -------------------------------------------------------------------- opening


def test_a_desk_without_a_place_refuses() -> None:
    desk = small_district().desk
    desk._room.attachments = None
    sari = desk.acting_as("sari")
    home = sari.record_household(small_district().form()).id
    for call in (lambda: sari.attach(home, JPEG, purpose="x"), desk.upkeep.sweep_attachments):
        with pytest.raises(PluginError) as error:
            call()
        assert error.value.codes == ("attachments-missing",)
        assert "folder:" in str(error.value)


def test_a_configuration_names_a_folder(tmp_path: Path) -> None:
    """Beside the file, not where the program runs; and what was added is there after a restart."""
    path = tmp_path / "desk.toml"
    path.write_text('store = "sqlite:///kr.db"\ndistrict = "61.12"\nattachments = "folder:evidence"\n')
    slrt.open_desk(path).close()
    assert (tmp_path / "evidence").is_dir()


@pytest.mark.parametrize("given", ["folder", "object"])
def test_a_whole_story_in_files(tmp_path: Path, given: str) -> None:
    """SQLite and a folder, closed and opened again."""
    folder = tmp_path / "evidence"
    place: str | Attachments = f"folder:{folder}" if given == "folder" else FolderAttachments(folder)
    url, keys = f"sqlite:///{tmp_path / 'kr.db'}", FakeKeys()
    small = small_district()
    with slrt.open_desk(url, district="61.12", keys=keys, attachments=place) as desk:
        desk.load_regions(_regions(small), "small")
        desk.load_roster(small.desk.roster().officers, small.desk.roster().assignments)
        sari = desk.acting_as("sari")
        home = sari.record_household(small.form()).id
        added = sari.attach(home, JPEG, purpose=PURPOSE)
    with slrt.open_desk(url, district="61.12", keys=keys, attachments=place) as desk:
        sari = desk.acting_as("sari")
        assert sari.attachments(home, purpose=PURPOSE) == (added,)
        assert sari.attachment(added.id, of=home, purpose=PURPOSE) == JPEG
        assert desk.verify() == {}
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [added.id]
    assert JPEG[20:60] not in kept[0].read_bytes()


def _regions(small: SmallDistrict) -> tuple[Region, ...]:
    with small.desk.work() as work:
        return work.regions.regions
