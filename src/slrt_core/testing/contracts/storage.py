"""The contract of the storage port: one class, so that no part of it is forgotten."""

from __future__ import annotations

from slrt_core.testing.contracts.codes import CodePromises
from slrt_core.testing.contracts.concurrency import ConcurrencyPromises
from slrt_core.testing.contracts.inserts import InsertPromises
from slrt_core.testing.contracts.limits import LimitPromises
from slrt_core.testing.contracts.records import RecordPromises
from slrt_core.testing.contracts.scans import ScanPromises
from slrt_core.testing.contracts.streams import StreamPromises
from slrt_core.testing.contracts.transactions import TransactionPromises

__all__ = ["StorageContract"]


class StorageContract(
    RecordPromises,
    InsertPromises,
    LimitPromises,
    StreamPromises,
    ScanPromises,
    CodePromises,
    TransactionPromises,
    ConcurrencyPromises,
):
    """Every promise of `slrt_core.ports.Storage`, each as one test that fails by the promise's name.

    Subclass it and override `new_storage`; for a durable store `reopened` too, and for one that several processes may
    use `another`::

        class TestMyStorage(StorageContract):
            @pytest.fixture(autouse=True)
            def folder(self, tmp_path):
                self.files = (tmp_path / f"{number}.db" for number in itertools.count())

            def new_storage(self):
                return MyStorage(next(self.files))

            def reopened(self, storage):
                storage.close()
                return MyStorage(storage.path)

            def another(self, storage):
                return MyStorage(storage.path)
    """
