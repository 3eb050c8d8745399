"""One contract class for each port: subclass it, give it what to test, and run it with pytest."""

from slrt_core.testing.contracts.attachments import AttachmentsContract
from slrt_core.testing.contracts.history import HistoryContract
from slrt_core.testing.contracts.keys import KeyContract
from slrt_core.testing.contracts.small import ClockContract, IdContract
from slrt_core.testing.contracts.storage import StorageContract

__all__ = ["AttachmentsContract", "ClockContract", "HistoryContract", "IdContract", "KeyContract", "StorageContract"]
