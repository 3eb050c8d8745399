"""The thirteen programs once more, each by hand, over plain dicts: slow, and easily seen to be right.

True, False, or None for unknown. A number that is not known lies between the bounds of the catalogue, and over an open
roster there may be more persons than are known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.benchmarks.criteria.data import AS_OF

__all__ = ["ORACLE", "ORACLE_PAGES", "verdicts"]

Facts = Mapping[str, Any]
Verdict = bool | None
Judge = Callable[[Facts], Verdict]

_MORE = 10**15
_PAID = ("validated", "active", "suspended")
_SCHOOLS = ("primary", "junior_secondary", "senior_secondary")
_BOUNDS = {"monthly_income": (0, 1_000_000_000), "floor_area": (0, 100_000), "farmed_land": (0, 10_000_000)}


def verdicts(home: Facts) -> dict[str, Verdict]:
    """What each of the programs says."""
    return {name: judge(home) for name, judge in ORACLE.items()}


def _all(given: Iterable[Verdict]) -> Verdict:
    found = list(given)
    return False if False in found else None if None in found else True


def _any(given: Iterable[Verdict]) -> Verdict:
    found = list(given)
    return True if True in found else None if None in found else False


def _not(given: Verdict) -> Verdict:
    return None if given is None else not given


def _is(facts: Facts, name: str, test: Callable[[Any], bool]) -> Verdict:
    value = facts.get(name)
    return None if value is None else test(value)


def _within(facts: Facts, name: str, codes: tuple[str, ...]) -> Verdict:
    return _is(facts, name, lambda value: value in codes)


def _age(person: Facts, test: Callable[[int], bool]) -> Verdict:
    return _is(person, "birth_date", lambda born: test(_years(born)))


def _years(born: dt.date) -> int:
    return AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))


def _exists(home: Facts, judge: Judge) -> Verdict:
    found = [judge(person) for person in home["members"]]
    return _any(found if home.get("complete") else [*found, None])


def _count(home: Facts, judge: Judge) -> tuple[int, int]:
    found = [judge(person) for person in home["members"]]
    sure = found.count(True)
    return sure, sure + found.count(None) if home.get("complete") else _MORE


def _size(home: Facts) -> tuple[int, int]:
    return _count(home, lambda person: True)


def _number(facts: Facts, name: str) -> tuple[int, int]:
    value = facts.get(name)
    return _BOUNDS[name] if value is None else (value, value)


def _less(one: tuple[int, int], other: tuple[int, int]) -> Verdict:
    return True if one[1] < other[0] else False if one[0] >= other[1] else None


def _decile(home: Facts, highest: int) -> Verdict:
    return _is(home, "decile", lambda value: value <= highest)


def _family(home: Facts) -> Verdict:
    def meant(person: Facts) -> Verdict:
        return _any(
            (
                _is(person, "pregnant", bool),
                _age(person, lambda age: age <= 6),
                _age(person, lambda age: age >= 60),
                _is(person, "severe_disability", bool),
                _within(person, "school_level", _SCHOOLS),
            )
        )

    return _all((_decile(home, 4), _exists(home, meant)))


def _food(home: Facts) -> Verdict:
    return _all(
        (
            _decile(home, 5),
            _not(_exists(home, lambda person: _within(person, "occupation", ("civil_servant", "employee")))),
        )
    )


def _elderly(home: Facts) -> Verdict:
    working = _count(home, lambda person: _age(person, lambda age: 18 <= age <= 59))
    return _all(
        (
            _decile(home, 5),
            _exists(home, lambda person: _age(person, lambda age: age >= 70)),
            _less(working, (1, 1)),
        )
    )


def _disability(home: Facts) -> Verdict:
    def meant(person: Facts) -> Verdict:
        return _all((_is(person, "severe_disability", bool), _age(person, lambda age: age >= 18)))

    return _all((_decile(home, 6), _exists(home, meant)))


def _cash(home: Facts) -> Verdict:
    ill = _exists(
        home, lambda person: _within(person, "chronic_illness", ("heart", "tuberculosis", "stroke", "cancer"))
    )
    return _all(
        (
            _decile(home, 3),
            _not(_within(home["participation"], "PKH", _PAID)),
            _not(_within(home["participation"], "SEMBAKO", _PAID)),
            _any((_less(_number(home, "monthly_income"), (1_000_000, 1_000_000)), ill)),
        )
    )


def _housing(home: Facts) -> Verdict:
    low, high = _size(home)
    return _all(
        (
            _decile(home, 4),
            _any(
                (
                    _within(home, "floor", ("earth", "bamboo")),
                    _within(home, "wall", ("bamboo", "bamboo_weave", "other")),
                    _less(_number(home, "floor_area"), (72 * low, 72 * high)),
                )
            ),
        )
    )


def _dependency(home: Facts) -> Verdict:
    others = _count(home, lambda person: _age(person, lambda age: age < 15 or age >= 65))
    workers = _count(home, lambda person: _age(person, lambda age: 15 <= age < 65))
    return _less(workers, others)


def _gas(home: Facts) -> Verdict:
    low, high = _size(home)
    return _all(
        (
            _less(_number(home, "monthly_income"), (500_000 * low, 500_000 * high)),
            _is(home, "motorcycles", lambda value: value <= 2),
        )
    )


def _school(home: Facts) -> Verdict:
    def meant(person: Facts) -> Verdict:
        return _all((_age(person, lambda age: 6 <= age <= 21), _within(person, "school_level", _SCHOOLS)))

    return _all((_decile(home, 4), _exists(home, meant)))


def _electricity(home: Facts) -> Verdict:
    return _all(
        (
            _within(home, "power", ("450", "900")),
            _decile(home, 4),
            _is(home, "motorcycles", lambda value: value <= 1),
        )
    )


def _fertiliser(home: Facts) -> Verdict:
    def farmer(person: Facts) -> Verdict:
        return _all((_is(person, "farmer_registered", bool), _within(person, "occupation", ("farmer", "farm_worker"))))

    low = high = 0
    for person in home["members"]:
        registered = person.get("farmer_registered")
        least, most = _number(person, "farmed_land")
        low += least if registered else 0
        high += 0 if registered is False else most
    if not home.get("complete"):
        high = _MORE
    return _all((_exists(home, farmer), _less((low, high), (201, 201))))


def _work(home: Facts) -> Verdict:
    def meant(person: Facts) -> Verdict:
        jobs = ("none", "housework", "student")
        return _any((_age(person, lambda age: age < 18), _within(person, "occupation", jobs)))

    return _all((_less((0, 0), _size(home)), _not(_exists(home, lambda person: _not(meant(person))))))


def _health(home: Facts) -> Verdict:
    children = _count(home, lambda person: _age(person, lambda age: age < 18))
    disabled = _count(home, lambda person: _is(person, "disability", lambda value: value != "none"))
    return _any(
        (
            _decile(home, 4),
            _all((_less(_number(home, "monthly_income"), (3_000_000, 3_000_000)), _less((2, 2), children))),
            _less((1, 1), disabled),
        )
    )


ORACLE: Mapping[str, Judge] = {
    "family": _family,
    "food": _food,
    "elderly": _elderly,
    "disability": _disability,
    "cash": _cash,
    "housing": _housing,
    "dependency": _dependency,
    "gas": _gas,
    "school": _school,
    "electricity": _electricity,
    "fertiliser": _fertiliser,
    "work": _work,
    "health": _health,
}


def _old(home: Facts) -> Verdict:
    office = _exists(home, lambda person: _within(person, "occupation", ("civil_servant", "employee")))
    old = _exists(home, lambda person: _age(person, lambda age: age >= 60))
    return _all((_decile(home, 8), old, _not(office)))


def _severe(home: Facts) -> Verdict:
    def meant(person: Facts) -> Verdict:
        return _all((_is(person, "severe_disability", bool), _age(person, lambda age: age < 60)))

    return _all((_decile(home, 5), _exists(home, meant)))


def _rare(home: Facts) -> Verdict:
    def meant(person: Facts) -> Verdict:
        return _all((_is(person, "severe_disability", bool), _is(person, "pregnant", bool)))

    return _all((_decile(home, 3), _exists(home, meant)))


ORACLE_PAGES: Mapping[str, Judge] = {"20 %": _old, "1 %": _severe, "0.01 %": _rare}
