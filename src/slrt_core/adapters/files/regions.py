"""The map from a CSV file with one village in each line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from slrt_core.adapters.files.table import Cells, Table
from slrt_core.errors import SlrtError
from slrt_core.model.regions import CodeSystem, DatedCode, Level, Region, RegionCode, RegionTree
from slrt_core.reasons import Text

__all__ = ["read_regions"]

_COLUMNS = (
    "kode_desa", "nama_desa", "kode_kecamatan", "nama_kecamatan", "kode_kab", "nama_kab", "nama_provinsi",
)  # fmt: skip


def read_regions(
    path: Path | str, *, system: CodeSystem = CodeSystem.KEMENDAGRI, valid_from: date = date.min
) -> RegionTree:
    """Read a map.

    Args:
        path: UTF-8, with the columns ``kode_desa, nama_desa, kode_kecamatan, nama_kecamatan, kode_kab, nama_kab,
            nama_provinsi``; codes dotted or plain.
        system: whose codes they are; the two systems look alike, so it is never guessed.
        valid_from: since when they are in force.

    Returns:
        The tree; each place has the dotted code under which it stands here as its id.

    Raises:
        Invalid: with every fault, each with file, line and column.
    """
    table = Table(Path(path), _COLUMNS)
    regions: dict[str, Region] = {}
    for cells in table:
        village = cells.get("kode_desa", lambda text: RegionCode.parse(text, system))
        if village is None:
            if not cells.text("kode_desa"):
                cells.need("kode_desa")
            continue
        _take(cells, village, regions, valid_from)
    table.stop()
    try:
        return RegionTree(regions=tuple(regions.values()))
    except SlrtError as error:
        for reason in error.reasons:
            table.note(f"0:{reason.path}", reason.code, reason.text)
        table.stop()
        raise


def _take(cells: Cells, village: RegionCode, regions: dict[str, Region], valid_from: date) -> None:
    names = {
        Level.VILLAGE: "nama_desa",
        Level.SUBDISTRICT: "nama_kecamatan",
        Level.REGENCY: "nama_kab",
        Level.PROVINCE: "nama_provinsi",
    }
    stated = {Level.SUBDISTRICT: "kode_kecamatan", Level.REGENCY: "kode_kab"}
    if village.level is not Level.VILLAGE:
        words = Text(f"{village} bukan kode desa", f"{village} is no village code")
        cells.table.note(f"{cells.line}:kode_desa", "region-level", words)
        return
    code: RegionCode | None = village
    while code is not None:
        column = stated.get(code.level)
        if column and cells.text(column) not in {code.dotted, code.digits}:
            words = Text(
                f"{cells.text(column)!r} bukan induk {village}", f"{cells.text(column)!r} is not above {village}"
            )
            cells.table.note(f"{cells.line}:{column}", "region-parent", words)
            return
        name, held = cells.need(names[code.level]), regions.get(code.dotted)
        if held is not None and (held.name != name or code is village):
            words = Text(f"{code} sudah ada sebagai {held.name!r}", f"{code} is there already as {held.name!r}")
            cells.table.note(f"{cells.line}:{names[code.level]}", "region-twice", words)
            return
        regions.setdefault(
            code.dotted,
            Region(
                id=code.dotted,
                name=name,
                level=code.level,
                parent=code.parent.dotted if code.parent else None,
                codes=(DatedCode(code=code, valid_from=valid_from),),
            ),
        )
        code = code.parent
