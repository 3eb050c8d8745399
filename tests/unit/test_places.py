"""Where something stands in a TOML document, and what keeps a document from being one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from slrt_core.rules.rulebook.places import Places, read_document, syntax_fault

SHIPPED = {
    file.name: file.read_text(encoding="utf-8")
    for folder in ("programs", "default", "instruments")
    for file in resources.files("slrt_core.rules").joinpath(folder).iterdir()
    if file.name.endswith(".toml")
}
ODD = """\
# a comment with [brackets] and "quotes"
"quoted key" = 'a # is no comment here'
plain.dotted = { inside = [1, { deep = "x" }], 'with " quote' = true } # [no, list]

[[several]]
many = [
  # a comment in a list
  "one ]", # and behind an item
  '''two
  lines''',
]
[[several.below]]
text = \"\"\"
first \\"\\"\\"
  second\"\"\"
[several.table]
day = 2026-01-31
[[several]]
many = []
[[several.below]]
text = "x"
"""


SEVERAL = r'''
one = """
first \"x\" here
  second there \
   goes on
last"""
'two' = QQQ
a \ b
cQQQ
"thr\u0065e" = "\u0041\U00000042 c \n d"
'''.replace("QQQ", "'" * 3)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of a document that holds no others, with its path."""
    held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if held is None:
        yield path, value
        return
    for key, inner in held:
        yield from leaves(inner, (*path, str(key)))


def at(text: str, line: int, column: int) -> str:
    return text.split("\n")[line - 1][column - 1 :]


@pytest.mark.parametrize("text", [ODD, ODD.replace("\n", "\r\n"), *SHIPPED.values()], ids=["odd", "crlf", *SHIPPED])
def test_every_value_has_the_place_of_its_key_or_of_itself(text: str) -> None:
    places = Places(text)
    for path, value in leaves(tomllib.loads(text)):
        assert path in set(places)
        found = at(text, *places.of(path))
        if path[-1].isdigit() and not found.startswith(path[-1]):
            assert found.startswith(("'", '"', "{", "[", str(value)[:1]))
        elif not path[-1].isdigit():
            assert found.lstrip("\"'").startswith((path[-1][:5], "plain"))


def test_what_is_missing_has_the_place_of_what_it_should_stand_in() -> None:
    places = Places(ODD)
    assert places.of(("several", "1", "nothing", "below")) == places.of(("several", "1")) == (18, 1)
    assert places.of(()) == places.of(("nothing",)) == (1, 1)


def test_a_place_within_a_text_is_told_in_the_document() -> None:
    places = Places(ODD)
    text = ("several", "0", "below", "0", "text")
    assert at(ODD, *places.within(text, 1, 1)).startswith("first")
    assert at(ODD, *places.within(text, 2, 3)).startswith("second")
    assert at(ODD, *places.within(("several", "1", "below", "0", "text"), 1, 1)) == 'x"'


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_place_within_a_text_of_several_lines_or_with_escapes(end: str) -> None:
    """What is written otherwise than it is read: line ends, lines that go on, characters by number, escaped keys."""
    text = SEVERAL.replace("\n", end)
    places = Places(text)
    assert tomllib.loads(text) == {
        "one": 'first "x" here\n  second there goes on\nlast',
        "two": "a \\ b\nc",
        "three": "AB c \n d",
    }
    for key, line, column, found in (
        ("one", 1, 1, "first"), ("one", 1, 11, "here"), ("one", 2, 3, "second"), ("one", 2, 16, "goes"),
        ("one", 3, 1, "last"), ("two", 1, 3, "\\ b"), ("two", 2, 1, "c'''"), ("three", 1, 2, "\\U00000042"),
        ("three", 1, 4, "c "), ("three", 2, 2, 'd"'),
    ):  # fmt: skip
        assert at(text, *places.within((key,), line, column)).startswith(found)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = " + "[" * 5000 + "]" * 5000, "1:105"),
        ("b = 1\na = " + "{ a = " * 300 + "1" + "}" * 300, "2:605"),
        ("a = ['[', \"]\"] # [[\nb" + ".b" * 3000 + " = 1", "2:1"),
        ("[a]\nb = 1" + "0" * 5000, "2:5"),
        ("b = 0x" + "f" * 5000, "1:5"),
    ],
    ids=["lists", "tables", "keys", "number", "hexadecimal"],
)
def test_what_nobody_writes_is_refused_with_its_place(text: str, place: str) -> None:
    """And not by the end of Python's patience, which is no mistake of anybody's."""
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        read_document(text)
    fault = syntax_fault("x.toml", text, caught.value)
    assert (fault.path, fault.code) == (f"x.toml:{place}", "rulebook-syntax")
    assert ("too many levels" in fault.text.en) is not ("too long" in fault.text.en)


def test_brackets_in_texts_and_comments_are_no_levels() -> None:
    text = "a = '" + "[" * 200 + "' # " + "{" * 200 + '\nb = """' + '["' * 200 + '\\""""\n'
    assert len(read_document(text)["a"]) == 200


@pytest.mark.parametrize(
    ("text", "place", "indonesian", "english"),
    [
        ("a 1", "1:3", "sesudah nama kunci harus ada =", "after the name of a key there must be ="),
        ("a = 1\nb = 1 2", "2:7", "ada sisa sesudah nilainya", "something follows the value"),
        ("[[a]\n", "1:4", "judul bagian tidak ditutup", "heading of a section is not closed"),
        ("[a\n", "1:3", "judul bagian tidak ditutup", "heading of a section is not closed"),
        ("a = [1\nb = 2", "2:1", "daftar [ … ] tidak ditutup", "a list [ … ] is not closed"),
        ("a = { b = 1\n", "1:12", "tabel { … } tidak ditutup", "a table { … } is not closed"),
        ('a = "x\nb = "y"', "1:7", "tidak ditutup dengan tanda kutip", "not closed by a quotation mark"),
        ("a = 'x", "1:7", "tidak ditutup dengan tanda kutip", "not closed by a quotation mark"),
        ('a = """x', "1:9", "tidak ditutup dengan tanda kutip", "not closed by a quotation mark"),
        ("a = 'x\u0000'", "1:7", "tanda ini tidak boleh di sini", "this character may not stand here"),
        ('a = "\\q"', "1:8", "tanda \\ dalam teks", "a \\ in a text"),
        ("a = 1\na = 2\n", "2:6", "sudah tertulis di atas", "stands above already"),
        ("[a]\n[a]", "2:3", "sudah tertulis di atas", "stands above already"),
        ("a = 2026-02-30\n", "1:5", "bukan tanggal", "not a date"),
        ("a = yep", "1:5", "nilainya tidak benar", "no valid value"),
        ("a = ", "1:5", "nilainya tidak benar", "no valid value"),
        ("= 1", "1:1", "baris ini bukan", "this line is no"),
        ("a.= 1", "1:3", "nama kunci tidak dapat", "no name of a key"),
    ],
)
def test_what_is_no_toml_is_told_in_both_languages_with_its_place(
    text: str, place: str, indonesian: str, english: str
) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    fault = syntax_fault("x.toml", text, caught.value)
    assert (fault.path, fault.code) == (f"x.toml:{place}", "rulebook-syntax")
    assert indonesian in fault.text.id
    assert english in fault.text.en
    assert fault.text.id != fault.text.en


def test_words_of_another_python_are_no_crash() -> None:
    fault = syntax_fault("x.toml", "a\nb", tomllib.TOMLDecodeError("something new"))
    assert fault.path == "x.toml:2:2"
    assert fault.text.en.startswith("not valid TOML")
