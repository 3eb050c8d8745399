"""Reads what strace wrote: was the log on disk before it was said to be done?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

CALLS = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync,sync_file_range,msync,ftruncate"

_WHOLE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
_BEGUN = re.compile(r"^(\d+) +(\w+)\((.*?) *<unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)")
_TELLING = {"write", "writev", "sendto", "sendmsg"}
_TARGET = re.compile(r"^\d+<([^>]*)>")


@frozen
class Call:
    """A system call: when it began and ended, in lines of the trace; on what; with what; and what it returned."""

    pid: int
    name: str
    target: str
    rest: str
    begun: int
    ended: int
    result: int


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """The system calls of a trace made with ``-f -y``, in the order in which they ended."""
    open_: dict[tuple[str, str], tuple[int, str]] = {}
    for number, line in enumerate(lines):
        if found := _BEGUN.match(line):
            open_[found[1], found[2]] = number, found[3]
            continue
        if found := _RESUMED.match(line):
            begun, arguments = open_.pop((found[1], found[2]), (number, ""))
            arguments += found[3]
        elif found := _WHOLE.match(line):
            begun, arguments = number, found[3]
        else:
            continue
        target = _TARGET.match(arguments)
        yield Call(int(found[1]), found[2], target[1] if target else "", arguments, begun, number, int(found[4]))


def early(trace: Iterable[Call], *, is_log: str, is_ack: str) -> tuple[int, list[str]]:
    """Acknowledgements that were made too early.

    Args:
        trace: the calls.
        is_log: what the path of a log matches.
        is_ack: what the arguments of an acknowledgement match.

    Returns:
        How many acknowledgements followed upon writes to a log, and what is wrong with which.
    """
    written, synced, good, bad = -1, -1, 0, list[str]()
    since = False
    for call in sorted(trace, key=lambda call: call.begun if re.search(is_ack, call.rest) else call.ended):
        if call.name in _TELLING and re.search(is_ack, call.rest):
            if written > synced:
                bad.append(f"line {call.begun}: told before the log was synced: {call.rest[:80]}")
            elif since:
                good += 1
            since = False
        elif re.search(is_log, call.target):
            if call.name in {"fsync", "fdatasync"} and call.result == 0:
                # Only what was written before the sync began is covered by it.
                synced = max(synced, call.begun)
            elif "write" in call.name and call.result > 0:
                written, since = call.ended, True
    return good, bad
