"""The contract of the place where attachments are kept."""

from __future__ import annotations

import threading

from slrt_core.errors import Conflict
from slrt_core.ports import Attachments
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["AttachmentsContract"]

_HERE, _THERE = "61.12", "34.04"
_NAME = "a-bcdfghjkmnpqrstv"
_EVERY_BYTE = bytes(range(256))


class AttachmentsContract:
    """Every promise of `slrt_core.ports.Attachments`, each as one test that fails by the promise's name.

    Subclass it and override `new_attachments`; `reopened` too, unless it keeps nothing beyond the process::

        class TestMyAttachments(AttachmentsContract):
            @pytest.fixture(autouse=True)
            def folder(self, tmp_path):
                self.folders = (tmp_path / str(number) for number in itertools.count())

            def new_attachments(self):
                self.folder = next(self.folders)
                return MyAttachments(self.folder)

            def reopened(self, attachments):
                return MyAttachments(self.folder)
    """

    def new_attachments(self) -> Attachments:
        """A new place, with nothing in it."""
        raise NotImplementedError("give the contract a place: override new_attachments()")

    def reopened(self, attachments: Attachments) -> Attachments:
        """The same place as after a restart; itself, if it lives in memory only."""
        return attachments

    @promise
    def test_round_trip(self) -> None:
        """What was put is given back byte for byte."""
        place = self.new_attachments()
        contents = (b"", b"\x00", b"\r\n", b"\n", b"\xff\xfe", _EVERY_BYTE * 5000)
        for number, content in enumerate(contents):
            place.put(_HERE, f"n{number}", content)
        for number, content in enumerate(contents):
            agree(place.get(_HERE, f"n{number}"), content)

    @promise
    def test_missing_is_none(self) -> None:
        """What was never put is None."""
        place = self.new_attachments()
        agree(place.get(_HERE, _NAME), None)
        place.put(_HERE, _NAME, b"x")
        for other in (f"{_NAME}2", _NAME[:-1]):
            agree(place.get(_HERE, other), None)

    @promise
    def test_same_again(self) -> None:
        """Putting the same bytes under the same name again changes nothing."""
        place = self.new_attachments()
        for _ in range(3):
            place.put(_HERE, _NAME, _EVERY_BYTE)
        agree(place.get(_HERE, _NAME), _EVERY_BYTE)
        agree(list(place.names(_HERE)), [_NAME])

    @promise
    def test_other_content(self) -> None:
        """Other bytes under a name that is taken are a Conflict, and the first ones stay."""
        place = self.new_attachments()
        place.put(_HERE, _NAME, b"first")
        for other in (b"other", b"", b"first ", b"f"):
            fails_with(Conflict, lambda: place.put(_HERE, _NAME, other))  # noqa: B023
        agree(place.get(_HERE, _NAME), b"first")

    @promise
    def test_delete(self) -> None:
        """What is deleted is gone, from the names as well, and its name is free again."""
        place = self.new_attachments()
        place.put(_HERE, _NAME, b"first")
        place.put(_HERE, "kept", b"kept")
        place.delete(_HERE, _NAME)
        agree(place.get(_HERE, _NAME), None)
        agree(list(place.names(_HERE)), ["kept"])
        agree(place.get(_HERE, "kept"), b"kept")
        place.put(_HERE, _NAME, b"second")
        agree(place.get(_HERE, _NAME), b"second")

    @promise
    def test_delete_nothing(self) -> None:
        """Deleting what is not there does nothing."""
        place = self.new_attachments()
        place.delete(_HERE, _NAME)
        place.put(_HERE, _NAME, b"x")
        place.delete(_HERE, "other")
        place.delete(_HERE, _NAME)
        place.delete(_HERE, _NAME)
        agree(list(place.names(_HERE)), [])

    @promise
    def test_names(self) -> None:
        """The names are exactly those of what is kept, each once."""
        place = self.new_attachments()
        agree(list(place.names(_HERE)), [])
        given = ["a", "b", "a.b", "a-b", "a_b", "a.", "ab", "0", "x" * 200, *(f"n{number}" for number in range(300))]
        for name in given:
            place.put(_HERE, name, name.encode())
        agree(sorted(place.names(_HERE)), sorted(given))
        for name in given:
            agree(place.get(_HERE, name), name.encode())

    @promise
    def test_names_while_deleting(self) -> None:
        """Whoever goes through the names may delete what they name."""
        place = self.new_attachments()
        given = {f"n{number}" for number in range(40)}
        for name in given:
            place.put(_HERE, name, b"x")
        seen = set()
        for name in place.names(_HERE):
            seen.add(name)
            place.delete(_HERE, name)
        agree(seen, given)
        agree(list(place.names(_HERE)), [])

    @promise
    def test_districts(self) -> None:
        """One district's attachments do not exist for another."""
        place = self.new_attachments()
        place.put(_HERE, _NAME, b"here")
        agree(place.get(_THERE, _NAME), None)
        agree(list(place.names(_THERE)), [])
        place.put(_THERE, _NAME, b"there")
        place.delete(_THERE, _NAME)
        agree(place.get(_HERE, _NAME), b"here")
        agree(list(place.names(_HERE)), [_NAME])

    @promise
    def test_reopened(self) -> None:
        """What was put is there after a restart, and what was deleted is not."""
        place = self.new_attachments()
        place.put(_HERE, _NAME, _EVERY_BYTE)
        place.put(_HERE, "gone", b"x")
        place.delete(_HERE, "gone")
        again = self.reopened(place)
        agree(again.get(_HERE, _NAME), _EVERY_BYTE)
        agree(list(again.names(_HERE)), [_NAME])

    @promise
    def test_one_wins(self) -> None:
        """Of several who put different bytes under one name at once, one succeeds and the others meet a Conflict."""
        place = self.new_attachments()
        for round_ in range(20):
            name = f"n{round_}"
            done = self._together(place, name)
            agree(sorted(done.values()), [*["Conflict"] * 3, "ok"])
            winner = next(content for content, outcome in done.items() if outcome == "ok")
            agree(place.get(_HERE, name), winner)

    @staticmethod
    def _together(place: Attachments, name: str) -> dict[bytes, str]:
        done: dict[bytes, str] = {}
        ready = threading.Barrier(4)

        def put(content: bytes) -> None:
            ready.wait()
            try:
                place.put(_HERE, name, content)
                done[content] = "ok"
            except Conflict:
                done[content] = "Conflict"
            except Exception as error:  # noqa: BLE001  (reported as what it is)
                done[content] = repr(error)

        threads = [threading.Thread(target=put, args=(bytes([n]) * 50_000,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return done
