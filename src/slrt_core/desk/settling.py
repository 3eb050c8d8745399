"""Opening a store: are these its keys, and is this its rulebook?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.codec import decode, encode
from slrt_core.desk.kinds import KINDS
from slrt_core.desk.reindexing import note_indexed
from slrt_core.errors import AdapterError
from slrt_core.model.events import KeysChanged, RulebookAdopted
from slrt_core.reasons import Text

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.ports import Storage

__all__ = ["has_keys", "settle_current", "settle_in"]


def has_keys(storage: Storage, district: str) -> bool:
    """Whether a district's desk was begun in this store already, so that only its own keys open what is there.

    Raises:
        AdapterError: the store fails.
    """
    storage.setup(KINDS)
    with storage.transaction(district, write=False) as tx:
        return tx.get("keys", "print") is not None


def settle_in(work: Work) -> None:
    """Put on record under which keys and which rulebook this desk works from here on.

    Raises:
        AdapterError: the keys are not those that the store was begun with.
    """
    _check_keys(work)
    book = work.rulebook
    if work.tx.get("single", "rulebook") is None:
        note_indexed(work)  # there is no case yet
    if work.tx.get("rulebook", book.hash) is None:
        body = encode([dict(book.texts), dict(book.settings)], list)
        work.tx.put("rulebook", book.hash, body, expect=0, index={"name": book.hash})
        work.put_single("rulebook", book.hash, [RulebookAdopted(hash=book.hash, at=work.moment.at)])


def _check_keys(work: Work) -> None:
    """Refuse keys other than those the store was begun with: under two keys nobody finds anybody again."""
    print_ = work.sealer.digest("these keys")
    stored = work.tx.get("keys", "print")
    if stored is None:
        work.tx.put("keys", "print", print_.encode(), expect=0, index={"name": "print"})
    elif stored.body.decode() != print_:
        raise AdapterError(
            "keys-other",
            Text(
                "kunci ini bukan kunci basis data ini: cari berkas kunci yang semula",
                "these are not the keys of this store: find the key file it was begun with",
            ),
        )
    settle_current(work)


def settle_current(work: Work) -> None:
    """Put on record which key wraps and indexes from here on.

    Raises:
        AdapterError: another one took its place already.
    """
    work.sealer.ring.refuse_outdated()
    current, held = work.keys.current, work.tx.get("single", "keys")
    if held is None or decode(held.body, str) != current:
        work.put_single("keys", current, [KeysChanged(current=current, at=work.moment.at)])
