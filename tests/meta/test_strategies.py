"""The kit's strategies cover every value of the model, and what is nearly right really comes up."""

from __future__ import annotations

from datetime import date
from importlib.metadata import entry_points
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from slrt_core import model
from slrt_core.errors import Invalid
from slrt_core.model import CodeSystem, IdentityClaim, IdKind, IdState, RegionCode
from slrt_core.model.facts import Sealed
from slrt_core.testing import strategies as some
from slrt_core.testing.entry import register_strategies

VALUES = sorted(
    (kind for kind in (getattr(model, name) for name in model.__all__) if isinstance(kind, type) and attrs.has(kind)),
    key=lambda kind: kind.__name__,
)
# Found, not shrunk: it is enough that there is one.
ONCE = settings(max_examples=2000, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def known() -> None:
    register_strategies()


def test_it_is_found_by_entry_point() -> None:
    found = [point.value for point in entry_points(group="hypothesis") if point.name == "slrt_core"]
    assert set(found) == {"slrt_core.testing.entry:register_strategies"}


def test_all_that_is_a_value_is_known() -> None:
    # Each module of the model says what is public; a value that is forgotten there would not be asked for here.
    inner = {
        kind
        for module in vars(model).values()
        if getattr(module, "__name__", "").startswith("slrt_core.model.")
        for name, kind in vars(module).items()
        if isinstance(kind, type) and attrs.has(kind) and kind.__module__ == module.__name__ and name[0] != "_"
    }
    # What a store keeps in place of a value is none: nobody is given it.
    assert inner - {Sealed} == set(VALUES)
    assert len(VALUES) > 40


@pytest.mark.parametrize("kind", VALUES)
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_each_value_is_made(kind: type, data: st.DataObject) -> None:
    assert isinstance(data.draw(st.from_type(kind)), kind)


def comes_up(strategy: st.SearchStrategy[Any], wanted: Any) -> bool:
    try:
        find(strategy, wanted, settings=ONCE)
    except NoSuchExample:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "problems"),
    [
        (IdKind.NIK, ["length", "digits", "area", "date", "serial"]),
        (IdKind.NO_KK, ["length", "digits", "area", "date", "serial"]),
        (IdKind.PHONE, ["length"]),
    ],
)
def test_every_way_to_be_wrong_comes_up(kind: IdKind, problems: list[str]) -> None:
    texts = some.identity_texts(kind)
    for problem in problems:
        assert comes_up(texts, lambda text: IdentityClaim.parse(kind, text).problem == problem), problem  # noqa: B023
    assert comes_up(texts, lambda text: IdentityClaim.parse(kind, text).state is IdState.WELL_FORMED)
    for state in (IdState.WELL_FORMED, IdState.MALFORMED, IdState.ABSENT):
        assert comes_up(some.claims(kind), lambda claim: claim.state is state), state  # noqa: B023


def test_a_womans_nik_is_taken_for_a_family_card() -> None:
    assert comes_up(
        some.near_no_kks(),
        lambda text: (
            IdentityClaim.parse(IdKind.NIK, text).state is IdState.WELL_FORMED
            and IdentityClaim.parse(IdKind.NO_KK, text).state is IdState.MALFORMED
        ),
    )


@given(some.valid_no_kks())
def test_valid_numbers_of_cards_are_valid(number: str) -> None:
    assert IdentityClaim.parse(IdKind.NO_KK, number).state is IdState.WELL_FORMED


def _read(text: str, system: CodeSystem) -> str:
    try:
        return str(RegionCode.parse(text, system).level.name)
    except Invalid as error:
        return error.codes[0]


@pytest.mark.parametrize("system", CodeSystem)
def test_codes_right_and_nearly_right_come_up(system: CodeSystem) -> None:
    texts = some.region_texts(system)
    for outcome in ("PROVINCE", "REGENCY", "SUBDISTRICT", "VILLAGE", "region-code"):
        assert comes_up(texts, lambda text: _read(text, system) == outcome), outcome  # noqa: B023
    other = CodeSystem.BPS if system is CodeSystem.KEMENDAGRI else CodeSystem.KEMENDAGRI
    assert comes_up(texts, lambda text: _read(text, system) == "region-code-dots" and _read(text, other).isupper())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def test_days_right_and_nearly_right_come_up() -> None:
    assert comes_up(some.day_texts(), lambda text: _day(text) is not None)
    assert comes_up(some.day_texts(), lambda text: text.endswith("-02-30") and _day(text) is None)
    assert comes_up(some.day_texts(), lambda text: text == "2026-02-29")
    assert comes_up(some.day_texts(), lambda text: "/" in text)
