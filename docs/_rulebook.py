"""Write the default rulebook as tables and as pictures, so that they never say anything else than the rules do."""

from collections.abc import Iterable
from pathlib import Path

from slrt_core import Rulebook, load_rulebook
from slrt_core.rules.process.export import LEGEND, described, machines_of, svg
from slrt_core.rules.rulebook import KEEP


def write(folder: Path) -> None:
    """Write ``rulebook.md``, and ``ways.md`` with its pictures."""
    book = load_rulebook()
    _write_tables(folder, book)
    _write_ways(folder, book)


def _write_ways(folder: Path, book: Rulebook) -> None:
    pictures = folder / "ways"
    pictures.mkdir(parents=True, exist_ok=True)
    parts = [
        "# The ways of a case",
        f"Drawn from the tables of the default rulebook, hash `{book.hash[:16]}`, under the default settings.",
        "`slrt rulebook export` draws those of a district, in Indonesian too; see the [guide](../how-to/rulebook.md).",
        "\n".join(f"- {text.en}" for text in LEGEND),
    ]
    for machine in machines_of(book):
        (pictures / f"{machine.key}.svg").write_text(svg(machine, "en", alone=False), encoding="utf-8")
        said = "\n".join(f"- {line}" for line in described(machine, "en"))
        parts += [
            f"## {machine.title.en}",
            f"![{machine.title.en}](ways/{machine.key}.svg)",
            f":::{{admonition}} In words\n:class: dropdown\n\n{said}\n:::",
        ]
    (folder / "ways.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _write_tables(folder: Path, book: Rulebook) -> None:
    parts = [
        "# The default rulebook",
        f"Hash `{book.hash}`.",
        "Generated from the files in `slrt_core/rules/default`, under the default settings.",
        "`own` marks what no source says: it is the project's choice, not law.",
        "## Posts",
        _table(
            ("post", "Indonesian", "English", "reads", "basis"),
            ((f"`{k}`", p.label.id, p.label.en, p.reads, p.basis) for k, p in book.posts.items()),
        ),
        "## Judging stages, and who steps in",
        _table(
            ("stage", "steps in", "basis"), ((k, ", then ".join(s.stand_ins), s.basis) for k, s in book.stages.items())
        ),
        "## Acting mandates",
        _table(
            ("kind", "Indonesian", "English", "does not cover", "basis"),
            ((f"`{k}`", a.label.id, a.label.en, ", ".join(a.excludes), a.basis) for k, a in book.acting.items()),
        ),
        "## Ways in",
        _table(
            ("way", "recorded by", "begins", "days", "basis"),
            ((k, ", ".join(w.posts), w.initial, w.days, w.basis) for k, w in book.ways.items()),
        ),
        "## Options",
        _table(
            ("option", "values", "default", "basis"),
            ((f"`{k}`", ", ".join(o.values), o.default, o.basis) for k, o in book.options.items()),
        ),
        "## Limits",
        _table(
            ("limit", "value", "meaning", "basis"), ((k, n.value, n.label.en, n.basis) for k, n in book.limits.items())
        ),
        "## Steps of a case",
        _table(
            ("kinds", "ways", "from", "command", "to", "posts", "stage", "needs", "effects", "days", "basis"),
            _case_rows(book),
        ),
        "## Steps of a referral",
        _table(
            ("from", "command", "to", "side", "posts", "stage", "needs", "days", "basis"),
            (
                (
                    r.before,
                    f"`{r.command}`",
                    r.after,
                    r.side,
                    ", ".join(r.posts),
                    r.stage,
                    ", ".join(r.needs),
                    _days(r.days),
                    r.basis,
                )
                for r in book.referral_rows
            ),
        ),
        "## Steps of a program of the catalogue, and of a participation",
        _table(
            ("life", "from", "command", "to", "posts", "scope", "stage", "needs", "effects", "days", "basis"),
            (
                (
                    r.life,
                    r.before,
                    f"`{r.command}`",
                    r.after,
                    ", ".join(r.posts),
                    r.scope,
                    r.stage,
                    ", ".join(r.needs),
                    ", ".join(r.effects),
                    _days(r.days),
                    r.basis,
                )
                for r in book.life_rows
            ),
        ),
        "## Routing",
        _table(
            ("kinds", "classes", "receiver", "basis"),
            ((", ".join(r.kinds), ", ".join(r.classes) or "all", f"`{r.receiver}`", r.basis) for r in book.routes),
        ),
        "## Classes by time",
        _table(
            ("class", "kinds", "topics", "working days in all", "whose standard", "basis"),
            (
                (f"`{k}`", ", ".join(c.kinds), ", ".join(c.topics) or "all others", c.days, c.source.en, c.basis)
                for k, c in book.deadlines.classes.items()
            ),
        ),
        "## Pauses",
        _table(
            ("pause", "states of the case", "states of the referral", "at least left", "English", "basis"),
            (
                (f"`{k}`", ", ".join(p.states), ", ".join(p.referral_states), p.at_least, p.label.en, p.basis)
                for k, p in book.deadlines.pauses.items()
            ),
        ),
        "## Who follows up",
        _table(
            ("with", "who", "basis"),
            ((", ".join(e.waits_for), f"`{e.to}`", e.basis) for e in book.deadlines.escalations),
        ),
        "## Why a rule says no",
        _table(
            ("code", "Indonesian", "English", "basis"),
            ((f"`{k}`", r.text.id, r.text.en, r.basis) for k, r in book.refusals.items()),
        ),
        "## Reasons that a person gives",
        _table(
            ("code", "Indonesian", "English", "for"),
            ((f"`{k}`", c.text.id, c.text.en, ", ".join(c.commands)) for k, c in book.choices.items()),
        ),
        "## Variables of the registry",
        _table(
            ("variable", "unit", "type", "record", "DTSEN name", "English"),
            ((f"`{k}`", v.unit, v.type, v.record, v.dtsen, v.label.en) for k, v in book.variables.items()),
        ),
        "## Their codes",
        _table(
            ("variable", "code", "Indonesian", "English"),
            ((f"`{k}`", f"`{c}`", t.id, t.en) for k, v in book.variables.items() for c, t in v.labels.items()),
        ),
    ]
    (folder / "rulebook.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _case_rows(book: Rulebook) -> Iterable[tuple[object, ...]]:
    for row in book.rows:
        kinds = "all" if len(row.kinds) == len(book.words["kind"]) else ", ".join(sorted(row.kinds))
        ways = "all" if len(row.ways) == len(book.ways) else ", ".join(sorted(row.ways))
        yield (
            kinds, ways, row.before, f"`{row.command}`", row.after, ", ".join(row.posts), row.stage,
            ", ".join(row.needs), ", ".join(row.effects), _days(row.days), row.basis,
        )  # fmt: skip


def _days(days: int | None) -> str:
    return {None: "", KEEP: "kept"}.get(days, str(days))


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
