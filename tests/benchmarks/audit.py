"""Measure what it costs to anchor and to verify a journal: entries a second on one core, and peak memory.

Usage: python tests/benchmarks/audit.py [ENTRIES] [ENTRIES_PER_STREAM]

The journal is made in a SQLite file in a folder of its own, which is removed at the end.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.adapters.signing import Ed25519Signatures, Ed25519Signer, new_signing_key
from slrt_core.adapters.sql import SqlStorage
from slrt_core.adapters.system import SystemIds
from slrt_core.desk import Desk, journal
from slrt_core.desk.kinds import KINDS
from slrt_core.ports import New
from slrt_core.testing import FakeKeys

DISTRICT = "61.12"
IN_A_TRANSACTION = 2000
STEP = {"v": 1, "data": {"type": "Moved", "case": "", "words": "x" * 300}}


def fill(folder: Path, entries: int, length: int) -> None:
    """Write a journal past the desk: streams of equal length, each with the record of a household beside it."""
    storage = SqlStorage(f"sqlite:///{folder / 'desk.db'}")
    storage.setup(KINDS)
    ids = SeededIds(1)
    left = entries
    while left > 0:
        with storage.transaction(DISTRICT) as tx:
            records = []
            for _ in range(min(IN_A_TRANSACTION, -(-left // length))):
                key = ids.new("household")
                stream = f"household/{key}"
                head, bodies = journal.origin(stream), []
                for _ in range(min(length, left)):
                    event = json.dumps(STEP, separators=(",", ":"))
                    body = json.dumps({"prev": head, "event": event}, separators=(",", ":")).encode()
                    bodies.append(body)
                    head = journal.digest(body)
                tx.append(stream, bodies, expect=0)
                left -= len(bodies)
                index = {"region": "61.12.01.2001", "name": "A", "status": "", "head": head}
                records.append(New(key=key, body=b"{}" * 500, index=index))
            tx.insert("household", records)
    storage.close()


def look(folder: Path, what: str) -> None:
    """Do one thing in a process of its own, and print wall and processor seconds, entries, peak mebibytes."""
    desk = Desk(
        SqlStorage(f"sqlite:///{folder / 'desk.db'}"),
        FakeKeys(),
        ManualClock(datetime(2026, 1, 5, tzinfo=UTC)),
        SystemIds(),
        district=DISTRICT,
    )
    start, spent = time.perf_counter(), time.process_time()
    if what == "anchor":
        desk.anchor(Ed25519Signer(folder / "signing.pem"))
        entries = 0  # it reads what has grown, not all
    else:
        trusted = Ed25519Signatures.read(folder / "signing.pub") if what == "verify" else None
        found = desk.audit(trusted)
        if found.broken or (trusted is not None and found.unanchored):
            sys.exit(f"a whole journal is said to be broken: {found}")
        entries = found.entries
    wall, cpu = time.perf_counter() - start, time.process_time() - spent
    print(json.dumps([wall, cpu, entries, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    """Make a journal, anchor it twice, verify it with and without anchors, and print a table."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    length = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "signing.pub").write_text(new_signing_key(folder / "signing.pem"))
        start = time.perf_counter()
        fill(folder, entries, length)
        print(f"{entries} entries in streams of {length}, made in {time.perf_counter() - start:.0f} s")
        print(f"{'':>14} {'wall s':>8} {'cpu s':>8} {'entries/cpu s':>14} {'peak MiB':>9}")
        for title, what in (
            ("chains alone", "chains"),
            ("first anchor", "anchor"),
            ("second anchor", "anchor"),
            ("verify", "verify"),
        ):
            done = subprocess.run([sys.executable, __file__, "--look", name, what], capture_output=True, check=False)
            if done.returncode:
                sys.exit(done.stderr.decode())
            wall, cpu, read, peak = json.loads(done.stdout)
            print(f"{title:>14} {wall:>8.1f} {cpu:>8.1f} {read / cpu:>14.0f} {peak:>9.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--look"]:
        look(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
