"""Values to bytes and back, and nothing personal in the bytes."""

from typing import Any, get_args

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from slrt_core import model
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.desk.codec import decode, encode
from slrt_core.desk.keyring import Keyring
from slrt_core.desk.kinds import KINDS
from slrt_core.desk.results import Result
from slrt_core.desk.sealing import Sealer
from slrt_core.model import IdentityClaim, Private
from slrt_core.model.contents import Content
from slrt_core.model.events import Event
from slrt_core.testing import FakeKeys
from slrt_core.testing import strategies as some

KEYS = FakeKeys()
STORE = MemoryStorage()
STORE.setup(KINDS)


class Sealing:
    """A sealer that lives longer than a transaction: each call has one of its own."""

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any) -> Any:
            with STORE.transaction("61.12") as tx:
                return getattr(Sealer(Keyring(tx, KEYS, "61.12"), KEYS, "61.12"), name)(*args)

        return call


SEALER = Sealing()
STORED = (
    model.Case,
    model.Visit,
    model.HouseholdRecord,
    model.ProgramRecord,
    model.FollowUp,
    model.Roster,
    model.RegionTree,
)
"""What stands in records; events, contents and results are unions of their own."""
RESULTS = [kind for kind in get_args(Result) if kind.__name__ != "RefusedResult"]


def personal(value: Any) -> list[Any]:
    """Every identity number and every private text in a value."""
    if isinstance(value, (IdentityClaim, Private)):
        return [value]
    if isinstance(value, (tuple, list)):
        return [found for item in value for found in personal(item)]
    if isinstance(value, dict):
        return [found for item in value.values() for found in personal(item)]
    if attrs.has(type(value)):
        return [found for field in attrs.fields(type(value)) for found in personal(getattr(value, field.name))]
    return []


def there_and_back(value: Any, shape: Any) -> None:
    sealed = SEALER.seal(value, "h")
    body = encode(sealed, shape)
    assert decode(body, shape) == sealed
    assert encode(decode(body, shape), shape) == body


@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.__name__)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_records_come_back(kind: type, data: st.DataObject) -> None:
    there_and_back(data.draw(some.values_of(kind)), kind)


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_events_come_back(kind: type, data: st.DataObject) -> None:
    there_and_back(data.draw(some.values_of(kind)), Event)


@pytest.mark.parametrize("kind", get_args(Content), ids=lambda kind: kind.__name__)
@settings(max_examples=15)
@given(data=st.data())
def test_contents_come_back(kind: type, data: st.DataObject) -> None:
    there_and_back(data.draw(some.values_of(kind)), Content)


@pytest.mark.parametrize("kind", RESULTS, ids=lambda kind: kind.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_results_come_back(kind: type, data: st.DataObject) -> None:
    there_and_back(data.draw(some.values_of(kind)), Result)


@given(some.values())
def test_every_value_of_a_fact_comes_back_with_its_type(value: model.Value) -> None:
    sealed = SEALER.seal(value, "h")
    back = decode(encode(sealed, model.Value), model.Value)
    assert (type(back), back) == (type(sealed), sealed)


@settings(max_examples=50)
@given(st.one_of(some.household_forms(), some.contents(), some.values_of(model.Case)))
def test_sealing_hides_all_and_changes_no_digest(value: Any) -> None:
    sealed = SEALER.seal(value, "h")
    assert all(item.clear is None for item in personal(sealed))
    assert SEALER.seal(sealed, "h") == sealed
    assert SEALER.digest(sealed) == SEALER.digest(value)
    assert [SEALER.reveal(item) for item in personal(sealed)] == [said(item) for item in personal(value)]


@settings(max_examples=50)
@given(some.contents(), some.contents())
def test_digests_tell_contents_apart(one: Any, other: Any) -> None:
    assert (SEALER.digest(one) == SEALER.digest(other)) == (clear(one) == clear(other))


def said(item: IdentityClaim | Private) -> str:
    """What stands there; blank words say nothing."""
    words = item.clear or ""
    return words if words.strip() or isinstance(item, IdentityClaim) else ""


def clear(value: Any) -> Any:
    """A value by what it says: a blank note and no note say the same."""
    if isinstance(value, Private):
        return ("words", said(value))
    if isinstance(value, IdentityClaim):
        return ("claim", value.kind, value.clear or "")
    if isinstance(value, tuple):
        return tuple(clear(item) for item in value)
    if attrs.has(type(value)):
        return (type(value), *(clear(getattr(value, field.name)) for field in attrs.fields(type(value))))
    return (type(value), value)


@settings(max_examples=50)
@given(some.values_of(model.Moved), some.valid_niks())
def test_clear_words_are_refused(event: model.Moved, nik: str) -> None:
    for words in (Private(nik), Private("")):
        with pytest.raises(TypeError):
            encode(attrs.evolve(SEALER.seal(event, "h"), note=words), Event)


@given(some.claims())
def test_clear_numbers_are_refused(claim: IdentityClaim) -> None:
    assume(claim.clear is not None)
    with pytest.raises(TypeError):
        encode(claim)
    with pytest.raises(TypeError):
        encode(claim, model.Value)


@given(some.valid_niks(), st.sampled_from(["", " ", "."]))
def test_no_clear_text_is_in_the_bytes(nik: str, gap: str) -> None:
    written = gap.join(nik)
    form = model.PersonForm(name="Siti", nik=written)
    note = Private(f"NIK-nya {written}, katanya")
    need = model.Need(program="PKH", text=note)
    claim = IdentityClaim.parse("nik", form.nik)
    for body in (
        encode(SEALER.seal(need, "h"), Content),
        encode(SEALER.seal(claim, "h")),
        encode(SEALER.seal(claim, "h"), model.Value),
    ):
        for text in (nik, written, nik[::-1], f"{int(nik):x}", nik[-8:]):
            assert text.encode() not in body
