"""The contract of attachments is tested: each broken place is rejected, by the name of the promise that it breaks."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from slrt_core.errors import Conflict
from slrt_core.ports import Attachments
from slrt_core.reasons import Text
from slrt_core.testing import AttachmentsContract, MemoryAttachments


class Truncates(MemoryAttachments):
    """Loses what lies beyond a megabyte."""

    def put(self, district: str, name: str, sealed: bytes) -> None:
        super().put(district, name, sealed[: 1 << 20])


class Text8(MemoryAttachments):
    """Takes bytes for text."""

    def get(self, district: str, name: str) -> bytes | None:
        held = super().get(district, name)
        return None if held is None else held.decode("utf-8", "replace").encode()


class Overwrites(MemoryAttachments):
    """The last one wins."""

    def put(self, district: str, name: str, sealed: bytes) -> None:
        self._held[district, name] = sealed


class NeverTwice(MemoryAttachments):
    """Refuses the same bytes again."""

    def put(self, district: str, name: str, sealed: bytes) -> None:
        if self.get(district, name) is not None:
            raise Conflict("taken", Text("", ""))
        super().put(district, name, sealed)


class KeepsFirst(MemoryAttachments):
    """Drops other content without a word."""

    def put(self, district: str, name: str, sealed: bytes) -> None:
        self._held.setdefault((district, name), sealed)


class OneDistrict(MemoryAttachments):
    """Does not know districts apart."""

    def put(self, district: str, name: str, sealed: bytes) -> None:
        super().put("", name, sealed)

    def get(self, district: str, name: str) -> bytes | None:
        return super().get("", name)

    def delete(self, district: str, name: str) -> None:
        super().delete("", name)

    def names(self, district: str) -> Iterator[str]:
        return super().names("")


class EmptyIsNone(MemoryAttachments):
    """Takes an empty content for none."""

    def get(self, district: str, name: str) -> bytes | None:
        return super().get(district, name) or None


class MissingIsEmpty(MemoryAttachments):
    """Gives empty bytes for what is not there."""

    def get(self, district: str, name: str) -> bytes | None:
        return super().get(district, name) or b""


class Undeleted(MemoryAttachments):
    """Hides what is deleted, and does not free its name."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: set[tuple[str, str]] = set()

    def delete(self, district: str, name: str) -> None:
        self.hidden.add((district, name))

    def get(self, district: str, name: str) -> bytes | None:
        return None if (district, name) in self.hidden else super().get(district, name)


class DeleteRaises(MemoryAttachments):
    """Makes a fuss about what is not there."""

    def delete(self, district: str, name: str) -> None:
        del self._held[district, name]


class ShortNames(MemoryAttachments):
    """Cuts long names."""

    def put(self, district: str, name: str, sealed: bytes) -> None:
        super().put(district, name[:100], sealed)

    def get(self, district: str, name: str) -> bytes | None:
        return super().get(district, name[:100])


class LazyNames(MemoryAttachments):
    """Reads its names while they change."""

    def names(self, district: str) -> Iterator[str]:
        return (name for of, name in self._held if of == district)


class ChecksThenWrites(MemoryAttachments):
    """Looks first and writes later, so that two may both find the name free."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Barrier(4)

    def put(self, district: str, name: str, sealed: bytes) -> None:
        held = self.get(district, name)
        if name.startswith("n") and len(sealed) == 50_000:
            self.lock.wait()
        if held not in {None, sealed}:
            raise Conflict("taken", Text("", ""))
        self._held[district, name] = sealed


BROKEN: dict[type[MemoryAttachments], str] = {
    Truncates: "What was put is given back byte for byte",
    Text8: "What was put is given back byte for byte",
    EmptyIsNone: "What was put is given back byte for byte",
    MissingIsEmpty: "What was never put is None",
    Overwrites: "Other bytes under a name that is taken are a Conflict, and the first ones stay",
    KeepsFirst: "Other bytes under a name that is taken are a Conflict, and the first ones stay",
    NeverTwice: "Putting the same bytes under the same name again changes nothing",
    OneDistrict: "One district's attachments do not exist for another",
    Undeleted: "What is deleted is gone, from the names as well, and its name is free again",
    DeleteRaises: "Deleting what is not there does nothing",
    ShortNames: "The names are exactly those of what is kept, each once",
    LazyNames: "Whoever goes through the names may delete what they name",
    ChecksThenWrites: "Of several who put different bytes under one name at once, one succeeds and the others meet",
}


def broken_promises(place: type[Attachments]) -> list[str]:
    class Contract(AttachmentsContract):
        def new_attachments(self) -> Attachments:
            return place()

    broken = []
    for name in dir(Contract):
        if name.startswith("test_"):
            try:
                getattr(Contract(), name)()
            except AssertionError as error:
                broken.append(str(error))
    return broken


def test_the_whole_one_breaks_none() -> None:
    assert broken_promises(MemoryAttachments) == []


@pytest.mark.parametrize("place", BROKEN, ids=lambda place: place.__name__)
def test_each_is_rejected_by_name(place: type[MemoryAttachments]) -> None:
    broken = broken_promises(place)
    assert any(said.startswith(f"promise: {BROKEN[place]}") for said in broken), broken


class Forgetful(AttachmentsContract):
    def new_attachments(self) -> Attachments:
        return MemoryAttachments()

    def reopened(self, attachments: Attachments) -> Attachments:
        return MemoryAttachments()


def test_a_place_that_forgets_is_rejected() -> None:
    with pytest.raises(AssertionError, match="promise: What was put is there after a restart"):
        Forgetful().test_reopened()


def test_a_contract_without_a_place_says_so() -> None:
    with pytest.raises(AssertionError, match="override new_attachments"):
        AttachmentsContract().test_delete()
