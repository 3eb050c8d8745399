"""An expression as a JSON document, in one canonical form, and its SHA-256."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import attrs

from slrt_core.errors import Invalid, invalid
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.limits import DEEPEST, INT_LIMIT, LARGEST, NESTING, RESERVED
from slrt_core.rules.criteria.literals import day, instant
from slrt_core.rules.criteria.nodes import Node

__all__ = ["digest", "from_document", "to_document"]

_WRITTEN = (
    nodes.Bool, nodes.Int, nodes.Dec, nodes.Day, nodes.Instant, nodes.Code, nodes.Field, nodes.Relation, nodes.Param,
    nodes.Cmp, nodes.In, nodes.Holds, nodes.Not, nodes.And, nodes.Or, nodes.Any, nodes.All, nodes.Count, nodes.Sum,
    nodes.Min, nodes.Max, nodes.Add, nodes.Sub, nodes.Scale, nodes.Age, nodes.Within, nodes.Known, nodes.Default,
    nodes.Label,
)  # fmt: skip
_LOOPS = {nodes.Any, nodes.All, nodes.Count, nodes.Sum, nodes.Min, nodes.Max}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CODE = re.compile(r"""[^'"\\\r\n]+""")
_OPTIONAL = {(nodes.Field, "key"), (nodes.Count, "var"), (nodes.Code, "value"), (nodes.Holds, "code")}
_VALUES = tuple(kind for kind in _WRITTEN if kind is not nodes.Relation)
_KINDS = {kind.__name__.lower(): kind for kind in _WRITTEN}


def to_document(node: Node) -> dict[str, Any]:
    """The node as JSON values: its kind under ``is``, its parts by name, dates as text.

    Args:
        node: as parsed or built; labels are kept.
    """
    return {"is": type(node).__name__.lower()} | {
        attribute.name: _plain(getattr(node, attribute.name))
        for attribute in attrs.fields(type(node))
        if attribute.name != "at"
    }


def digest(node: Node) -> str:
    """The SHA-256 of the canonical JSON form, in hexadecimal."""
    text = json.dumps(to_document(node), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if attrs.has(type(value)):
        return to_document(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def from_document(document: object) -> Node:
    """The node of a document.

    Args:
        document: as read from JSON.

    Raises:
        Invalid: it is none; with the path of what is wrong.
    """
    reader = _Reader()
    node: Node = reader.node(document, "", 1)
    return node


class _Reader:
    def __init__(self) -> None:
        self._size = self._nesting = 0

    def node(self, document: object, path: str, depth: int) -> Any:
        self._size += 1
        if depth > DEEPEST or self._size > LARGEST:
            raise _broken(path, "terlalu dalam atau besar", "too deep or too large")
        if not isinstance(document, Mapping):
            raise _broken(path, "bukan simpul", "not a node")
        name = document.get("is")
        kind = _KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            raise _broken(f"{path}.is", "jenis simpul tidak dikenal", "unknown kind of node")
        fields = {attribute.name: attribute for attribute in attrs.fields(kind) if attribute.name != "at"}
        if document.keys() - {"is"} != fields.keys():
            raise _broken(path, f"bagiannya harus {sorted(fields)}", f"its parts must be {sorted(fields)}")
        self._nesting += kind in _LOOPS
        if self._nesting > NESTING:
            raise _broken(path, f"lebih dari {NESTING} lapis", f"more than {NESTING} levels of quantifiers")
        values = {key: self._value(kind, key, document[key], f"{path}.{key}", depth) for key in fields}
        self._nesting -= kind in _LOOPS
        self._has_text(kind, values, path)
        return kind(**values)

    def _has_text(self, kind: type, values: Mapping[str, Any], path: str) -> None:
        """Refuse what no text can say, or what would read as something else: names and codes are shown as a text."""
        for key, value in values.items():
            if isinstance(value, str) and kind is not nodes.Label:
                optional = (kind, key) in _OPTIONAL
                name = key in {"of", "var"} or (key == "name" and kind is not nodes.Param)
                if not (value == "" and optional) and not (_NAME if name else _CODE).fullmatch(value):
                    raise _broken(f"{path}.{key}", f"tidak boleh: {value!r}", f"cannot be {value!r}")
                if name and value in RESERVED:
                    raise _broken(f"{path}.{key}", f"tidak boleh: {value!r}", f"cannot be {value!r}")
            if key in {"parts", "options"} and len(value) < (2 if key == "parts" else 1):
                raise _broken(f"{path}.{key}", "terlalu sedikit", "too few")
            if key in {"value", "digits"} and isinstance(value, int) and abs(value) > INT_LIMIT:
                raise _broken(f"{path}.{key}", f"angka paling jauh {INT_LIMIT}", f"no number is beyond {INT_LIMIT}")
        if kind is nodes.Dec and not 0 <= values["scale"] <= 9:
            raise _broken(f"{path}.scale", "harus 0 sampai 9", "must be 0 to 9")
        if kind is nodes.Count and not values["var"] and values["body"] != nodes.TRUE:
            raise _broken(f"{path}.var", "syarat perlu nama", "a condition needs a name")

    def _value(self, kind: type, key: str, value: object, path: str, depth: int) -> Any:
        wanted = str(attrs.fields_dict(kind)[key].type)
        match wanted, value:
            case ("str", str()) | ("bool", bool()):
                return value
            case "int", int() if not isinstance(value, bool):
                return value
            case "Op", "==" | "!=" | "<" | "<=" | ">" | ">=":
                return value
            case _, "years" | "months" if key == "unit":
                return value
            case "date", str():
                with suppress(ValueError):
                    return day(value)
                raise _broken(path, "bukan tanggal", "no date")
            case "datetime", str():
                with suppress(ValueError):
                    if instant(value).isoformat() == value:
                        return instant(value)
                raise _broken(path, "bukan saat", "no instant")
            case "tuple[Node, ...]", list():
                return tuple(self.node(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(value))
            case "Field | None", None:
                return None
        if (
            key == "unit"
            or wanted in {"str", "bool", "int", "Op", "date", "datetime", "tuple[Node, ...]"}
            or not isinstance(value, Mapping)
        ):
            raise _broken(path, f"jenisnya bukan {wanted}", f"not of type {wanted}")
        node = self.node(value, path, depth + 1)
        fits: Mapping[str, tuple[type, ...]] = {
            "Field": (nodes.Field,),
            "Field | None": (nodes.Field,),
            "Relation": (nodes.Relation,),
            "Int | Dec | Param": (nodes.Int, nodes.Dec, nodes.Param),
        }
        if not isinstance(node, fits.get(wanted, _VALUES)):
            raise _broken(path, f"jenisnya bukan {wanted}", f"not of type {wanted}")
        return node


def _broken(path: str, id: str, en: str) -> Invalid:
    return invalid(path.lstrip(".") or ".", "expression-document", id=id, en=en)
