"""Opening a desk by name: a store's URL, or a configuration file that names store, keys, zone and rulebook."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from attrs import fields, frozen

from slrt_core.adapters.system import SystemClock, SystemIds
from slrt_core.desk import Desk, Watch, local_zone
from slrt_core.desk.settling import has_keys
from slrt_core.errors import AdapterError, Invalid, invalid
from slrt_core.model.regions import Level, RegionCode
from slrt_core.plugins import Plugins
from slrt_core.ports import Attachments, Clock, IdSource, KeyProvider, Storage
from slrt_core.reasons import Reason, Text
from slrt_core.rules.rulebook import Rulebook, load_rulebook

__all__ = ["Configuration", "open_desk", "zone_of"]

_EAST = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})
_MIDDLE = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})


@frozen(kw_only=True)
class Configuration:
    """What a configuration file may say.

    Args:
        store: the store's URL.
        district: the regency's code, such as ``61.12``.
        keys: the key provider, as ``file:desk.keys``; beside the SQLite file if not given.
        zone: the office's time zone; that of the province if not given.
        rulebook: a directory with the district's own rulebook files; the default alone if not given.
        settings: chosen values of the rulebook's options.
        attachments: where photographs and letters are kept, as ``folder:evidence``; none are taken if not given.
        plugins: the installed packages whose plug-ins may be loaded; all if not given.
    """

    store: str
    district: str
    keys: str = ""
    zone: str = ""
    rulebook: str = ""
    settings: Mapping[str, str] = {}
    attachments: str = ""
    plugins: tuple[str, ...] | None = None

    @classmethod
    def read(cls, path: Path | str) -> Configuration:
        """Read a TOML file; paths in it are taken from where it lies.

        Raises:
            Invalid: it cannot be read, is no TOML, or has missing, misspelt or wrong entries; all at once.
        """
        path = Path(path)
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise invalid(
                path.name, "configuration-unreadable", id=f"tidak terbaca: {error}", en=f"cannot be read: {error}"
            ) from None
        problems = list(_entry_problems(path.name, found))
        if problems:
            raise Invalid(problems)
        base = path.parent
        found["store"] = _beside(base, found["store"], "sqlite:///")
        if found.get("keys"):
            found["keys"] = _beside(base, found["keys"], "file:")
        if found.get("attachments"):
            found["attachments"] = _beside(base, found["attachments"], "folder:")
        if "plugins" in found:
            found["plugins"] = tuple(found["plugins"])
        if found.get("rulebook"):
            found["rulebook"] = str(base / found["rulebook"])
        return cls(**found)


def open_desk(
    target: str | Path,
    *,
    district: str = "",
    zone: str = "",
    keys: str | KeyProvider = "",
    rulebook: Rulebook | None = None,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    plugins: Plugins | None = None,
    attachments: str | Attachments = "",
    watch: Watch | None = None,
) -> Desk:
    """Open a desk.

    Args:
        target: a store's URL such as ``sqlite:///kubu-raya.db``, or the path of a configuration file (``.toml``).
        district: the regency's code, such as ``61.12``; a configuration file says it itself.
        zone: the office's time zone; that of the province if not given.
        keys: ``file:…``, or a key provider; for a SQLite file, a key file beside it if not given.
        rulebook: the default one, or that of the configuration file, if not given.
        clock: the machine's if not given.
        ids: random ones if not given.
        plugins: the installed ones that the configuration allows, if not given.
        attachments: ``folder:…``, or a place for attachments; none are taken if not given.
        watch: is told how long each command and each call of a port took; see `watched`.

    Raises:
        Invalid: configuration, district or zone cannot be so.
        PluginError: no adapter, or more than one, for store or keys.
        AdapterError: store or keys cannot be opened; ``key-file-missing``: the store was begun with keys, and there is
            no key file at the path that is named. Nothing is made then.
    """
    if str(target).endswith(".toml"):
        configuration = Configuration.read(target)
    else:
        configuration = Configuration(store=str(target), district=district, zone=zone)
    if ":" not in configuration.store:
        raise invalid(
            "store",
            "store-url",
            id=f"{configuration.store!r} bukan URL; tulis misalnya sqlite:///kubu-raya.db",
            en=f"{configuration.store!r} is no URL; write for example sqlite:///kubu-raya.db",
        )
    if not (district or configuration.district):
        raise invalid(
            "district",
            "district-missing",
            id="sebutkan kode kabupaten/kota, misalnya district='61.12'",
            en="name the regency's code, such as district='61.12'",
        )
    code = RegionCode.parse(district or configuration.district)
    if code.level is not Level.REGENCY:
        raise invalid(
            "district", "district-level", id=f"{code} bukan kode kabupaten/kota", en=f"{code} is no regency's code"
        )
    found = plugins or Plugins(allowed=configuration.plugins)
    zone = zone or configuration.zone or zone_of(code)
    local_zone(zone)  # before anything is made on disk
    own = Path(configuration.rulebook) if configuration.rulebook else None
    book = rulebook or load_rulebook(own, configuration.settings)
    storage = found.storage(configuration.store)
    try:
        if isinstance(keys, KeyProvider):
            provider = keys
        else:
            spec = keys or _keys_of(configuration)
            _refuse_missing(spec, storage, code.dotted)
            provider = found.keys(spec)
        place = configuration.attachments if attachments == "" else attachments
        return Desk(
            storage,
            provider,
            clock or SystemClock(),
            ids or SystemIds(),
            district=code.dotted,
            zone=zone,
            rulebook=book,
            attachments=(found.attachments(place) if place else None) if isinstance(place, str) else place,
            watch=watch,
        )
    except BaseException:
        storage.close()
        raise


def zone_of(code: RegionCode) -> str:
    """The time zone of a place by its province; Indonesia has three."""
    province = code.digits[:2]
    if province in _EAST:
        return "Asia/Jayapura"
    return "Asia/Makassar" if province in _MIDDLE else "Asia/Jakarta"


def _keys_of(configuration: Configuration) -> str:
    if configuration.keys:
        return configuration.keys
    prefix = "sqlite:///"
    if configuration.store.startswith(prefix):
        return f"file:{Path(configuration.store.removeprefix(prefix)).with_suffix('.keys')}"
    raise invalid(
        "keys",
        "keys-missing",
        id="sebutkan penyedia kunci, misalnya file:desk.keys",
        en="name a key provider, such as file:desk.keys",
    )


def _refuse_missing(spec: str, storage: Storage, district: str) -> None:
    """Refuse a key file that is not there, unless the store is new: opening it would make one that opens nothing."""
    name, _, path = spec.partition(":")
    if name != "file" or not path or Path(path).exists():
        return
    # Another process may begin the same store just now: it makes the file first, and then writes its keys' print.
    if has_keys(storage, district) and not Path(path).exists():
        raise AdapterError(
            "key-file-missing",
            Text(
                f"{path}: tidak ada berkas kunci di sini; basis data ini sudah punya kunci: cari berkas semula",
                f"{path}: there is no key file here, and this store has its keys: find the file it was begun with",
            ),
        )


def _entry_problems(name: str, found: Mapping[str, object]) -> list[Reason]:
    known = {attribute.name: attribute for attribute in fields(Configuration)}
    problems = []
    for key, value in found.items():
        if key not in known:
            match = get_close_matches(key, known, n=1)
            hint = Text(f"; maksudnya {match[0]!r}?", f"; did you mean {match[0]!r}?") if match else Text("", "")
            text = Text(f"kunci {key!r} tidak dikenal{hint.id}", f"unknown key {key!r}{hint.en}")
            problems.append(Reason(code="configuration-key", text=text, path=f"{name}:{key}"))
        elif key == "settings" and isinstance(value, dict):
            text = Text("pilihan ditulis sebagai teks", "a setting is written as a text")
            problems += [
                Reason(code="configuration-value", text=text, path=f"{name}:settings.{option}")
                for option, chosen in value.items()
                if not isinstance(chosen, str)
            ]
        elif key == "plugins" and isinstance(value, list):
            text = Text("nama paket ditulis sebagai teks", "a package is named by a text")
            problems += [
                Reason(code="configuration-value", text=text, path=f"{name}:plugins[{number}]")
                for number, package in enumerate(value)
                if not isinstance(package, str)
            ]
        elif key in {"settings", "plugins"} or not isinstance(value, str):
            text = Text("jenis nilainya salah", "the value is of the wrong type")
            problems.append(Reason(code="configuration-value", text=text, path=f"{name}:{key}"))
    for key in ("store", "district"):
        if key not in found:
            text = Text(f"kunci {key!r} tidak ada", f"the key {key!r} is missing")
            problems.append(Reason(code="configuration-missing", text=text, path=f"{name}:{key}"))
    return problems


def _beside(base: Path, value: str, prefix: str) -> str:
    if not value.startswith(prefix):
        return value
    return prefix + str(base / value.removeprefix(prefix))
