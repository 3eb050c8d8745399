"""Whatever anybody sends is an expression or `Invalid`, never another exception, and never takes long."""

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from slrt_core.errors import Invalid
from slrt_core.rules.criteria import check, compile_many, digest, from_document, parse, print_text, to_document
from slrt_core.testing.expressions import households
from tests.criteria.kit import DERIVED, PARAMS, lowered, random_expression, run, subjects

TOKENS = (
    *"()[]{}.,!-+*/%?:<>=&|'\"\\ \n\t#@$~^;`",
    *("&&", "||", "==", "!=", "<=", ">=", "in", "true", "false", "null", "0", "1", "007", "9" * 30, "1.5", "0x1", "3u"),
    *("household", "family", "individual", "m", "o", "decile", "members", "families", "floor_area", "region"),
    *("exists", "all", "filter", "map", "size", "sum", "min", "max", "age", "age_months", "date", "dec", "param"),
    *(
        "default",
        "has",
        "within",
        "implies",
        "between",
        "'earth'",
        "'2026-01-31'",
        "'7.2'",
        "'wage'",
        "'61.12'",
        "'PKH'",
    ),
    *(
        "household.decile",
        "m.pregnant",
        "m.birth_date",
        "household.members",
        ".exists(m, ",
        ".map(m, ",
        "//",
        "r'",
        "'''",
    ),
)
STRANGE = "\x00\x01\x7f\x85\u00a0\u00e9\u0660\u200b\u2028\u202e\ufeff\uff11\U0001f600\ud800\r\v\f"


def valid(rng: Random) -> str:
    return print_text(random_expression(rng, rng.choice(("household", "family", "individual")), DERIVED))


def noise(rng: Random) -> str:
    return "".join(chr(rng.choice((rng.randrange(128), rng.randrange(0x3000)))) for _ in range(rng.randrange(40)))


def soup(rng: Random) -> str:
    return rng.choice(("", " ")).join(rng.choice(TOKENS) for _ in range(rng.randrange(25)))


def mutated(rng: Random, texts: list[str]) -> str:
    text = rng.choice(texts)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, to = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        to = min(to, at + rng.choice((0, 1, 5, 50)))
        new = rng.choice((rng.choice(TOKENS), rng.choice(STRANGE), "", text[at:to] * 2, rng.choice(texts)[:30]))
        text = text[:at] + new + text[to:]
    return text


def deep(rng: Random) -> str:
    opening, closing = rng.choice(
        (("(", ")"), ("!", ""), ("[", "]"), ("-", ""), ("1+", ""), ("true||(", ")"), ("true==(", ")"), ("a.", ""),
         ("household.members.exists(m,", ")"), ("between(", ",1,2)"), ("implies(", ",true)"), ("a[", "]"),
         ("sum(household.members.map(m,", "))"), ("default(", ",1)"), ("age(", ")"), ("x.exists(", ""),
         ("household.members.filter(m,", ").size()>1")),
    )  # fmt: skip
    times = rng.choice((1, 3, 20, 39, 41, 60, 300))
    return (
        opening * times
        + rng.choice(("true", "household.decile", "1", "", "'"))
        + closing * rng.choice((times, 0, times - 1))
    )


def worded(error: Invalid) -> None:
    """Each reason has words in both languages; a text's and a document's tell the place, unless it is the length."""
    for reason in error.reasons:
        assert reason.text.id
        assert reason.text.en
        assert reason.path or reason.code.startswith("too-")


def fuzz(seed: int, count: int) -> dict[str, int]:
    rng = Random(seed)
    texts = [valid(rng) for _ in range(300)]
    makers: tuple[Callable[[], str], ...] = (
        lambda: noise(rng), lambda: soup(rng), lambda: soup(rng), lambda: mutated(rng, texts),
        lambda: mutated(rng, texts), lambda: mutated(rng, texts),
    )  # fmt: skip
    seen = {"syntax": 0, "words": 0, "types": 0, "accepted": 0}
    for number in range(count):
        text = deep(rng) if number % 50 == 0 else rng.choice(makers)()
        try:
            node = parse(text)
        except Invalid as error:
            seen["syntax" if error.codes[0].startswith(("syntax", "too")) else "words"] += 1
            worded(error)
            continue
        try:
            check(node, DERIVED, "individual", params=PARAMS, text=text)
        except Invalid as error:
            seen["types"] += 1
            worded(error)
            continue
        seen["accepted"] += 1
        assert parse(print_text(node)) == node
        assert from_document(to_document(node)) == node
        if number % 10 == 0:
            evaluate = compile_many([lowered(node, "individual", DERIVED)])
            assert evaluate({}, {}, {})[0] in {True, False, None}
    return seen


