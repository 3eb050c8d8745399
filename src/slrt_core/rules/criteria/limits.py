"""What bounds an expression, whether it comes as a text or as a document."""

from __future__ import annotations

__all__ = ["DEEPEST", "INT_LIMIT", "LARGEST", "LONGEST", "NESTING", "RESERVED"]

LONGEST = 10_000
"""Characters of a text at most."""

DEEPEST = 40
"""Levels of an expression at most."""

LARGEST = 2_000
"""Nodes of an expression at most."""

NESTING = 2
"""Quantifiers within quantifiers at most."""

INT_LIMIT = 10**15
"""No number that is written, declared or computed is further from zero."""

RESERVED = frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "false",
        "for",
        "function",
        "if",
        "import",
        "in",
        "let",
        "loop",
        "package",
        "namespace",
        "null",
        "return",
        "true",
        "var",
        "void",
        "while",
    ]
)
"""Words that CEL keeps for itself: no name may be one of them."""
