"""Anchors: from time to time the heads of all chains are listed, signed, and the signature is handed to another party.

An anchor is one short line. It signs the hash of a list of pages; the pages stand in the store, and hold the streams
that have grown since the anchor before, each with its length and the hash of its last entry. Each anchor names the
one before it. So the line alone proves everything up to it, and the pages tell which stream was changed, and where.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from attrs import asdict, define, field, frozen, validators

from slrt_core.desk import journal
from slrt_core.desk.chains import Leaf
from slrt_core.desk.kinds import wanted
from slrt_core.desk.scanning import every
from slrt_core.errors import invalid
from slrt_core.ports import New, Range
from slrt_core.rules.criteria import one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slrt_core.ports import IndexValue, Transaction

__all__ = ["Anchor", "Anchored", "Pages", "Signatures", "Signer", "leaves", "read_anchors", "stored_anchors"]

_DOMAIN = b"slrt-core journal anchor, version 1\n"
_ON_A_PAGE = 128
_LINES = wanted("anchor", one_of("anchor", "part", ["line"]))
_SAID = ("at", "by", "district", "number", "previous", "root", "streams")


class Signer(Protocol):
    """Holds the key with which a district signs its anchors. The key never leaves it."""

    @property
    def public(self) -> str:
        """The public key, as the anchors name it."""

    def sign(self, message: bytes) -> bytes:
        """A signature over exactly these bytes."""


class Signatures(Protocol):
    """Holds the public keys that are trusted."""

    def made(self, by: str, message: bytes, signature: bytes) -> bool:
        """Whether this key is trusted and made this signature over exactly these bytes."""


@define(frozen=True, kw_only=True, slots=False)
class Anchor:
    """A signed list of chain heads; as `line` it is handed to another party.

    Args:
        district: whose journal.
        number: 1 for the first, one more for each.
        at: when the heads were read.
        previous: the `hash` of the anchor before; empty for the first.
        streams: how many streams have grown since then.
        root: the hash of the list of pages.
        by: the public key.
        signature: over all else, in base 64.
    """

    district: str
    number: int = field(validator=validators.ge(1))
    at: datetime
    previous: str
    streams: int
    root: str
    by: str
    signature: str = ""

    @cached_property
    def message(self) -> bytes:
        """The bytes that are signed."""
        said = asdict(self, filter=lambda attribute, _: attribute.name in _SAID)
        said["at"] = self.at.astimezone(UTC).isoformat()
        return _DOMAIN + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def hash(self) -> str:
        """By what the next one names this one."""
        return journal.digest(self.message)

    @property
    def line(self) -> str:
        """All that another party needs to keep, as one line of JSON."""
        said = json.loads(self.message.removeprefix(_DOMAIN))
        return json.dumps({"anchor": said, "signature": self.signature}, sort_keys=True)

    @classmethod
    def parse(cls, line: str) -> Anchor:
        """From a line.

        Raises:
            Invalid: it is no such line.
        """
        try:
            found = json.loads(line)
            said = found["anchor"]
            if set(said) != set(_SAID) or not _typed(said, found["signature"]):
                raise ValueError("shape")
            return cls(**{**said, "at": datetime.fromisoformat(said["at"])}, signature=found["signature"])
        except (ValueError, KeyError, TypeError):
            raise invalid(
                "anchor", "anchor-line", id="bukan baris jangkar jurnal", en="not a line of a journal's anchor"
            ) from None

    def holds(self, district: str, signatures: Signatures) -> bool:
        """Whether a trusted key signed it for this district."""
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except (binascii.Error, ValueError):
            return False
        return self.district == district and signatures.made(self.by, self.message, signature)


@frozen(kw_only=True)
class Anchored:
    """An anchor that was made.

    Args:
        anchor: hand its `line` to another party.
        left_out: the streams whose new entries do not follow from what was anchored before: nothing is signed for
            them, and `Desk.audit` says where they are broken.
    """

    anchor: Anchor
    left_out: tuple[str, ...] = ()


@define
class Pages:
    """Gathers the leaves of a new anchor, in order of the streams' names."""

    streams: int = 0
    _pages: list[bytes] = field(factory=list)
    _lines: list[bytes] = field(factory=list)

    def add(self, leaf: Leaf) -> None:
        """One stream more."""
        self.streams += 1
        self._lines.append(json.dumps(leaf, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        if len(self._lines) == _ON_A_PAGE:
            self._turn()

    def _turn(self) -> None:
        if self._lines:
            self._pages.append(b"".join(self._lines))
            self._lines = []

    def sign(self, signer: Signer, district: str, previous: Anchor | None, at: datetime) -> tuple[Anchor, list[New]]:
        """The anchor over all that was gathered, and the records that keep it."""
        self._turn()
        listing = "".join(f"{journal.digest(page)}\n" for page in self._pages).encode()
        bare = Anchor(
            district=district,
            number=previous.number + 1 if previous else 1,
            at=at,
            previous=previous.hash if previous else "",
            streams=self.streams,
            root=journal.digest(listing),
            by=signer.public,
        )
        signature = base64.b64encode(signer.sign(bare.message)).decode()
        anchor = Anchor(**asdict(bare) | {"signature": signature})
        records = [_record(anchor, "line", anchor.line.encode()), _record(anchor, "list", listing)]
        records += [_record(anchor, f"{number:06}", page) for number, page in enumerate(self._pages, 1)]
        return anchor, records


def read_anchors(text: str) -> tuple[Anchor, ...]:
    """The anchors in a text with a line for each.

    Raises:
        Invalid: a line is none; the number of the first such line is the path.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(Anchor.parse(line))
            except ValueError:
                raise invalid(
                    f"line {number}",
                    "anchor-line",
                    id="bukan baris jangkar jurnal",
                    en="not a line of a journal's anchor",
                ) from None
    return tuple(found)


def stored_anchors(transaction: Transaction) -> Iterator[tuple[str, Anchor | None]]:
    """The anchors that a store keeps, by number, each with its record's key; ``None`` for what is none."""
    for stored in every(transaction, "anchor", Range(field="number"), _LINES):
        yield stored.key, _parsed(stored.key, stored.body)


def leaves(transaction: Transaction, anchor: Anchor, damaged: Callable[[int], None]) -> Iterator[Leaf]:
    """What an anchor says of each stream that had grown, in order of their names.

    Args:
        transaction: the running one.
        anchor: a trusted one.
        damaged: told the number of each page that is not what was signed; 0 if it is the list of pages itself.
    """
    listing = _body(transaction, anchor, "list")
    if listing is None or journal.digest(listing) != anchor.root:
        damaged(0)
        return
    for number, hash_ in enumerate(io.BytesIO(listing), 1):
        page = _body(transaction, anchor, f"{number:06}")
        if page is None or journal.digest(page) != hash_.decode().rstrip("\n"):
            damaged(number)
            continue
        for line in io.BytesIO(page):
            yield Leaf(*json.loads(line))


def _body(transaction: Transaction, anchor: Anchor, part: str) -> bytes | None:
    stored = transaction.get("anchor", _key(anchor.number, part))
    return stored.body if stored else None


def _record(anchor: Anchor, part: str, body: bytes) -> New:
    index: dict[str, IndexValue] = {"number": anchor.number, "part": part if part in {"line", "list"} else "page"}
    return New(key=_key(anchor.number, part), body=body, index=index)


def _key(number: int, part: str) -> str:
    return f"{number:08}.{part}"


def _parsed(key: str, body: bytes) -> Anchor | None:
    try:
        anchor = Anchor.parse(body.decode())
    except ValueError:
        return None
    return anchor if key == _key(anchor.number, "line") else None


def _typed(said: dict[str, Any], signature: object) -> bool:
    texts = (*(said[name] for name in _SAID if name not in {"number", "streams"}), signature)
    numbers = (said["number"], said["streams"])
    return all(type(text) is str for text in texts) and all(type(number) is int for number in numbers)
