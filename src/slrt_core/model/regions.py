"""The official map: provinces, regencies, sub-districts, villages, by dated codes in two systems.

The Ministry of Home Affairs (Kemendagri) writes a village as 2.2.2.4 digits, Statistics Indonesia (BPS) as 2.2.3.3.
Both make ten digits and mean different places, so a code always carries its system.
A region keeps its id for ever; codes come and go with dates,
and a region that was split or merged names its successors.
"""

from __future__ import annotations

import re
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import define, frozen

from slrt_core.errors import NotFound, invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["CodeSystem", "DatedCode", "Level", "Region", "RegionCode", "RegionTree"]


class CodeSystem(StrEnum):
    """Who gives the code."""

    KEMENDAGRI = "kemendagri"
    BPS = "bps"


class Level(IntEnum):
    """How deep in the tree, from the province down."""

    PROVINCE = 1
    REGENCY = 2
    SUBDISTRICT = 3
    VILLAGE = 4


_WIDTHS = {CodeSystem.KEMENDAGRI: (2, 2, 2, 4), CodeSystem.BPS: (2, 2, 3, 3)}


@frozen(order=True)
class RegionCode:
    """An official code, always with its system.

    Args:
        digits: 2, 4, 6 or 10 digits in the Kemendagri system; 2, 4, 7 or 10 in that of BPS.
        system: who gave it.
    """

    digits: str
    system: CodeSystem = CodeSystem.KEMENDAGRI

    def __attrs_post_init__(self) -> None:
        ends = _ends(self.system)
        if not re.fullmatch(r"[0-9]+", self.digits) or len(self.digits) not in ends:
            raise invalid(
                "region",
                "region-code",
                id=f"{self.digits!r} bukan kode wilayah {self.system}: panjangnya harus salah satu dari {ends} angka",
                en=f"{self.digits!r} is no {self.system} region code: it must have one of {ends} digits",
            )
        if self.system is CodeSystem.KEMENDAGRI and len(self.digits) == 10 and self.digits[6] not in "123":
            raise invalid(
                "region",
                "region-code-system",
                id=f"{self.dotted}: kode desa Kemendagri mulai dengan 1 (kelurahan), 2 (desa), 3 (desa adat); BPS?",
                en=f"{self.dotted}: a Kemendagri village part begins with 1, 2 or 3; is this a BPS code?",
            )

    @classmethod
    def parse(cls, text: str, system: CodeSystem = CodeSystem.KEMENDAGRI) -> RegionCode:
        """Read ``61.12.01.2001`` or ``6112012001``.

        Args:
            text: dotted or plain.
            system: whose code it is. Ten plain digits could be either, so it is never guessed.

        Raises:
            Invalid: no such form, or dots at the places of the other system.
        """
        text = text.strip()
        parts = text.split(".")
        if len(parts) > 1 and tuple(map(len, parts)) != _WIDTHS[system][: len(parts)]:
            raise invalid(
                "region",
                "region-code-dots",
                id=f"{text!r}: titik tidak pada tempat kode {system} {_WIDTHS[system]}",
                en=f"{text!r}: the dots are not where {system} codes {_WIDTHS[system]} have them",
            )
        return cls("".join(parts), system)

    @property
    def level(self) -> Level:
        """Province, regency, sub-district or village, by length."""
        return Level(_ends(self.system).index(len(self.digits)) + 1)

    @property
    def dotted(self) -> str:
        """The code as people write it, such as ``61.12.01.2001``."""
        starts = (0, *_ends(self.system))
        return ".".join(self.digits[a:b] for a, b in pairwise(starts) if a < len(self.digits))

    @property
    def parent(self) -> RegionCode | None:
        """The code one level up; ``None`` for a province."""
        if self.level is Level.PROVINCE:
            return None
        return RegionCode(self.digits[: _ends(self.system)[self.level - 2]], self.system)

    def contains(self, other: RegionCode) -> bool:
        """Whether the other code is this one or lies below it, in the same system."""
        return self.system is other.system and other.digits.startswith(self.digits)

    def __str__(self) -> str:
        return self.dotted


def _ends(system: CodeSystem) -> tuple[int, ...]:
    widths = _WIDTHS[system]
    return tuple(sum(widths[: i + 1]) for i in range(len(widths)))


@frozen(kw_only=True)
class DatedCode:
    """A code and the days on which it was in force, the last one included."""

    code: RegionCode
    valid_from: date = date.min
    valid_until: date = date.max

    def on(self, day: date) -> bool:
        """Whether the code was in force on that day."""
        return self.valid_from <= day <= self.valid_until


@frozen(kw_only=True)
class Region:
    """One place.

    Args:
        id: given once, never changed; by habit the dotted code under which the place was first known.
        name: as officially written.
        level: province to village.
        parent: the id of the place above it.
        codes: its codes with their dates, of either system.
        successors: the ids of what it became by a split or merge; empty while it exists.
        ended: the last day on which it existed.
    """

    id: str
    name: str
    level: Level
    parent: str | None = None
    codes: tuple[DatedCode, ...] = ()
    successors: tuple[str, ...] = ()
    ended: date = date.max

    def code(self, on: date, system: CodeSystem = CodeSystem.KEMENDAGRI) -> RegionCode | None:
        """The code in force on that day, if there was one."""
        return next((dated.code for dated in self.codes if dated.on(on) and dated.code.system is system), None)


