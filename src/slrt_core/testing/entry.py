"""For Hypothesis: ``from_type`` and ``builds`` know the values of the model. Found by entry point.

Only the types are named here; the strategies are loaded when one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import attrs
from hypothesis.strategies import SearchStrategy, register_type_strategy

from slrt_core import model

__all__ = ["register_strategies"]


def register_strategies() -> None:
    """Tell Hypothesis about the values of the model."""
    for name in model.__all__:
        kind = getattr(model, name)
        if isinstance(kind, type) and attrs.has(kind):
            register_type_strategy(kind, _later(kind))


def _later(kind: type) -> Callable[[Any], SearchStrategy[Any]]:
    def strategy(_: Any) -> SearchStrategy[Any]:
        found: SearchStrategy[Any] = import_module("slrt_core.testing.strategies").values_of(kind)
        return found

    return strategy
