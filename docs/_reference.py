"""Write the pages of the API reference: one for each public module, each object on one page.

A room's `__init__` shows what its modules hold, and `slrt_core` shows the most used of all rooms. So one object has
several names. It is described where the narrowest public module shows it; the wider ones link there.
"""

import importlib
import importlib.util
import inspect
import pkgutil
import sys
import typing
from pathlib import Path
from types import ModuleType

import attrs
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.pycode import ModuleAnalyzer

ROOT = "slrt_core"
ROOMS = [
    "errors",
    "reasons",
    "model",
    "rules",
    "rules.criteria.nodes",
    "rules.process.explore",
    "ports",
    "desk",
    "plugins",
    "hookspecs",
    "adapters",
    "opening",
    "testing",
    "testing.oracle",
    "testing.playing",
    "testing.stages",
    "testing.stories",
]
OPEN = {"rules"}  # rooms whose modules are public too


def public_modules() -> list[ModuleType]:
    """Find the public modules that exist, in the order in which they are listed."""
    names = [ROOT]
    for room in ROOMS:
        name = f"{ROOT}.{room}"
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            continue
        names.append(name)
        if room in OPEN:
            paths = spec.submodule_search_locations or []
            names += sorted(f"{name}.{m.name}" for m in pkgutil.iter_modules(paths) if not m.name.startswith("_"))
    return [importlib.import_module(name) for name in names if importlib.util.find_spec(name).origin]


def exported(module: ModuleType) -> dict[str, object]:
    """Name what a module shows: its `__all__`, or else what it defines itself."""
    names = getattr(module, "__all__", None)
    if names is None:
        own = (n for n, v in vars(module).items() if getattr(v, "__module__", None) == module.__name__)
        names = [n for n in own if not n.startswith("_")]
    return {name: getattr(module, name) for name in names if not name.startswith("__")}


def homes(modules: list[ModuleType]) -> dict[tuple[str, int], str]:
    """Say for each object, by its name and `id`, in which module it is described."""
    found: dict[tuple[str, int], str] = {}
    for module in sorted(modules, key=lambda m: -m.__name__.count(".")):
        for name, value in exported(module).items():
            found.setdefault((name, id(value)), module.__name__)
    return found


def page(module: ModuleType, home: dict[tuple[str, int], str]) -> str:
    """Write one module's page."""
    room = module.__name__
    described, data, elsewhere = [], [], []
    for name, value in exported(module).items():
        if home[name, id(value)] != room:
            elsewhere.append(f"* :py:obj:`{home[name, id(value)]}.{name}`")
        elif inspect.isclass(value) or inspect.isroutine(value) or hasattr(value, "__wrapped__"):
            described.append(name)
        else:
            data += [f".. py:data:: {name}", f"   :module: {room}", "", f"   {data_docstring(room, name)}", ""]
    members = ["   :member-order: groupwise", f"   :members: {', '.join(described)}"] if described else []
    if elsewhere:
        elsewhere = ["Also shown here:", "", *elsewhere, ""]
    return "\n".join([room, "=" * len(room), "", f".. automodule:: {room}", *members, "", *data, *elsewhere])


def data_docstring(room: str, name: str) -> str:
    """Find what is said of a constant or a type alias, which a room's `__init__` may only pass on."""
    for module in sorted(m for m in sys.modules if m == room or m.startswith(f"{room}.")):
        if lines := ModuleAnalyzer.for_module(module).find_attr_docs().get(("", name)):
            return "\n   ".join(lines).strip()
    return ""


def resolve_annotations(modules: list[ModuleType]) -> None:
    """Put types where attrs left names: Sphinx cannot look into the namespace that a generated `__init__` came from."""
    for value in {id(v): v for m in modules for v in exported(m).values()}.values():
        if isinstance(value, type) and attrs.has(value) and "__init__" in vars(value):
            try:
                hints = typing.get_type_hints(value, include_extras=True)
            except NameError:  # names that only a type checker sees stay as they are written
                continue
            named = {f.alias: hints[f.name] for f in attrs.fields(value) if f.init and f.name in hints}
            value.__init__.__annotations__.update(named)


def find_by_last_name(app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element) -> Element | None:
    """Let a docstring say `Case` for `slrt_core.model.Case` wherever only one public object has that name."""
    if node.get("refdomain") != "py":
        return None
    domain = env.domains.python_domain
    names = (f"{module}.{node['reftarget']}" for module in domain.modules)
    found = [name for name in names if name in domain.objects and not domain.objects[name].aliased]
    if len(found) != 1:
        return None
    return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", found[0], node, contnode)


def write(folder: Path) -> None:
    """Write all pages into a folder, and only what changed, so that Sphinx rebuilds no more.

    Args:
        folder: where the pages go; whatever else lies there is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    modules = public_modules()
    resolve_annotations(modules)
    home = homes(modules)
    pages = {f"{m.__name__}.rst": page(m, home) for m in modules}
    for old in folder.iterdir():
        if old.name not in pages:
            old.unlink()
    for file, text in pages.items():
        path = folder / file
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
