"""How a contract says what is broken: by the promise, not by a line number."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import getdoc
from typing import Protocol, TypeVar, runtime_checkable
from unittest import SkipTest

__all__ = ["agree", "fails_with", "promise"]

S = TypeVar("S")


@runtime_checkable
class Closing(Protocol):
    """A case whose tests are given what has to be closed."""

    def close_all(self) -> None:
        """Close it."""


def promise(test: Callable[[S], None]) -> Callable[[S], None]:
    """Let a test of a contract fail with the promise that its docstring begins with.

    Whatever the implementation raises breaks the promise too: the author of an adapter reads what was promised,
    and below it, as the cause, what happened. What the test was given to work on is closed, however it ends.
    """
    said = (getdoc(test) or test.__name__).splitlines()[0].rstrip(".")

    @wraps(test)
    def named(self: S) -> None:
        try:
            try:
                test(self)
            finally:
                if isinstance(self, Closing):
                    self.close_all()
        except SkipTest:
            raise
        except Exception as error:
            raise AssertionError(f"promise: {said}: {str(error) or type(error).__name__}") from error

    return named


def agree(found: object, expected: object, about: str = "") -> None:
    """Fail unless both are equal, and show them; plain asserts are not rewritten outside of test modules."""
    if found != expected:
        raise AssertionError(f"{about or 'found'} {_short(found)}, expected {_short(expected)}")


def fails_with(kind: type[BaseException] | tuple[type[BaseException], ...], action: Callable[[], object]) -> None:
    """Fail unless the action raises an error of this kind."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    names = " or ".join(k.__name__ for k in kinds)
    try:
        action()
    except kinds:
        return
    except Exception as error:
        raise AssertionError(f"{type(error).__name__} was raised instead of {names}: {error}") from error
    raise AssertionError(f"{names} was not raised")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]}…"
