"""The page: the same story as one file that needs nothing else, in Indonesian and English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from slrt_core import Text
from slrt_core.cli.demo.figures import ORDER, OUTCOMES, Line
from slrt_core.cli.demo.story import Story

__all__ = ["write_page"]

_MONTHS = ("Agustus", "August")
_BARS = (*OUTCOMES, "open")


def write_page(story: Story, path: Path) -> None:
    """Write the page.

    Args:
        story: what is told.
        path: the file.
    """
    environment = Environment(
        loader=PackageLoader("slrt_core.cli", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["both"] = both
    environment.filters["day"] = lambda day: Markup("<time datetime={}>{}</time>").format(f"{day}", f"{day:%d-%m}")
    page = environment.get_template("page.html.j2").render(_values(story))
    path.write_text(page, encoding="utf-8")


def both(text: Text | str) -> Markup:
    """A text in both languages; the page shows the one that is chosen."""
    if isinstance(text, str):
        return Markup("{}").format(text)
    if text.id == text.en:
        return Markup("{}").format(text.id)
    return Markup('<span lang="id">{}</span><span lang="en">{}</span>').format(text.id, text.en)


def _values(story: Story) -> dict[str, Any]:
    figures, lived = story.figures, story.lived
    whole = figures.whole
    return {
        "story": story,
        "figures": figures,
        "lived": lived,
        "district": lived.office.district,
        "whole": whole,
        "on_time": round(100 * (whole.total - whole.late) / whole.total),
        "outcomes": _BARS,
        "tables": [
            ("kind", Text("Menurut jenis", "By kind"), _lines(story, "kind")),
            ("level", Text("Menurut tingkat penerima rujukan", "By level of the receiver"), _lines(story, "level")),
            ("way", Text("Menurut jalan masuk", "By way in"), _lines(story, "way")),
        ],
        "places": sorted(_lines(story, "subdistrict"), key=lambda entry: -entry["line"].total),
        "daily": _daily(story),
        "referrals": _referrals(story),
    }


def _lines(story: Story, group: str) -> list[dict[str, Any]]:
    lines = story.figures.by(group, ORDER.get(group, ()))
    most = max(line.total for line in lines)
    return [
        {
            "label": story.label(group, line.key),
            "line": line,
            "share": 100 * line.total / most,
            "parts": _parts(line),
            "days": "–" if line.days is None else f"{line.days:g}",
        }
        for line in lines
    ]


def _parts(line: Line) -> list[tuple[str, int, float]]:
    counts = {**line.outcomes, "open": line.open}
    return [(name, counts[name], 100 * counts[name] / line.total) for name in _BARS if counts[name]]


def _daily(story: Story) -> dict[str, Any]:
    """Bars for each working day, in units of the drawing."""
    days = story.figures.daily(story.days)
    most = max(max(opened, decided) for _, opened, decided in days) or 1
    height, step = 120, 30
    bars = [
        {
            "x": number * step,
            "day": day,
            "opened": opened,
            "decided": decided,
            "up": round(height * opened / most, 1),
            "down": round(height * decided / most, 1),
        }
        for number, (day, opened, decided) in enumerate(days)
    ]
    return {"bars": bars, "width": len(days) * step, "height": height, "most": most}


def _referrals(story: Story) -> list[dict[str, Any]]:
    counts = story.figures.referrals
    most = max(counts.values(), default=1)
    return [
        {"label": story.label("referral", state), "count": count, "share": 100 * count / most}
        for state, count in counts.items()
    ]
