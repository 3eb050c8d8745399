"""What the core needs from the world: one small protocol for each thing, and the values that pass through.

A port is given to the constructor; nobody has to inherit from it. Its promises are checked by the contract class of the
same name in `slrt_core.testing`. With them come functions for what every store does alike; a store
imports nothing else.
"""

from slrt_core.errors import AdapterError, Conflict
from slrt_core.ports.attachments import ATTACHMENT_CONTRACT, Attachments
from slrt_core.ports.filters import Filter, matches, record_schema
from slrt_core.ports.helping import (
    check_claim,
    check_index,
    check_names,
    check_new,
    claim_conflict,
    decode_place,
    encode_place,
    from_plain,
    index_from_json,
    index_to_json,
    page_among,
    page_of,
    store_failed,
    to_plain,
    version_conflict,
)
from slrt_core.ports.keys import KEY_CONTRACT, KeyProvider, in_letters
from slrt_core.ports.population import Found, Judged, Judgement, Populated, Population, Projected
from slrt_core.ports.records import Codes, IndexValue, RecordKind, codes_in, codes_of
from slrt_core.ports.storage import (
    LONGEST_CODES,
    LONGEST_KEY,
    LONGEST_SPACE,
    LONGEST_TEXT,
    STORAGE_CONTRACT,
    Capabilities,
    Counting,
    Entry,
    New,
    Page,
    Range,
    Storage,
    Stored,
    Transaction,
)
from slrt_core.ports.world import Clock, IdSource
from slrt_core.rules.criteria import CannotPushDown

__all__ = [
    "ATTACHMENT_CONTRACT",
    "KEY_CONTRACT",
    "LONGEST_CODES",
    "LONGEST_KEY",
    "LONGEST_SPACE",
    "LONGEST_TEXT",
    "STORAGE_CONTRACT",
    "AdapterError",
    "Attachments",
    "CannotPushDown",
    "Capabilities",
    "Clock",
    "Codes",
    "Conflict",
    "Counting",
    "Entry",
    "Filter",
    "Found",
    "IdSource",
    "IndexValue",
    "Judged",
    "Judgement",
    "KeyProvider",
    "New",
    "Page",
    "Populated",
    "Population",
    "Projected",
    "Range",
    "RecordKind",
    "Storage",
    "Stored",
    "Transaction",
    "check_claim",
    "check_index",
    "check_names",
    "check_new",
    "claim_conflict",
    "codes_in",
    "codes_of",
    "decode_place",
    "encode_place",
    "from_plain",
    "in_letters",
    "index_from_json",
    "index_to_json",
    "matches",
    "page_among",
    "page_of",
    "record_schema",
    "store_failed",
    "to_plain",
    "version_conflict",
]