@define(kw_only=True, slots=False)
class RegionTree:
    """All places that a district knows, as a tree. Never changed after it is made.

    Args:
        regions: every place, in any order.

    Raises:
        Invalid: an id twice, a parent or successor that is not there, a parent of the wrong level,
            a code that two places have on the same day.
    """

    regions: tuple[Region, ...]

    def __attrs_post_init__(self) -> None:
        _check(self.regions, self._by_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Region]:
        return {region.id: region for region in self.regions}

    @cached_property
    def _around(self) -> Mapping[str, frozenset[str]]:
        # Every decision asks whether a place lies within another, so the answer is kept for each place.
        return {region.id: frozenset(above.id for above in self.path(region.id)) for region in self.regions}

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        children: dict[str, list[str]] = {}
        for region in self.regions:
            if region.parent is not None:
                children.setdefault(region.parent, []).append(region.id)
        return {parent: tuple(sorted(ids)) for parent, ids in children.items()}

    @cached_property
    def _by_code(self) -> Mapping[RegionCode, tuple[Region, ...]]:
        found: dict[RegionCode, tuple[Region, ...]] = {}
        for region in self.regions:
            for dated in region.codes:
                found[dated.code] = (*found.get(dated.code, ()), region)
        return found

    def __contains__(self, region_id: object) -> bool:
        return region_id in self._by_id

    def __iter__(self) -> Iterator[Region]:
        return iter(self.regions)

    def get(self, region_id: str) -> Region:
        """The place with this id.

        Raises:
            NotFound: there is none.
        """
        try:
            return self._by_id[region_id]
        except KeyError:
            raise NotFound(f"region {region_id}") from None

    def by_code(self, code: RegionCode, on: date) -> Region:
        """The place that had this code on that day.

        Raises:
            NotFound: no place had it then.
        """
        for region in self._by_code.get(code, ()):
            if any(dated.code == code and dated.on(on) for dated in region.codes):
                return region
        raise NotFound(f"region {code} ({code.system}) {on}")

    def path(self, region_id: str) -> tuple[Region, ...]:
        """The place and all above it, from the province down; empty for an unknown id."""
        path: list[Region] = []
        region = self._by_id.get(region_id)
        while region is not None:
            path.append(region)
            region = self._by_id.get(region.parent or "")
        return tuple(reversed(path))

    def reached(self, outer: Iterable[str], inner: str) -> bool:
        """Whether a place is one of several others or lies within one of them. An unknown place lies nowhere."""
        return not self._around.get(inner, frozenset()).isdisjoint(outer)

    def contains(self, outer: str, inner: str) -> bool:
        """Whether one place is the other or lies within it. An unknown place lies nowhere."""
        return outer in self._around.get(inner, ())

    def within(self, outer: Iterable[str]) -> tuple[str, ...]:
        """The ids of all places that are one of several others or lie within one of them, in order."""
        wanted = frozenset(outer)
        return tuple(sorted(inner for inner, around in self._around.items() if not around.isdisjoint(wanted)))

    def villages(self, region_id: str) -> tuple[str, ...]:
        """The ids of all villages within a place (or itself), in order."""
        region = self._by_id.get(region_id)
        if region is None:
            return ()
        if region.level is Level.VILLAGE:
            return (region.id,)
        return tuple(village for child in self._children.get(region_id, ()) for village in self.villages(child))

    def name(self, region_id: str) -> str:
        """``Desa, Kecamatan`` for a village, the plain name for others; the id for an unknown place."""
        path = self.path(region_id)
        return ", ".join(region.name for region in reversed(path[-2:] if len(path) > 2 else path[-1:])) or region_id


def _check(regions: Iterable[Region], by_id: Mapping[str, Region]) -> None:
    seen: set[str] = set()
    held: dict[RegionCode, list[tuple[DatedCode, str]]] = {}
    for region in regions:
        if region.id in seen:
            raise invalid(region.id, "region-twice", id="wilayah tercatat dua kali", en="this region stands twice")
        seen.add(region.id)
        if region.level is not Level.PROVINCE:
            above = by_id.get(region.parent or "")
            if above is None or above.level != region.level - 1:
                raise invalid(
                    region.id,
                    "region-parent",
                    id=f"induk {region.parent!r} tidak ada atau bukan satu tingkat di atasnya",
                    en=f"its parent {region.parent!r} is not there, or not one level above it",
                )
        for successor in region.successors:
            if successor not in by_id:
                raise invalid(
                    region.id,
                    "region-successor",
                    id=f"penerus {successor!r} tidak ada",
                    en=f"its successor {successor!r} is not there",
                )
        for dated in region.codes:
            for other, owner in held.get(dated.code, ()):
                if dated.valid_from <= other.valid_until and other.valid_from <= dated.valid_until:
                    raise invalid(
                        region.id,
                        "region-code-twice",
                        id=f"kode {dated.code} pada hari yang sama juga milik {owner}",
                        en=f"on the same day the code {dated.code} is also that of {owner}",
                    )
            held.setdefault(dated.code, []).append((dated, region.id))
