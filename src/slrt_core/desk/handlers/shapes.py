"""Whether a form of a list is what its types say: looked at fast, since there may be millions, and told exactly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from slrt_core.desk.plain import refuse_broken
from slrt_core.errors import Invalid
from slrt_core.model.forms import HouseholdForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slrt_core.model.facts import Value
    from slrt_core.reasons import Reason

__all__ = ["misshapen"]

_LONGEST_ID = 80


def misshapen(form: HouseholdForm, path: str) -> tuple[Reason, ...]:
    """What in a form no store could keep: other types, broken characters, ids without an end.

    Args:
        form: of a list.
        path: of the form.
    """
    try:
        ids, texts = list(_ids(form)), [*_texts(form)]
        whole = "".join((*ids, *texts))
        whole.encode()
        broken = "\0" in whole or max(map(len, ids)) > _LONGEST_ID or type(form.valid_from) not in {type(None), date}
    except (AttributeError, TypeError, UnicodeEncodeError):
        broken = True
    if broken:
        try:
            refuse_broken(form, HouseholdForm, path)
        except Invalid as error:
            return error.reasons
    return ()


def _ids(form: HouseholdForm) -> Iterator[str]:
    yield form.id
    yield form.region
    for family in form.families:
        yield family.id
        for person in family.members:
            yield person.id


def _texts(form: HouseholdForm) -> Iterator[str]:
    yield form.address
    yield form.source
    yield from _said(form.facts)
    for family in form.families:
        yield family.no_kk or ""
        yield from _said(family.facts)
        for person in family.members:
            yield person.name
            yield person.nik or ""
            yield person.phone or ""
            yield from _said(person.facts)


def _said(facts: Mapping[str, Value]) -> Iterator[str]:
    for name, value in facts.items():
        yield name
        if isinstance(value, str):
            yield value
