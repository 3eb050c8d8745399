"""Finding adapters by name, opening a desk, and the public surface."""

import importlib
import inspect
import os
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import pytest

import slrt_core.testing
from slrt_core import hookspecs
from slrt_core.adapters.keydocument import new_keys
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.errors import AdapterError, Invalid, PluginError
from slrt_core.hookspecs import AttachmentsOffer, KeyOffer, StorageOffer, hookimpl
from slrt_core.opening import Configuration, open_desk
from slrt_core.plugins import Plugins
from slrt_core.ports import ATTACHMENT_CONTRACT, KEY_CONTRACT, STORAGE_CONTRACT, Capabilities
from slrt_core.testing import FakeKeys, MemoryAttachments


class Offers:
    """A plug-in that offers one store."""

    def __init__(self, name: str, contract: int = STORAGE_CONTRACT) -> None:
        self.offer = StorageOffer(name=name, open=lambda _: MemoryStorage(), contract=contract)

    @hookimpl
    def slrt_register_storages(self) -> Iterable[StorageOffer]:
        return (self.offer,)


class Places:
    @hookimpl
    def slrt_register_attachments(self) -> Iterable[AttachmentsOffer]:
        return (AttachmentsOffer(name="here", open=lambda _: MemoryAttachments(), contract=ATTACHMENT_CONTRACT),)


class Keys:
    @hookimpl
    def slrt_register_key_providers(self) -> Iterable[KeyOffer]:
        return (KeyOffer(name="fake", open=FakeKeys, contract=KEY_CONTRACT),)


def empty() -> Plugins:
    return Plugins(load_installed=False)


class TestPlugins:
    def test_the_named_one_is_opened_and_no_other(self) -> None:
        opened: list[str] = []

        class Two:
            @hookimpl
            def slrt_register_storages(self) -> Iterable[StorageOffer]:
                def opening(url: str) -> MemoryStorage:
                    opened.append(url)
                    return MemoryStorage()

                def never(_: str) -> MemoryStorage:
                    raise AssertionError("opened without being asked for")

                return (
                    StorageOffer(name="one", open=opening, contract=STORAGE_CONTRACT),
                    StorageOffer(name="other", open=never, contract=STORAGE_CONTRACT),
                )

        plugins = empty()
        plugins.register(Two(), "two")
        plugins.storage("one://somewhere/else")
        plugins.storage("one+driver://x")
        assert opened == ["one://somewhere/else", "one+driver://x"]

    def test_a_missing_name_says_what_there_is(self) -> None:
        plugins = empty()
        plugins.register(Offers("redis"), "redis-plugin")
        with pytest.raises(PluginError) as error:
            plugins.storage("mongo://x")
        assert error.value.codes == ("plugin-missing",)
        assert "redis" in error.value.reasons[0].text.en
        assert "redis" in error.value.reasons[0].text.id
        with pytest.raises(PluginError):
            plugins.keys("file:x")

    def test_a_name_offered_twice_names_both(self) -> None:
        plugins = empty()
        plugins.register(Offers("redis"), "first-package")
        plugins.register(Offers("redis"), "second-package")
        with pytest.raises(PluginError) as error:
            plugins.storage("redis://x")
        assert error.value.codes == ("plugin-twice",)
        assert "first-package, second-package" in error.value.reasons[0].text.en

    def test_distributions_are_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        for number in (1, 2):
            _install(tmp_path, f"slrt-redis-{number}", f"slrt_redis_{number}")
        monkeypatch.syspath_prepend(str(tmp_path))
        plugins = Plugins()
        assert isinstance(plugins.storage("memory:"), MemoryStorage)
        with pytest.raises(PluginError) as error:
            plugins.storage("redis://x")
        assert "slrt-redis-1, slrt-redis-2" in error.value.reasons[0].text.en

    @pytest.mark.parametrize("contract", [0, 1, 2, 3, 5])
    def test_another_contract_is_refused(self, contract: int) -> None:
        plugins = empty()
        plugins.register(Offers("redis", contract), "redis-plugin")
        with pytest.raises(PluginError) as error:
            plugins.storage("redis://x")
        assert error.value.codes == ("plugin-contract",)
        assert "redis-plugin" in error.value.reasons[0].text.en

    def test_a_misspelt_hook_is_an_error(self) -> None:
        class Misspelt:
            @hookimpl
            def slrt_register_storage(self) -> Iterable[StorageOffer]:
                return ()

        with pytest.raises(PluginError) as error:
            empty().register(Misspelt(), "misspelt")
        assert error.value.codes == ("plugin-hook",)
        assert "slrt_register_storage" in error.value.reasons[0].text.en

    def test_two_managers_know_nothing_of_each_other(self) -> None:
        one, other = empty(), empty()
        one.register(Keys(), "keys")
        assert isinstance(one.keys("fake:secret"), FakeKeys)
        with pytest.raises(PluginError):
            other.keys("fake:secret")