@pytest.mark.parametrize("seed", range(5))
def test_a_hundred_thousand_texts(seed: int) -> None:
    seen = fuzz(seed, 20_000)
    assert all(count > 300 for count in seen.values()), seen


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_a_million_texts(seed: int) -> None:
    fuzz(seed, 100_000)


@pytest.mark.parametrize("length", [10_000])
def test_no_text_takes_long(length: int) -> None:
    """The longest of each sort of nesting and repetition: a tenth of a second, but for ever if something doubled."""
    for part in (
        "(",
        "!",
        "[",
        "-",
        "true||",
        "1+",
        "1==",
        "a.",
        "'",
        "between(",
        "a[",
        "{",
        "x.exists(m,",
        "true&&(",
        "1,",
    ):
        text = (part * length)[:length]
        started = time.perf_counter()
        with contextlib.suppress(Invalid):
            check(parse(text), DERIVED, "individual", params=PARAMS)
        assert time.perf_counter() - started < 10, part


VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**30, 1.5, "", "m", "household", "decile", "==", "years", "$1", "a'b",
    "2026-01-31", [],
    {}, [None], {"is": "bool", "value": True}, {"is": "int", "value": 1}, {"is": "lookup"}, {"is": None},
    "x" * 1000, "\ud800", float("nan"),
)  # fmt: skip


def damaged(rng: Random, document: Any) -> Any:
    """A copy in which one place, or a few, is another."""
    if rng.random() < 0.1 or not isinstance(document, dict | list) or not document:
        return rng.choice(VALUES)
    if isinstance(document, list):
        at = rng.randrange(len(document))
        if rng.random() < 0.1:
            return document[:at]
        return [damaged(rng, item) if i == at else item for i, item in enumerate(document)]
    key = rng.choice(list(document))
    roll = rng.random()
    if roll < 0.04:
        return {k: v for k, v in document.items() if k != key}
    if roll < 0.08:
        return {**document, rng.choice(("at", "x", "is", 3)): rng.choice(VALUES)}
    if roll < 0.14:
        return {
            **document,
            "is": rng.choice(("bool", "int", "and", "or", "not", "cmp", "any", "sum", "field", "relation", "age")),
        }
    return {**document, key: damaged(rng, document[key])}


def test_documents() -> None:
    """A document that is taken, is one: it has a text that says the same, and what is well typed is evaluated."""
    rng = Random(3)
    good = [to_document(random_expression(rng, "household", DERIVED)) for _ in range(200)]
    homes = subjects(households(rng, DERIVED, 5), "household")
    taken = evaluated = 0
    for number in range(10_000):
        document = damaged(rng, rng.choice(good))
        if number % 3 == 0:
            document = damaged(rng, document)
        try:
            node = from_document(document)
        except Invalid as error:
            worded(error)
            continue
        taken += 1
        assert from_document(json.loads(json.dumps(to_document(node)))) == node
        assert len(digest(node)) == 64
        try:
            check(node, DERIVED, "household", params=PARAMS)
        except Invalid:
            continue
        evaluated += 1
        assert parse(print_text(node)) == node
        evaluate = compile_many([lowered(node, "household", DERIVED)])
        assert all(run(evaluate, home)[0] in {True, False, None} for home in homes)
    assert taken > 300
    assert evaluated > 100


def test_the_grammar_is_published_with_the_package() -> None:
    from slrt_core.rules import criteria

    assert Path(criteria.__file__).with_name("grammar.lark").exists()
