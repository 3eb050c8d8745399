"""How Sphinx builds the documentation."""

import re
import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import _reference
import _rulebook
from sphinx.application import Sphinx

project = "slrt_core"
author = "The slrt_core authors"
copyright = f"2026, {author}"  # noqa: A001 - Sphinx's name for it
release = version = installed_version("slrt-core")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"slrt_core {release}"
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_class_signature = "mixed"
autodoc_default_options = {"show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True  # an "Attributes:" section and the class's annotations tell of the same things once
python_use_unqualified_type_names = True

# Names of others, which this documentation does not hold. Ours are never listed here.
OTHERS = {"annotationlib", "attr", "attrs", "cattr", "cattrs", "click", "cryptography", "hypothesis", "jinja2"}
OTHERS |= {"_pytest", "pluggy", "pytest", "rich", "sqlalchemy"}
# Parts that a reader has no use for; they show as bases or in signatures of what is public.
INNER = {
    "_Front",
    "slrt_core.desk.work.Work",
    "slrt_core.rules.criteria.nodes._Node",
    "slrt_core.rules.rulebook.tables._Line",
    "slrt_core.testing.watched.WatchedStorage",
}
nitpick_ignore = [
    ("py:class", name) for name in ("DecideLife", "date", "Room", "slrt_core.desk.room.Room", *sorted(INNER))
]
nitpick_ignore_regex = [
    ("py:class", r"Callable\[\[.*"),  # how Sphinx reads a function without arguments
    ("py:class", r"tuple\[.*"),  # how it reads a tuple whose length is open, where a default follows
    ("py:.*", r"slrt_core\.testing\.mischief\.T"),  # a type variable
    ("py:class", r"slrt_core\.testing\.contracts\.\w+\.\w+Promises"),
    ("py:.*", rf"({'|'.join(sorted(map(re.escape, OTHERS | sys.stdlib_module_names)))})(\..*)?"),
]

_reference.write(Path(__file__).parent / "reference" / "api")
_rulebook.write(Path(__file__).parent / "reference")


def setup(app: Sphinx) -> None:
    """Connect what Sphinx calls while it builds."""
    app.connect("missing-reference", _reference.find_by_last_name)
