"""What several stores can do, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import fields

from slrt_core.ports import Capabilities, Storage

__all__ = ["capability_table"]


def capability_table(stores: Mapping[str, Storage]) -> str:
    """A table in plain text: a line for each store, a column for each capability that it may declare.

    Args:
        stores: by the name that is shown.
    """
    names = [field.name for field in fields(Capabilities)]
    rows = [("store", *names)]
    for name, store in stores.items():
        rows.append((name, *("yes" if getattr(store.capabilities, each) else "-" for each in names)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]]) + "\n"
