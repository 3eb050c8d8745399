"""The four districts of the sources: their places, what they state of the staff, and the rules that they chose."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files

from attrs import frozen

from slrt_core import Text, read_regions
from slrt_core.model.regions import Level, RegionTree

__all__ = ["DISTRICTS", "District", "Places"]


@frozen(kw_only=True)
class District:
    """One district.

    Args:
        slug: its name on the command line.
        code: the regency's code.
        name: for people.
        head: who signs decrees.
        settings: the options of the rulebook that it chose.
        villages: the village codes in which it works; all if empty.
        puskesos: the codes of villages with a Puskesos; ``None`` for the first village of each sub-district.
        source: what the sources state, and what is assumed.
    """

    slug: str
    code: str
    name: str
    head: str
    settings: Mapping[str, str]
    villages: tuple[str, ...] = ()
    puskesos: tuple[str, ...] | None = ()
    source: Text


# Two of the ten are named in the source; the other eight are assumed: the first village of each sub-district.
_BANTAENG_PUSKESOS = (
    "73.03.01.2008", "73.03.08.2005", "73.03.01.1001", "73.03.02.1001", "73.03.03.2001",
    "73.03.04.1001", "73.03.05.2002", "73.03.06.2001", "73.03.07.1001", "73.03.08.2001",
)  # fmt: skip

DISTRICTS: Mapping[str, District] = {
    district.slug: district
    for district in (
        District(
            slug="kubu-raya",
            code="61.12",
            name="Kabupaten Kubu Raya",
            head="Bupati Kubu Raya",
            settings={"membership_receiver": "program_manager"},
            puskesos=None,
            source=Text(
                "Alur menurut Perbup Kubu Raya 9/2018: keluhan kepesertaan ke pengelola program (Lampiran I B.2e). "
                "Satu fasilitator tiap desa, satu supervisor tiap kecamatan; satu Puskesos tiap kecamatan (anggapan).",
                "Routing of the regulation Perbup Kubu Raya 9/2018: membership complaints go to the program manager "
                "(annex 1 2e). One facilitator a village, one supervisor a sub-district; "
                "one Puskesos a sub-district (assumed).",
            ),
        ),
        District(
            slug="sleman",
            code="34.04",
            name="Kabupaten Sleman",
            head="Bupati Sleman",
            settings={"membership_receiver": "registry_manager"},
            source=Text(
                "Alur kerja SELARAS: 86 fasilitator untuk 86 desa, 17 supervisor untuk 17 kecamatan; "
                "keluhan kepesertaan ke pengelola BDT.",
                "The SELARAS workflow: 86 facilitators for 86 villages, 17 supervisors for 17 sub-districts; "
                "membership complaints go to the registry manager.",
            ),
        ),
        District(
            slug="bantaeng",
            code="73.03",
            name="Kabupaten Bantaeng",
            head="Bupati Bantaeng",
            settings={},
            puskesos=_BANTAENG_PUSKESOS,
            source=Text(
                "67 desa/kelurahan dalam 8 kecamatan, sepuluh dengan Puskesos; dua disebut namanya "
                "(Bonto Majannang, Bonto Jai), delapan lainnya anggapan.",
                "67 villages in 8 sub-districts, ten with a Puskesos; two of them are named "
                "(Bonto Majannang, Bonto Jai), the other eight are assumed.",
            ),
        ),
        District(
            slug="mojogedang",
            code="33.13",
            name="Mojogedang, Kabupaten Karanganyar",
            head="Bupati Karanganyar",
            settings={},
            villages=("33.13.15.2008", "33.13.15.2009", "33.13.15.2010", "33.13.15.2011", "33.13.15.2012"),
            source=Text(
                "Lima desa percontohan SIK: Gebyog, Gentungan, Pendem, Pereng, Munggur.",
                "The five pilot villages of SIK: Gebyog, Gentungan, Pendem, Pereng, Munggur.",
            ),
        ),
    )
}


@frozen(kw_only=True)
class Places:
    """The part of the map that a district needs.

    Args:
        tree: province, regency, its sub-districts and villages.
        villages: where the district works, those with a Puskesos first.
        puskesos: the villages with a Puskesos.
    """

    tree: RegionTree
    villages: tuple[str, ...]
    puskesos: tuple[str, ...]

    @classmethod
    def of(cls, district: District) -> Places:
        """Read the map that the package brings, and take the district's part."""
        with as_file(files("slrt_core.cli") / "data" / "regions.csv") as path:
            whole = read_regions(path)
        mine = {district.code, district.code[:2], *whole.villages(district.code)}
        mine |= {village[:8] for village in whole.villages(district.code)}
        tree = RegionTree(regions=tuple(region for region in whole if region.id in mine))
        villages = district.villages or tuple(sorted(tree.villages(district.code)))
        firsts = {village[:8]: village for village in reversed(villages)}
        puskesos = tuple(sorted(firsts.values())) if district.puskesos is None else district.puskesos
        rest = tuple(village for village in villages if village not in puskesos)
        return cls(tree=tree, villages=(*puskesos, *rest), puskesos=puskesos)

    @property
    def subdistricts(self) -> tuple[str, ...]:
        """The sub-districts in which the district works."""
        return tuple(sorted({village[:8] for village in self.villages}))

    def name(self, region: str) -> str:
        """The name of a place."""
        return self.tree.get(region).name

    def level(self, region: str) -> Level:
        """Its level."""
        return self.tree.get(region).level
