"""The expression language: one source for explanation, unknowns, SQL and millions of rows."""

from slrt_core.rules.criteria.building import one_of
from slrt_core.rules.criteria.checking import Checked, check
from slrt_core.rules.criteria.deriving import Definition, with_derived
from slrt_core.rules.criteria.document import digest, from_document, to_document
from slrt_core.rules.criteria.generating import compile_many
from slrt_core.rules.criteria.lowering import Lowered, lower
from slrt_core.rules.criteria.parsing import parse
from slrt_core.rules.criteria.printing import print_text
from slrt_core.rules.criteria.problems import CannotPushDown
from slrt_core.rules.criteria.schema import Described, Kind, ParamKind, Schema, Unit, base_schema
from slrt_core.rules.criteria.setting import Context, Params

__all__ = [
    "CannotPushDown",
    "Checked",
    "Context",
    "Definition",
    "Described",
    "Kind",
    "Lowered",
    "ParamKind",
    "Params",
    "Schema",
    "Unit",
    "base_schema",
    "check",
    "compile_many",
    "digest",
    "from_document",
    "lower",
    "one_of",
    "parse",
    "print_text",
    "to_document",
    "with_derived",
]