class TestEachHook:
    """One test for each hook, named after it; `test_each_hook_is_tested_and_described` sees to that."""

    def test_slrt_register_storages(self) -> None:
        plugins = empty()
        plugins.register(Offers("here"), "mine")
        assert isinstance(plugins.storage("here:"), MemoryStorage)

    def test_slrt_register_key_providers(self) -> None:
        plugins = empty()
        plugins.register(Keys(), "mine")
        assert isinstance(plugins.keys("fake:x"), FakeKeys)

    def test_slrt_register_attachments(self) -> None:
        plugins = empty()
        plugins.register(Places(), "mine")
        assert isinstance(plugins.attachments("here:"), MemoryAttachments)

    def test_each_hook_is_tested_and_described(self) -> None:
        """A new hook without a test or without its signature in the guide fails here."""
        page = (Path(__file__).parents[2] / "docs/how-to/adapters.md").read_text(encoding="utf-8")
        hooks = [name for name in vars(hookspecs) if name.startswith("slrt_register_")]
        assert len(hooks) >= 3
        for hook in hooks:
            assert f"def {hook}{inspect.signature(getattr(hookspecs, hook))}".replace("'", "") in page
            assert hasattr(self, f"test_{hook}")


class TestFailsClosed:
    def test_a_package_that_does_not_import_hinders_no_other(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """It is named, with its package, where its adapter may be meant, and in the list; others open."""
        _install(tmp_path, "slrt-broken", "slrt_broken", source="import nowhere_at_all\n")
        _install(tmp_path, "slrt-raises", "slrt_raises", source="raise RuntimeError('on import')\n")
        _install(tmp_path, "slrt-whole", "slrt_whole")
        monkeypatch.syspath_prepend(str(tmp_path))
        plugins = Plugins()
        assert isinstance(plugins.storage("redis://x"), MemoryStorage)
        with pytest.raises(PluginError) as error:
            plugins.storage("mongo://x")
        assert error.value.codes == ("plugin-broken",)
        for part in ("slrt-broken", "nowhere_at_all", "slrt-raises", "on import", "memory"):
            assert part in error.value.reasons[0].text.en
            assert part in error.value.reasons[0].text.id
        assert {broken.owner for broken in plugins.broken} == {"slrt-broken", "slrt-raises"}

    @pytest.mark.parametrize(
        ("source", "error"),
        [
            ("@hookimpl\ndef slrt_register_storages():\n    return [7]\n", "int is no StorageOffer"),
            ("@hookimpl\ndef slrt_register_storages():\n    return None\n", "TypeError"),
            ("@hookimpl\ndef slrt_register_storages():\n    raise OSError('disk')\n", "disk"),
            ("@hookimpl\ndef slrt_register_storage():\n    return []\n", "slrt_register_storage"),
            ("@hookimpl\ndef slrt_register_storages(more):\n    return []\n", "more"),
        ],
        ids=["no offer", "nothing", "raises", "misspelt", "other signature"],
    )
    def test_a_package_with_a_broken_hook(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str, error: str
    ) -> None:
        """It is noted, not passed over; and what others offer opens."""
        _install(tmp_path, "slrt-odd", "slrt_odd", source="from slrt_core.hookspecs import hookimpl\n" + source)
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, "slrt_odd", raising=False)
        plugins = Plugins()
        assert isinstance(plugins.storage("memory:"), MemoryStorage)
        assert [broken.owner for broken in plugins.broken] == ["slrt-odd"]
        assert error in plugins.broken[0].error

    def test_what_is_not_allowed_is_not_imported(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """Names of packages count as the index does: case, hyphens and low lines do not tell them apart."""
        _install(tmp_path, "slrt-allowed", "slrt_allowed")
        _install(tmp_path, "slrt-stranger", "slrt_stranger", source="raise SystemExit('imported')\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        plugins = Plugins(allowed=["SLRT_Allowed"])
        assert isinstance(plugins.storage("redis://x"), MemoryStorage)
        assert isinstance(plugins.storage("memory:"), MemoryStorage)
        assert "slrt_stranger" not in sys.modules
        with pytest.raises(PluginError):
            Plugins(allowed=[]).storage("redis://x")
        assert isinstance(Plugins(allowed=[]).storage("memory:"), MemoryStorage)

    def test_a_misspelt_name_on_the_list_is_an_error(self) -> None:
        with pytest.raises(PluginError) as error:
            Plugins(allowed=["slrt-rediss", "slrt-core"])
        assert error.value.codes == ("plugin-not-installed",)
        assert "slrt-rediss" in str(error.value)
        assert "slrt-core" not in error.value.reasons[0].text.en

    def test_what_opens_must_look_like_the_port(self) -> None:
        class Wrong:
            @hookimpl
            def slrt_register_storages(self) -> Iterable[StorageOffer]:
                return (StorageOffer(name="x", open=lambda _: FakeKeys(), contract=STORAGE_CONTRACT),)  # type: ignore[arg-type,return-value]

        plugins = empty()
        plugins.register(Wrong(), "wrong-package")
        with pytest.raises(PluginError) as error:
            plugins.storage("x:")
        assert error.value.codes == ("plugin-shape",)
        assert "wrong-package" in str(error.value)

    def test_an_adapter_that_lacks_something_names_it(self) -> None:
        def opening(_: str) -> MemoryStorage:
            raise ModuleNotFoundError("No module named 'redis'")

        class Lacks:
            @hookimpl
            def slrt_register_storages(self) -> Iterable[StorageOffer]:
                return (StorageOffer(name="redis", open=opening, contract=STORAGE_CONTRACT),)

        plugins = empty()
        plugins.register(Lacks(), "redis-package")
        with pytest.raises(PluginError) as error:
            plugins.storage("redis://x")
        assert error.value.codes == ("plugin-import",)
        assert "redis-package" in str(error.value)
        assert "No module named 'redis'" in str(error.value)

    def test_a_misspelt_plugin_of_the_application_is_forgotten(self) -> None:
        """After the error, the rest works as before."""

        class Misspelt:
            @hookimpl
            def slrt_register_storage(self) -> Iterable[StorageOffer]:
                return ()

        plugins = empty()
        plugins.register(Offers("redis"), "redis-plugin")
        with pytest.raises(PluginError):
            plugins.register(Misspelt(), "misspelt")
        plugins.register(Keys(), "keys")
        assert isinstance(plugins.storage("redis://x"), MemoryStorage)

    def test_the_catalogue_tells_what_does_not_open(self) -> None:
        plugins = empty()
        plugins.register(Offers("a", 1), "old")
        plugins.register(Offers("b"), "first")
        plugins.register(Offers("b"), "second")
        plugins.register(Offers("c"), "whole")
        told = [(o.name, o.owner, bool(o.problem.en)) for o in plugins.catalogue()]
        assert told == [("a", "old", True), ("b", "first", True), ("b", "second", True), ("c", "whole", False)]

    def test_what_a_store_of_ours_declares_before_it_is_opened_is_true(self, tmp_path: Path) -> None:
        told = {o.name: o.capabilities for o in Plugins(allowed=[]).catalogue() if o.sort == "storage"}
        assert told["memory"] == Capabilities() == Plugins().storage("memory:").capabilities
        store = Plugins().storage(f"sqlite:///{tmp_path / 'x.db'}")
        assert told["sqlite"] == store.capabilities
        store.close()


class TestKeysOfTheEnvironment:
    def test_by_name(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("SLRT_KEYS", new_keys())
        keys = Plugins().keys("env:SLRT_KEYS")
        wrapped = keys.make("c")
        assert keys.open("c", wrapped, "w", keys.seal("c", wrapped, "w", b"x")) == b"x"
        with pytest.raises(AdapterError):
            keys.forget("c")
        lasting = Plugins().keys(f"env:SLRT_KEYS?forgotten={tmp_path / 'forgotten'}")
        wrapped = lasting.make("c")
        lasting.forget("c")
        with pytest.raises(AdapterError):
            Plugins().keys(f"env:SLRT_KEYS?forgotten={tmp_path / 'forgotten'}").rewrap("c", wrapped)

    @pytest.mark.parametrize("spec", ["env:SLRT_NO_SUCH", "env:", "env:SLRT_KEYS?remember=/x", "env:SLRT_KEYS?x"])
    def test_what_is_wrong(self, monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
        monkeypatch.setenv("SLRT_KEYS", new_keys())
        with pytest.raises((AdapterError, PluginError)):
            Plugins().keys(spec)


def _install(folder: Path, distribution: str, module: str, source: str = "") -> None:
    (folder / f"{module}.py").write_text(
        source
        or "from slrt_core.adapters.memory import MemoryStorage\n"
        "from slrt_core.hookspecs import StorageOffer, hookimpl\n"
        "@hookimpl\n"
        "def slrt_register_storages():\n"
        "    return [StorageOffer(name='redis', open=lambda url: MemoryStorage(), contract=4)]\n"
    )
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[slrt_core]\nmain = {module}\n")
    assert Distribution.at(info).name == distribution


class TestConfiguration:
    def write(self, folder: Path, text: str) -> Path:
        path = folder / "desk.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_file_names_store_district_keys_and_rules(self, tmp_path: Path) -> None:
        path = self.write(
            tmp_path,
            'store = "sqlite:///kr.db"\ndistrict = "61.12"\nkeys = "file:kr.keys"\n'
            '[settings]\nafter_supervisor = "secretariat"\n',
        )
        desk = open_desk(path)
        assert desk.district == "61.12"
        assert desk.rulebook.settings["after_supervisor"] == "secretariat"
        # Paths are taken from where the file lies, not from where the program runs.
        assert (tmp_path / "kr.db").exists()
        assert (tmp_path / "kr.keys").exists()

    def test_every_mistake_at_once(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, 'sttore = "sqlite:///kr.db"\nzone = 7\n')
        with pytest.raises(Invalid) as error:
            Configuration.read(path)
        assert {reason.path: reason.code for reason in error.value.reasons} == {
            "desk.toml:sttore": "configuration-key",
            "desk.toml:zone": "configuration-value",
            "desk.toml:store": "configuration-missing",
            "desk.toml:district": "configuration-missing",
        }
        assert "did you mean 'store'" in str(error.value)

    def test_packages_and_attachments(self, tmp_path: Path) -> None:
        start = 'store = "sqlite:///kr.db"\ndistrict = "61.12"\n'
        found = Configuration.read(self.write(tmp_path, start + 'attachments = "folder:foto"\nplugins = ["a", "b"]\n'))
        assert found.attachments == f"folder:{tmp_path / 'foto'}"
        assert found.plugins == ("a", "b")
        assert Configuration.read(self.write(tmp_path, start)).plugins is None
        assert Configuration.read(self.write(tmp_path, start + "plugins = []\n")).plugins == ()
        with pytest.raises(PluginError):
            open_desk(self.write(tmp_path, start + 'plugins = ["slrt-no-such"]\n'))
        with pytest.raises(PluginError):
            open_desk(self.write(tmp_path, start + 'attachments = "cupboard:x"\n'))
        for wrong in ('plugins = "a"', "plugins = [1]", "attachments = 7"):
            with pytest.raises(Invalid) as error:
                Configuration.read(self.write(tmp_path, start + wrong))
            assert error.value.codes == ("configuration-value",)

    @pytest.mark.parametrize("content", [b"store = ", b"\xff\xfe", None])
    def test_what_cannot_be_read(self, tmp_path: Path, content: bytes | None) -> None:
        path = tmp_path / "desk.toml"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(Invalid) as error:
            Configuration.read(path)
        assert error.value.codes == ("configuration-unreadable",)

    @pytest.mark.parametrize(
        ("code", "zone"),
        [("61.12", "Asia/Jakarta"), ("34.04", "Asia/Jakarta"), ("73.03", "Asia/Makassar"), ("91.03", "Asia/Jayapura")],
    )
    def test_indonesia_has_three_zones(self, code: str, zone: str) -> None:
        import zoneinfo
        from datetime import datetime

        desk = open_desk("memory:", district=code, keys=FakeKeys())
        at = desk.moment()
        expected = at.at.astimezone(zoneinfo.ZoneInfo(zone))
        assert at.on == expected.date()
        assert expected.utcoffset() == datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo(zone)).utcoffset()

    @pytest.mark.parametrize(
        ("target", "options", "kind", "code"),
        [
            ("memory:", {"district": "61"}, Invalid, "district-level"),
            ("memory:", {"district": "61.12.01"}, Invalid, "district-level"),
            ("memory:", {"district": "kubu raya"}, Invalid, None),
            ("memory:", {"district": "61.12", "zone": "Asia/Nowhere"}, Invalid, "zone-unknown"),
            ("memory:", {"district": "61.12", "keys": ""}, Invalid, "keys-missing"),
            ("nothing:x", {"district": "61.12"}, PluginError, "plugin-missing"),
            ("sqlite://", {"district": "61.12"}, PluginError, "storage-url"),
        ],
    )
    def test_what_cannot_be_opened(
        self, target: str, options: dict[str, Any], kind: type[Exception], code: str | None
    ) -> None:
        with pytest.raises(kind) as error:
            open_desk(target, **{"keys": FakeKeys(), **options})
        assert code is None or error.value.codes == (code,)  # type: ignore[attr-defined]

    def test_keys_lie_beside_the_file_and_are_needed_again(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path / 'kr.db'}"
        open_desk(url, district="61.12")
        keys = tmp_path / "kr.keys"
        assert keys.stat().st_mode & 0o777 == 0o600
        os.chmod(keys, 0o644)  # noqa: PTH101
        with pytest.raises(AdapterError) as error:
            open_desk(url, district="61.12")
        assert error.value.codes == ("keys-open-to-others",)
        keys.chmod(0o600)
        keys.write_text("{}")
        with pytest.raises(AdapterError) as error:
            open_desk(url, district="61.12")
        assert error.value.codes == ("keys-damaged",)

    def test_a_store_with_keys_is_given_no_new_ones(self, tmp_path: Path) -> None:
        """Neither in a file that is misspelt, nor beside a store from which the file was taken away."""
        url, other = f"sqlite:///{tmp_path / 'kr.db'}", tmp_path / "other.keys"
        open_desk(url, district="61.12").close()
        for spec, path in ((f"file:{other}", other), ("", tmp_path / "kr.keys")):
            if not spec:
                path.rename(tmp_path / "away")
            before = sorted(tmp_path.iterdir())
            with pytest.raises(AdapterError) as error:
                open_desk(url, district="61.12", keys=spec)
            assert error.value.codes == ("key-file-missing",)
            assert all(str(path) in text for text in (error.value.reasons[0].text.id, error.value.reasons[0].text.en))
            assert sorted(tmp_path.iterdir()) == before
        open_desk(url, district="61.12", keys=f"file:{tmp_path / 'away'}").close()
        open_desk(url, district="61.11", keys=f"file:{other}").close()  # a district that is new there


def constants_classes_others(name: str) -> tuple[int, str]:
    """The order in which ruff sorts names."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize(
    "module",
    [
        "slrt_core",
        "slrt_core.ports",
        "slrt_core.model",
        "slrt_core.testing",
        "slrt_core.testing.strategies",
        "slrt_core.plugins",
    ],
)
def test_exports(module: str) -> None:
    found = importlib.import_module(module)
    assert len(set(found.__all__)) == len(found.__all__)
    for name in found.__all__:
        assert getattr(found, name) is not None
    if module != "slrt_core.model":  # its list is made of those of its modules
        assert list(found.__all__) == sorted(found.__all__, key=constants_classes_others)


def test_nothing_else_is_in_the_kit() -> None:
    with pytest.raises(AttributeError):
        slrt_core.testing.nothing  # noqa: B018
    assert dir(slrt_core.testing) == sorted(slrt_core.testing.__all__)
