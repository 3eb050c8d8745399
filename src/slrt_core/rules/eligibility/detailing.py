"""A determination with everything, for machines and for who checks it: ids, texts, tags, hashes, what is left open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from slrt_core.model.criteria import Cited
from slrt_core.model.determinations import Determination, Entitlement, Finding, Missing, Payment, Used
from slrt_core.model.facts import UNKNOWN, Value
from slrt_core.reasons import Text

__all__ = ["detailed"]


def detailed(determination: Determination) -> dict[str, Any]:
    """A determination as plain values, in both languages; an unknown value is ``None``.

    Args:
        determination: what was found.
    """
    return {
        "program": determination.program,
        "name": _text(determination.name),
        "unit": determination.unit,
        "kind": determination.kind.value,
        "household": determination.household,
        "as_of": determination.as_of.isoformat(),
        "verdict": determination.verdict.value,
        "finding": _finding(determination.finding),
        "missing": [_missing(one) for one in determination.missing],
        "residual": determination.residual,
        "entitlement": _entitlement(determination.entitlement),
        "rules": determination.rules,
        "parameters": determination.parameters,
        "facts": determination.facts,
    }


def _finding(one: Finding) -> Any:
    return {
        "id": one.id,
        "label": _text(one.label),
        "verdict": one.verdict.value,
        "joined": one.joined,
        "text": one.text,
        "assumed": one.assumed,
        "confirmed": one.confirmed,
        "basis": [_cited(cited) for cited in one.basis],
        "used": [_used(used) for used in one.used],
        "parts": [_finding(part) for part in one.parts],
    }


def _entitlement(one: Entitlement | None) -> Any:
    if one is None:
        return None
    payments: list[Any] = [_payment(payment) for payment in one.payments]
    return {"least": one.least, "most": one.most, "once": one.once, "payments": payments}


def _payment(one: Payment) -> Any:
    return {
        "component": one.component,
        "label": _text(one.label),
        "unit": one.unit,
        "amount": one.amount,
        "per": one.per.value,
        "counted": one.counted,
        "certain": one.certain,
    }


def _used(one: Used) -> Any:
    return {**_about(one), "value": _value(one.value)}


def _missing(one: Missing) -> Any:
    return {**_about(one)}


def _about(one: Used | Missing) -> dict[str, Any]:
    return {"unit": one.unit, "kind": one.kind.value, "variable": one.variable, "roster": one.roster}


def _value(value: Value) -> Any:
    match value:
        case bool() | int() | str():
            return value
        case tuple():
            return list(value)
        case Decimal() | date():
            return str(value)
        case _:
            return None if value is UNKNOWN else "…"


def _cited(one: Cited) -> Any:
    return {"text": one.text, "en": one.words.en, "tag": one.tag}


def _text(one: Text) -> Any:
    return {"id": one.id, "en": one.en}
