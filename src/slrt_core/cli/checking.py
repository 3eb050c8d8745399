"""Whether an adapter keeps what its port promises: its contract is run against it, in a place of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import attrs
from rich.text import Text as Styled

from slrt_core import Text
from slrt_core.cli.opening import file_of
from slrt_core.cli.show import Printer
from slrt_core.errors import AdapterError, PluginError, invalid
from slrt_core.plugins import Offered, Plugins

if TYPE_CHECKING:
    from slrt_core.ports import Capabilities, RecordKind, Storage, Transaction

__all__ = ["capabilities_of", "check_adapter"]

_FRESH = "{}"
_MAKERS = ("new_storage", "new_keys", "new_attachments")


def check_adapter(out: Printer, plugins: Plugins, spec: str, *, throwaway: bool) -> bool:
    """Look at one adapter, open it if its place is named, and try every promise of its contract.

    Args:
        out: prints.
        plugins: what is on offer.
        spec: a name, or what a configuration would say: a URL, ``file:…``, ``folder:…``. Where it holds ``{}``, every
            test gets a new place, with a word put in that nobody used before.
        throwaway: whether the named store may be filled; see `_tried_in`.

    Returns:
        Whether all is well.

    Raises:
        PluginError: nothing such is on offer, or it is unclear which.
        Invalid: promises cannot be tried there without touching what is in it.
        AdapterError: it cannot be opened, or does not answer.
    """
    name, colon, _ = spec.partition(":")
    offered = _offered(plugins, name.partition("+")[0])
    out.line(
        f"{offered.sort} {offered.name}: paket {offered.owner}, kontrak {offered.contract}",
        f"{offered.sort} {offered.name}: package {offered.owner}, contract {offered.contract}",
    )
    if offered.problem.en:
        out.line(f"RUSAK: {offered.problem.id}", f"BROKEN: {offered.problem.en}")
        return False
    if not colon:
        out.line(
            "Sebutkan tempatnya untuk mencoba janjinya, misalnya " + _example(offered),
            "Name a place to try its promises, such as " + _example(offered),
        )
        return True
    contract = _contract(plugins, offered, spec, throwaway=throwaway)
    try:
        _opened_once(out, contract)
    except AdapterError as error:
        if error.__cause__ is not None:
            out.line(_with_causes(error), _with_causes(error))
        raise
    return _tried(out, contract)


def _offered(plugins: Plugins, name: str) -> Offered:
    found = [offered for offered in plugins.catalogue() if offered.name == name]
    if not found:
        plugins.storage(f"{name}:")  # raises, and says what there is and what is broken
    sorts = {offered.sort for offered in found}
    if len(sorts) > 1:
        names = ", ".join(sorted(sorts))
        raise PluginError(
            "plugin-unclear",
            Text(f"{name!r} ada sebagai {names}", f"{name!r} is offered as {names}"),
        )
    return found[0]


def _example(offered: Offered) -> str:
    if offered.sort == "storage":
        return f"'{offered.name}:///check-{{}}.db'"
    return f"'{offered.name}:check-{{}}'"


def _contract(plugins: Plugins, offered: Offered, spec: str, *, throwaway: bool) -> Any:
    try:
        # Not by an import statement: nothing but this command needs the kit, and the kit stands above all else.
        kit: Any = import_module("slrt_core.testing")
        attachments_contract, key_contract = kit.AttachmentsContract, kit.KeyContract
        storage_contract = kit.StorageContract
    except ImportError as error:
        raise PluginError(
            "extra-missing",
            Text(
                f"{error.name} belum terpasang: pasang slrt-core[testing]",
                f"{error.name} is not installed: install slrt-core[testing]",
            ),
        ) from None
    opened: dict[int, tuple[str, str]] = {}

    def fresh() -> tuple[str, str]:
        word = secrets.token_hex(6)
        return spec.replace(_FRESH, word), word

    if offered.sort == "storage":
        _refuse_store(spec, throwaway=throwaway)

        def open_store(url: str, word: str) -> Storage:
            inner = plugins.storage(url)
            store = cast("Storage", inner if _FRESH in spec else _Apart(inner, word))
            opened[id(store)] = (url, word)
            return store

        class Stores(storage_contract):  # type: ignore[misc, valid-type]
            def new_storage(self) -> Storage:
                return open_store(*fresh())

            def reopened(self, storage: Storage) -> Storage:
                storage.close()
                return open_store(*opened[id(storage)])

            def another(self, storage: Storage) -> Storage:
                return open_store(*opened[id(storage)])

        return Stores()
    if _FRESH not in spec and offered.name != "env":
        raise _no_place()
    if offered.sort == "keys":

        class Keys(key_contract):  # type: ignore[misc, valid-type]
            def new_keys(self) -> Any:
                return plugins.keys(fresh()[0])

        return Keys()

    class Places(attachments_contract):  # type: ignore[misc, valid-type]
        place: str = ""

        def new_attachments(self) -> Any:
            self.place = fresh()[0]
            return plugins.attachments(self.place)

        def reopened(self, attachments: Any) -> Any:  # noqa: ARG002  (its name is the contract's)
            return plugins.attachments(self.place)

    return Places()


def _refuse_store(spec: str, *, throwaway: bool) -> None:
    if _FRESH in spec or spec.partition(":")[0] == "memory":
        return
    path = file_of(spec)
    if not throwaway or (path is not None and path.exists()):
        raise _no_place()


def _no_place() -> Exception:
    return invalid(
        "NAME",
        "check-needs-fresh",
        id="pemeriksaan menulis ke tempat itu: tulis {} di dalamnya, misalnya sqlite:///coba-{}.db",
        en="a check writes into that place: put {} into it, such as sqlite:///check-{}.db",
    )


def _opened_once(out: Printer, contract: Any) -> None:
    """Open one and let its error out as it is: that a server cannot be reached breaks no promise."""
    made = next(make for name in _MAKERS if (make := getattr(contract, name, None)) is not None)()
    declared = getattr(made, "capabilities", None)
    if declared is None:
        return
    try:
        made.ping()
        can = capabilities_of(declared)
        out.line(f"menjawab; menyatakan: {can}", f"answers; declares: {can}")
    finally:
        made.close()


def _tried(out: Printer, contract: Any) -> bool:
    table = out.table(out.say("Janji", "Promises"), out.say("Hasil", "Result"), out.say("Janji", "Promise"))
    broken = 0
    for name in sorted(dir(contract)):
        if not name.startswith("test_"):
            continue
        said = (getattr(contract, name).__doc__ or name).splitlines()[0]
        problem = _kept(getattr(contract, name))
        broken += problem is not None
        table.add_row(out.say("ditepati", "kept") if problem is None else out.say("DILANGGAR", "BROKEN"), said)
        if problem is not None:
            table.add_row("", Styled(problem))  # codes and statements have brackets, which are no markup
    out.console.print(table)
    if broken:
        out.line(f"{broken} janji dilanggar", f"{broken} promises broken")
    else:
        out.line("Semua janji ditepati", "All promises kept")
    return not broken


def _kept(test: Callable[[], None]) -> str | None:
    try:
        test()
    except Exception as error:  # noqa: BLE001  (whatever a stranger's adapter raises breaks the promise)
        return _with_causes(error)
    except BaseException as error:
        # What is asked of capabilities that were not declared is skipped, by an exception of pytest's.
        if type(error).__name__ == "Skipped":
            return None
        raise
    return None


def _with_causes(error: BaseException) -> str:
    """What an error says, and below it what it was raised from: the data are made up, so its words tell of nobody."""
    said = str(error) or type(error).__name__
    cause = error.__cause__
    while cause is not None:
        if str(cause) and str(cause) not in said:
            said += f"\n{type(cause).__name__}: {cause}"
        cause = cause.__cause__
    return said


class _Apart:
    """A store seen under names of districts that nobody has, so that each test finds it empty."""

    def __init__(self, inner: Storage, word: str) -> None:
        self._inner = inner
        self._word = word

    @property
    def capabilities(self) -> Capabilities:
        return self._inner.capabilities

    def setup(self, kinds: list[RecordKind]) -> None:
        self._inner.setup(kinds)

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        with self._inner.transaction(f"{self._word}/{district}", write=write) as tx:
            yield tx

    def ping(self) -> None:
        self._inner.ping()

    def close(self) -> None:
        self._inner.close()


def capabilities_of(declared: Capabilities | None) -> str:
    """What a store declares, in one line."""
    if declared is None:
        return "–"
    return ", ".join(name for name, has in attrs.asdict(declared).items() if has) or "–"
