"""`slrt adapters`: what is installed and on offer, and whether one keeps what its port promises."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import attrs
import click

from slrt_core import Configuration, Desk, Text
from slrt_core.cli.opening import file_of, find_desk
from slrt_core.cli.show import Language, Printer
from slrt_core.errors import PluginError, invalid
from slrt_core.plugins import Offered, Plugins

if TYPE_CHECKING:
    from slrt_core.ports import Capabilities, RecordKind, Storage, Transaction

__all__ = ["check_adapter", "commands", "list_adapters", "print_health"]

_FRESH = "{}"
_MAKERS = ("new_storage", "new_keys", "new_attachments")


def list_adapters(out: Printer, plugins: Plugins) -> None:
    """Print every adapter on offer, and every plug-in that is broken."""
    table = out.table(
        out.say("Adapter", "Adapters"),
        out.say("Jenis", "Sort"),
        out.say("Nama", "Name"),
        out.say("Paket", "Package"),
        out.say("Kontrak", "Contract"),
        out.say("Kemampuan", "Capabilities"),
        out.say("Keadaan", "State"),
    )
    for offered in plugins.catalogue():
        table.add_row(
            offered.sort,
            offered.name,
            offered.owner,
            str(offered.contract),
            _capabilities(offered.capabilities),
            out.text(offered.problem) or out.say("dapat dibuka", "ready"),
        )
    for broken in plugins.broken:
        table.add_row("?", "?", broken.owner, "–", "–", out.say("rusak: ", "broken: ") + broken.error)
    out.console.print(table)


def _capabilities(declared: Capabilities | None) -> str:
    if declared is None:
        return "–"
    return ", ".join(name for name, has in attrs.asdict(declared).items() if has) or "–"


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
    with ExitStack() as stack:
        contract = _contract(plugins, offered, spec, stack, throwaway=throwaway)
        _opened_once(out, contract)
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


def _contract(plugins: Plugins, offered: Offered, spec: str, stack: ExitStack, *, throwaway: bool) -> Any:
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
            stack.callback(inner.close)
            inner.ping()
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
    if declared is not None:
        can = _capabilities(declared)
        out.line(f"menjawab; menyatakan: {can}", f"answers; declares: {can}")


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
            table.add_row("", problem)
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
        return str(error) or type(error).__name__
    except BaseException as error:
        # What is asked of capabilities that were not declared is skipped, by an exception of pytest's.
        if type(error).__name__ == "Skipped":
            return None
        raise
    return None


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


def print_health(out: Printer, desk: Desk) -> None:
    """Print how a desk is."""
    health = desk.health()
    table = out.table(out.say("Keadaan meja", "The desk"), "", "")
    oldest = health.oldest_message
    rows = [
        (out.say("Basis data menjawab dalam", "The store answers in"), f"{health.store_ms:.1f} ms"),
        (out.say("Kontrak penyimpanan", "Storage contract"), str(health.contract)),
        (out.say("Buku aturan", "Rulebook"), health.rulebook[:12]),
        (out.say("Kasus yang menunggu seseorang", "Cases that wait for somebody"), str(health.cases_waiting)),
        (out.say("di antaranya terlambat", "of them late"), str(health.cases_late)),
        (out.say("Pesan yang menunggu dikirim", "Messages waiting to be sent"), str(health.messages_waiting)),
        (out.say("yang tertua menunggu", "the oldest has waited"), str(oldest) if oldest is not None else "–"),
        (out.say("Jawaban yang disimpan", "Answers kept"), str(health.requests)),
    ]
    for row in rows:
        table.add_row(*row)
    out.console.print(table)


def _allowed(config: Path | None) -> Plugins:
    return Plugins(allowed=Configuration.read(config).plugins if config else None)


_Function = Callable[..., Any]
_Decorator = Callable[[_Function], _Function]


def commands(
    group: click.Group,
    plainly: _Decorator,
    *,
    config: _Decorator,
    db: _Decorator,
    district: _Decorator,
    lang: _Decorator,
) -> None:
    """Add the commands of this page to `slrt`; the options are those that its other commands have."""

    @group.group()
    def adapters() -> None:
        """Adapter yang terpasang. / The adapters that are installed."""

    @adapters.command("list")
    @config
    @lang
    @plainly
    def list_(*, config: Path | None, lang: str) -> None:
        """Cetak semua adapter, juga yang rusak. / Print all adapters, broken ones as well."""
        list_adapters(Printer(cast("Language", lang)), _allowed(config))

    @adapters.command()
    @click.argument("spec", metavar="NAME_OR_URL")
    @click.option(
        "--throwaway",
        is_flag=True,
        help="Basis data ini kosong dan boleh diisi. / This store is empty and may be filled.",
    )
    @config
    @lang
    @plainly
    def check(*, spec: str, throwaway: bool, config: Path | None, lang: str) -> None:
        """Coba janji satu adapter; {} menjadi nama baru. / Try an adapter's promises; {} becomes a new name."""
        if not check_adapter(Printer(cast("Language", lang)), _allowed(config), spec, throwaway=throwaway):
            sys.exit(1)

    @group.command()
    @db
    @config
    @district
    @lang
    @plainly
    def status(*, db: str | None, config: Path | None, district: str | None, lang: str) -> None:
        """Keadaan meja: apa yang menunggu. / How the desk is: what waits."""
        with ExitStack() as stack:
            desk = stack.enter_context(find_desk(db, config, district))
            print_health(Printer(cast("Language", lang)), desk)
