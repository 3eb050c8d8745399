"""State diagrams in the language of Mermaid, for wikis and editors that draw it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slrt_core.reasons import Text
from slrt_core.rules.process.export.blocks import said, step_words
from slrt_core.rules.process.export.machine import START, inside, joined
from slrt_core.rules.process.export.words import days_words

if TYPE_CHECKING:
    from slrt_core.rules.process.export.blocks import Language
    from slrt_core.rules.process.export.machine import Machine, Spot, Step

__all__ = ["mermaid"]

# Whatever else stands in a label could be taken for Mermaid's own signs, so it is written by its number.
_SPECIAL = re.compile(r"[^\w ,.()/→–+-]", re.ASCII)
_COLOURS = ("#dff0e7", "#e0eaf6", "#efe2f4", "#f6e8d8", "#f8dfe4", "#e9eedb", "#d9eef2", "#ece4de", "#e3e7ea")


def mermaid(machine: Machine, language: Language) -> str:
    """A process as ``stateDiagram-v2``; states have the colour of who is waited for."""
    ids = {spot.name: f"s{number}" for number, spot in enumerate(machine.spots)} | {START: "[*]"}
    written = inside(machine)
    lines = ["stateDiagram-v2", "    direction TB", f"    %% {_plain(said(machine.title, language))}"]
    for spot in machine.spots:
        if spot.name != START:
            lines.append(f'    state "{_named(spot, language)}" as {ids[spot.name]}')
            lines += [
                f"    {ids[spot.name]} : {_step(step, machine, language)}"
                for step in machine.leaving(spot.name)
                if step in written or step.before == step.after
            ]
    # One arrow for all steps from one state to another: Mermaid would put their labels on top of each other.
    between: dict[tuple[str, str], list[str]] = {}
    for step in machine.steps:
        if step not in written and step.before != step.after:
            between.setdefault((step.before, step.after), []).append(_step(step, machine, language))
    for (before, after), words in between.items():
        lines.append(f"    {ids[before]} --> {ids[after]} : {'<br/>'.join(words)}")
    lines += [f"    {ids[spot.name]} --> [*]" for spot in machine.spots if spot.final]
    for number, lane in enumerate(machine.lanes):
        lines.append(f"    classDef lane{number} fill:{_COLOURS[number % len(_COLOURS)]},color:#14181d")
        lines += [
            f"    class {ids[spot.name]} lane{number}"
            for spot in machine.spots
            if spot.lane == lane and spot.name != START
        ]
    return "\n".join(lines) + "\n"


def _named(spot: Spot, language: Language) -> str:
    who = joined((spot.lane.label, *spot.others) if spot.lane is not None else ())
    facts = [said(spot.label, language), said(who, language), said(days_words(spot.days), language)]
    return "<br/>".join(_escaped(fact) for fact in facts if fact)


def _step(step: Step, machine: Machine, language: Language) -> str:
    words = step_words(step, by_itself=True)
    if step.stage is not None:
        words = Text(f"{words.id} [menilai: {step.stage.id}]", f"{words.en} [judges: {step.stage.en}]")
    if step in inside(machine) and step.before != step.after:
        after = next(spot.label for spot in machine.spots if spot.name == step.after)
        words = Text(f"{words.id} → {after.id}", f"{words.en} → {after.en}")
    return _escaped(said(words, language))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))


def _plain(text: str) -> str:
    return _SPECIAL.sub(" ", " ".join(text.split()))
