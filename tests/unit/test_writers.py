"""Every change is one command at the desk; what else writes is a closed list, and somebody who adds to it reads this.

`perform` opens one transaction, and the handlers write in it. The others are named here, each with what it is for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import slrt_core

SOURCE = Path(slrt_core.__file__).parent
WRITES = {"put", "insert", "delete", "append", "claim", "release", "replace", "forget"}

OPENED = {
    "desk.performing._once": "a command",
    "desk.performing._perform": "a command that was refused, under its key",
    "desk.performing._staged": "an attachment's name, before its content is kept",
    "desk.core.Desk.__init__": "opening: the rulebook, and which keys these are",
    "desk.overseeing.Overseen.anchor": "an anchor of the journal",
    "desk.overseeing.Overseen.enquire": "a look",
    "desk.overseeing.Overseen.dossier": "a look",
    "desk.looking.Looking._look": "a look",
    "desk.following._sent": "a reminder",
    "desk.lists._take": "a part of a list that was decided on",
    "desk.lists._finish": "that a list is wholly in",
    "desk.unfinished.sweep": "deleting what lists left that never come in",
    "desk.reindexing.reindex": "opening after an upgrade: by what cases are searched",
    "desk.upkeep.Upkeep._in_parts": "jobs: keys wrapped anew, erasures finished, old records deleted",
    "desk.upkeep.Upkeep.project": "the present state of households, for the store to judge",
    "desk.upkeep.Upkeep.rewrap": "which key wraps from now on",
    "desk.upkeep.Upkeep.sweep_attachments": "contents without a record",
}
"""Where a transaction is opened to write."""

DOORS = {"desk.overseeing.Overseen.work", "desk.room.Room.work", "desk.room.Room.write"}
"""Through which all of these go."""

WRITTEN = {
    "desk.work": "what a handler writes by",
    "desk.journal": "likewise",
    "desk.keyring": "likewise",
    "desk.requests": "the answer to a command, under its key",
    "desk.settling": "the first opening",
    "desk.anchoring": "anchors",
    "desk.lists": "parts of lists",
    "desk.projecting": "the present state of households, a copy of their records",
    "desk.attachments": "names of contents",
    "desk.reindexing": "the index of cases, a copy of what they say",
    "desk.rewrapping": "jobs",
    "desk.unfinished": "jobs",
    "desk.upkeep": "jobs",
}
"""The modules, other than the handlers, that write in a transaction that is open."""

PASSED_ON = {"desk.watching", "cli.checking"}
"""Stand before a store and hand on what they are given: the watch, and the check of an adapter's promises."""


def calls() -> Iterator[tuple[str, str, ast.Call, ast.Attribute]]:
    """Every call of a method in the library, with its module and the function that it stands in."""
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        if module.split(".")[0] in {"testing", "adapters"}:
            continue  # the port's other side, and what tries it
        yield from _calls(ast.parse(path.read_text(encoding="utf-8")), module, "")


def _calls(node: ast.AST, module: str, within: str) -> Iterator[tuple[str, str, ast.Call, ast.Attribute]]:
    for child in ast.iter_child_nodes(node):
        name = within
        # A function within a function belongs to the outer one.
        if isinstance(child, ast.ClassDef) or (isinstance(child, ast.FunctionDef) and not _in_function(within)):
            kind = "()" if isinstance(child, ast.FunctionDef) else ""
            name = f"{within}.{child.name}{kind}".lstrip(".")
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            yield module, f"{module}.{name.removesuffix('()')}", child, child.func
        yield from _calls(child, module, name)


def _in_function(within: str) -> bool:
    return within.endswith("()")


def _opens_to_write(call: ast.Call, called: ast.Attribute) -> bool:
    if called.attr == "write":
        return _is_room(called.value)
    if called.attr not in {"work", "transaction"}:
        return False
    said = [keyword.value for keyword in call.keywords if keyword.arg == "write"]
    constant = said[0] if said else None
    # `work` reads unless it is told otherwise; a store's transaction writes unless it is told otherwise.
    if isinstance(constant, ast.Constant):
        return bool(constant.value)
    return constant is not None or called.attr == "transaction"


def _is_room(node: ast.expr) -> bool:
    return (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")) in {"room", "_room"}


def _is_transaction(node: ast.expr) -> bool:
    named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return named in {"tx", "_tx", "transaction", "population"}


def test_nothing_else_opens_a_transaction_to_write() -> None:
    found = {where for module, where, call, called in calls() if _opens_to_write(call, called)}
    passing = {where for where in found if any(where.startswith(name) for name in PASSED_ON)}
    assert {where for where in found - passing if where not in DOORS} == set(OPENED)


def test_nothing_else_writes_in_one() -> None:
    found = {
        module for module, _, _, called in calls() if called.attr in WRITES and _is_transaction(called.value)
    } - PASSED_ON
    handlers = {module for module in found if module.startswith("desk.handlers.")}
    assert handlers
    assert found - handlers == set(WRITTEN)


def test_a_new_writer_is_seen() -> None:
    tree = ast.parse(
        "class A:\n def f(self):\n  def g():\n   with self._desk.work(write=True) as w:\n    w.tx.put(1)\n"
    )
    found = [(where, called.attr, _opens_to_write(call, called)) for _, where, call, called in _calls(tree, "m", "")]
    assert found == [("m.A.f", "work", True), ("m.A.f", "put", False)]
