"""What the tests of the command share: typing it, and looking at what a demonstration left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from click.testing import CliRunner, Result

from slrt_core.cli.app import slrt
from slrt_core.cli.demo import people


@frozen
class Demo:
    """What a run of the demonstration left."""

    out: Path
    output: str
    numbers: frozenset[str]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.out / "export.jsonl").read_text(encoding="utf-8").splitlines()]

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [line["event"] for line in self.lines if line["event"]["type"] == kind]


def run(*arguments: object) -> Result:
    """The command, as typed."""
    return CliRunner().invoke(slrt, [str(argument) for argument in arguments])


def lived(out: Path, district: str, seed: int = 1) -> Demo:
    """Run the demonstration with a few households, and note every number that it makes up."""
    numbers: set[str] = set()

    def noted(make: Callable[..., str]) -> Callable[..., str]:
        def number(*args: Any) -> str:
            made = make(*args)
            numbers.add(made)
            return made

        return number

    with pytest.MonkeyPatch.context() as patch:
        for name in ("person_number", "card_number", "phone_number"):
            patch.setattr(people, name, noted(getattr(people, name)))
        result = run("demo", "--district", district, "--households", 20, "--seed", seed, "--out", out)
    assert result.exit_code == 0, result.output
    return Demo(out, result.output, frozenset(numbers))
