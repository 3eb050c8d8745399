"""Values to bytes and back: stored documents carry a version, and what is personal must be sealed before."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, cast

import cattrs
from cattrs.strategies import configure_tagged_union

from slrt_core.desk.results import Result
from slrt_core.errors import AdapterError
from slrt_core.model.contents import Content
from slrt_core.model.events import Event
from slrt_core.model.facts import UNKNOWN, Known, Sealed, Unknown, Value
from slrt_core.model.identity import IdentityClaim, IdKind, IdState, Private
from slrt_core.model.parameters import Number
from slrt_core.reasons import Basis, Text

__all__ = ["DOCUMENT_VERSION", "decode", "encode", "plain"]


DOCUMENT_VERSION = 1
"""Raised when a stored shape changes; older documents are then brought forward by named steps."""


def encode(value: object, shape: Any = None) -> bytes:
    """A value as bytes.

    Args:
        value: of the model, sealed.
        shape: the declared type, where the value is one of a union.

    Raises:
        TypeError: an identity number or private words in it are still in clear.
    """
    data = _CONVERTER.unstructure(value, unstructure_as=shape or type(value))
    document = {"v": DOCUMENT_VERSION, "data": data}
    return _WRITER.encode(document).encode()


def decode(body: bytes, shape: Any) -> Any:
    """A value from bytes.

    Raises:
        AdapterError: the document was written by a newer library, or is no document at all.
    """
    try:
        document = json.loads(body)
        version = document["v"]
    except (ValueError, KeyError, TypeError):
        raise AdapterError("document", Text("dokumen rusak", "the document is damaged")) from None
    if version > DOCUMENT_VERSION:
        raise AdapterError(
            "document-version",
            Text(
                f"dokumen versi {version}; pustaka ini mengenal sampai {DOCUMENT_VERSION}",
                f"a document of version {version}; this library knows up to {DOCUMENT_VERSION}",
            ),
        )
    return _CONVERTER.structure(document["data"], shape)


def plain(value: object) -> Any:
    """A value without personal data as JSON has it."""
    return _CONVERTER.unstructure(value)


def _converter() -> cattrs.Converter:
    # The defaults of stored classes never change: a field at its default is not written.
    converter = cattrs.Converter(omit_if_default=True, detailed_validation=False)
    converter.register_unstructure_hook(datetime, lambda value: value.astimezone(UTC).isoformat())
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    converter.register_unstructure_hook(date, lambda value: value.isoformat())
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_unstructure_hook(bytes, _text)
    converter.register_structure_hook(bytes, lambda value, _: _bytes(value))
    converter.register_unstructure_hook(Basis, str)
    converter.register_structure_hook(Basis, lambda value, _: Basis.parse(value))
    converter.register_unstructure_hook(Private, _private)
    converter.register_structure_hook(Private, lambda value, _: Private(sealed=_bytes(value) if value else None))
    converter.register_unstructure_hook(IdentityClaim, _claim)
    converter.register_structure_hook(IdentityClaim, lambda value, _: _claim_from(value))
    for union in (Value, Known, Number):
        converter.register_unstructure_hook(union, _value)
        converter.register_structure_hook(union, lambda value, _: _value_from(value))
    for tagged in (Content, Event, Result):
        assert isinstance(tagged, UnionType)  # noqa: S101
        configure_tagged_union(tagged, converter, tag_name="type")
    return converter


def _private(words: Private) -> str:
    if words.clear is not None:
        raise TypeError("private words must be sealed before they are stored")
    return _text(words.sealed) if words.sealed else ""


def _claim(claim: IdentityClaim) -> dict[str, str]:
    if claim.clear is not None:
        raise TypeError("an identity number must be sealed before it is stored")
    return {
        "kind": claim.kind,
        "state": claim.state,
        "sealed": _text(claim.sealed) if claim.sealed else "",
        "index": claim.index,
    }


def _claim_from(value: dict[str, str]) -> IdentityClaim:
    return IdentityClaim(
        kind=IdKind(value["kind"]),
        state=IdState(value["state"]),
        sealed=_bytes(value["sealed"]) if value["sealed"] else None,
        index=value["index"],
    )


def _value(value: Value) -> object:
    match value:
        case bool() | int() | str():
            return value
        case IdentityClaim():
            return {"claim": _claim(value)}
        case Decimal():
            return {"decimal": str(value)}
        case date():
            return {"date": value.isoformat()}
        case Sealed():
            return {"sealed": _text(value.body)}
        case tuple():
            return list(value)
        case Unknown():
            return {"unknown": True}
        case _:
            raise TypeError(f"{type(value).__name__} is no value of the registry")


def _value_from(value: Any) -> Value:
    match value:
        case bool() | int() | str():
            return value
        case list():
            return tuple(value)
        case {"claim": claim}:
            return _claim_from(claim)
        case {"decimal": number}:
            return Decimal(number)
        case {"date": day}:
            return date.fromisoformat(day)
        case {"sealed": body}:
            return cast("Value", Sealed(_bytes(body)))
        case _:
            return UNKNOWN


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CONVERTER = _converter()
