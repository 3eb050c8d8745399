"""Numbers, codes and days as they are written down, right and nearly right: what a reader of input has to tell apart.

What is nearly right differs in one thing only; some of it is merely written oddly and still valid. A test that needs to
know which asks the model, or the strategy with ``valid`` in its name.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from slrt_core.model import CodeSystem, Level

__all__ = ["day_texts", "near_niks", "near_no_kks", "phones", "region_texts", "valid_niks", "valid_no_kks"]

_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@st.composite
def _sixteen(draw: st.DrawFn, added: tuple[int, ...]) -> str:
    area = f"{draw(st.integers(11, 96))}{draw(st.integers(1, 79)):02}{draw(st.integers(1, 99)):02}"
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, _MONTH_DAYS[month - 1])) + draw(st.sampled_from(added))
    return f"{area}{day:02}{month:02}{draw(st.integers(0, 99)):02}{draw(st.integers(1, 9999)):04}"


def valid_niks() -> SearchStrategy[str]:
    """Well-formed NIKs: area, day (women's with 40 added), month, year, serial."""
    return _sixteen((0, 40))


def valid_no_kks() -> SearchStrategy[str]:
    """Well-formed numbers of family cards: area, day, month and year of issue, serial; nothing is added to the day."""
    return _sixteen((0,))


@st.composite
def near_niks(draw: st.DrawFn) -> str:
    """A NIK that has gone wrong in one way, or is only written oddly."""
    nik = draw(valid_niks())
    days = ("00", "32", "40", "72")
    return draw(st.sampled_from([*_bent(nik), *(nik[:6] + day + nik[8:] for day in days), f"NIK {nik}"]))


@st.composite
def near_no_kks(draw: st.DrawFn) -> str:
    """A number of a family card that has gone wrong in one way: it is a woman's NIK, as often happens, or worse."""
    number = draw(valid_no_kks())
    days = ("00", "32", "40", f"{int(number[6:8]) + 40}")
    return draw(st.sampled_from([*_bent(number), *(number[:6] + day + number[8:] for day in days), f"KK {number}"]))


def _bent(number: str) -> list[str]:
    return [
        number[:-1],
        number + "0",
        number[:6] + "3002" + number[10:],
        number[:8] + "00" + number[10:],
        number[:8] + "13" + number[10:],
        number[:12] + "0000",
        "00" + number[2:],
        number[:2] + "00" + number[4:],
        number.replace("1", "l").replace("0", "O"),
        " ".join(number[n : n + 4] for n in range(0, 16, 4)),
        f"{number[:6]}.{number[6:12]}.{number[12:]}",
        f"  {number}\t",
        number.translate({ord("0") + n: 0x0660 + n for n in range(10)}),
    ]


def phones() -> SearchStrategy[str]:
    """Telephone numbers in the ways in which they are written, of six digits too few to two too many."""
    digits = st.text("0123456789", min_size=6, max_size=12)
    starts = st.sampled_from(["08", "+628", "628", "0561-", "(0561) ", "+62 8", "8"])
    return st.builds(str.__add__, starts, digits)


@st.composite
def region_texts(draw: st.DrawFn, system: CodeSystem = CodeSystem.KEMENDAGRI) -> str:
    """Codes as written: plain, dotted, dotted as the other system does, a digit short or long, of no known kind.

    Args:
        draw: given by Hypothesis.
        system: whose code it is meant to be.
    """
    widths = {CodeSystem.KEMENDAGRI: (2, 2, 2, 4), CodeSystem.BPS: (2, 2, 3, 3)}
    own = widths[system][: draw(st.sampled_from(Level))]
    other = widths[CodeSystem.BPS if system is CodeSystem.KEMENDAGRI else CodeSystem.KEMENDAGRI][: len(own)]
    plain = draw(st.text("123456789", min_size=sum(own), max_size=sum(own)))
    # A village is numbered 1…, 2… or 3… by Kemendagri; other first digits are a near miss there.
    right = plain[:6] + draw(st.sampled_from("1239")) + plain[7:] if len(plain) == 10 else plain
    ways = [right, _dotted(right, own), _dotted(right, other), right[:-1], right + "0", f" {right} "]
    ways += [_dotted(right, own) + ".", right.replace("1", "l"), _dotted(right, own).replace(".", "-")]
    return draw(st.sampled_from(ways))


def _dotted(digits: str, widths: tuple[int, ...]) -> str:
    parts, rest = [], digits
    for width in widths:
        parts.append(rest[:width])
        rest = rest[width:]
    return ".".join([*parts, rest] if rest else parts)


@st.composite
def day_texts(draw: st.DrawFn) -> str:
    """Days as written: in the order of the standard, or with a day that no month has, or as people write them."""
    year, month = draw(st.integers(1900, 2100)), draw(st.integers(1, 12))
    day = draw(st.integers(1, _MONTH_DAYS[month - 1]))
    right = f"{year}-{month:02}-{day:02}"
    ways = [right, right, f"{year}-02-30", f"{year}-13-{day:02}", f"{year}-{month:02}-00", "2026-02-29", "1900-02-29"]
    ways += [f"{day:02}/{month:02}/{year}", f"{day}-{month}-{year % 100:02}", f"{year}-{month}-{day}", f" {right}", ""]
    return draw(st.sampled_from(ways))
