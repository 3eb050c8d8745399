"""Program files: what they must not say, and what the packaged ones do say."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import evolve

import slrt_core as slrt
from slrt_core.desk.codec import decode, encode
from slrt_core.model import Cited, Clause, DatedValue, Parameter, Per, Program, ProgramRecord, ProgramVersion
from slrt_core.rules.programs import default_programs, programs_from_texts
from slrt_core.testing import small_district

GOOD = """\
code = "PKH"
name = { id = "Program Keluarga Harapan", en = "Family Hope Programme" }
provider = { id = "kemensos", name = { id = "Kementerian Sosial", en = "Ministry" }, level = "centre" }
unit = "family"

[[version]]
valid_from = 2019-01-01
valid_until = 2019-12-31
benefit = { id = "uang", en = "money" }

[[version]]
valid_from = 2025-01-01
benefit = { id = "uang", en = "cash" }
documents = [{ id = "KTP", en = "identity card" }]
basis = [{ text = "Permensos 1/2018", tag = "own" }]

[version.criteria]
id = "pkh"
label = { id = "semua", en = "everything" }
basis = [{ text = "Permensos 1/2018", tag = "own" }]

[[version.criteria.all]]
id = "listed"
label = { id = "terdaftar", en = "listed" }
basis = [{ text = "artikel", tag = "source:004" }]
text = "household.central_status == 'listed'"

[[version.criteria.all]]
id = "component"
label = { id = "komponen", en = "component" }
basis = []

[[version.criteria.all.any]]
id = "elderly"
label = { id = "ada lansia", en = "an elderly person" }
basis = []
text = "family.members.exists(m, age(m.birth_date) >= 60)"

[[version.component]]
id = "old"
label = { id = "lansia", en = "elderly" }
basis = []
each = "member"
text = "age(individual.birth_date) >= 60"
amount = "pkh.elderly"
limit = 2

[version.limit]
persons = 4
label = { id = "empat orang", en = "four persons" }
basis = []

[version.quota]
rank = ["household.decile"]
label = { id = "desil", en = "decile" }
basis = []
size = "pkh.quota"

[[version.excludes]]
program = "BLT-DD"
label = { id = "tidak bersama BLT", en = "not with BLT" }
basis = []

[[version.expects]]
program = "SEMBAKO"
label = { id = "juga Sembako", en = "Sembako too" }
basis = []

[[param]]
name = "pkh.elderly"
per = "year"
values = [
  { valid_from = 2019-01-01, valid_until = 2025-12-31, value = 2400000, basis = [] },
  { valid_from = 2026-01-01, value = 3000000, basis = [] },
]

[[param]]
name = "pkh.quota"
values = [{ valid_from = 2025-01-01, value = 500, at = "61.12", basis = [] }]
"""

MISTAKES = [
    ("unit = ", "unti = ", "PKH.toml:4:1 (unti)", "rulebook-unknown"),
    ('code = "PKH"\n', "", "PKH.toml:1:1 (code)", "rulebook-missing"),
    ('code = "PKH"', 'code = "pkh"', "PKH.toml:1:1 (code)", "program-name"),
    ('unit = "family"', 'unit = "group"', "PKH.toml:4:1 (unit)", "rulebook-unknown"),
    ('level = "centre"', 'level = "center"', "PKH.toml:3:86 (provider.level)", "rulebook-unknown"),
    ('en = "cash"', 'en = " "', "PKH.toml:13:1 (benefit)", "program-language"),
    (', en = "identity card"', "", "PKH.toml:14:14 (documents.1.en)", "rulebook-missing"),
    ('en = "an elderly person"', 'en = ""', "PKH.toml:35:1 (criteria.elderly.label)", "program-language"),
    ("valid_until = 2019-12-31\nb", "valid_until = 2025-12-31\nb", "PKH.toml:12:1 (valid_from)", "program-overlap"),
    ("valid_until = 2019-12-31\nb", "b", "PKH.toml:11:1 (valid_from)", "program-overlap"),
    ("valid_until = 2019-12-31\nb", "valid_until = 2018-12-31\nb", "PKH.toml:8:1 (valid_until)", "program-dates"),
    ("valid_from = 2019-01-01\n", "", "PKH.toml:6:1 (valid_from)", "rulebook-missing"),
    ("valid_from = 2019-01-01\n", 'valid_from = "2019"\n', "PKH.toml:7:1 (valid_from)", "rulebook-value"),
    ('text = "household', 'txt = "household', "PKH.toml:26:1 (criteria.listed.txt)", "rulebook-unknown"),
    ("text = \"household.central_status == 'listed'\"\n", "", "PKH.toml:22:1 (criteria.listed)", "clause-shape"),
    ('id = "component"\n', 'id = "component"\ntext = "true"\n', "PKH.toml:28:1 (criteria.component)", "clause-shape"),
    ('id = "component"', 'id = "listed"', "PKH.toml:17:1 (criteria.pkh)", "program-twice"),
    ('id = "elderly"', 'id = "Elderly One"', "PKH.toml:34:1 (criteria.component.any.1.id)", "program-name"),
    ('tag = "source:004"', 'tag = "sure"', "PKH.toml:25:30 (criteria.listed.basis.1.tag)", "program-tag"),
    ('tag = "source:004"', 'tag = "source:"', "PKH.toml:25:30 (criteria.listed.basis.1.tag)", "program-tag"),
    ('text = "artikel"', 'text = ""', "PKH.toml:25:12 (criteria.listed.basis.1.text)", "program-empty"),
    (
        'text = "artikel"',
        'text = { id = "artikel", en = "" }',
        "PKH.toml:25:12 (criteria.listed.basis.1.text)",
        "program-language",
    ),
    (
        'text = "artikel"',
        'text = { id = "artikel" }',
        "PKH.toml:25:12 (criteria.listed.basis.1.text.en)",
        "rulebook-missing",
    ),
    ('each = "member"', 'each = "person"', "PKH.toml:43:1 (component.old.each)", "rulebook-unknown"),
    ('unit = "family"', 'unit = "individual"', "PKH.toml:43:1 (component.old.each)", "program-each"),
    ('amount = "pkh.elderly"', 'amount = "pkh.eldery"', "PKH.toml:45:1 (component.old.amount)", "program-parameter"),
    ('amount = "pkh.elderly"', 'amount = "pkh.quota"', "PKH.toml:45:1 (component.old.amount)", "program-per"),
    ("limit = 2", "limit = 0", "PKH.toml:46:1 (component.old.limit)", "program-number"),
    ('text = "age(', 'text = "" # ', "PKH.toml:44:1 (component.old.text)", "program-empty"),
    ("persons = 4", "persons = 0", "PKH.toml:49:1 (limit.persons)", "program-number"),
    ("persons = 4", "persons = true", "PKH.toml:49:1 (limit.persons)", "rulebook-value"),
    ('rank = ["household.decile"]', "rank = []", "PKH.toml:54:1 (quota.rank)", "program-empty"),
    ('size = "pkh.quota"', 'size = "pkh.many"', "PKH.toml:57:1 (quota.size)", "program-parameter"),
    ('program = "BLT-DD"', 'program = "PKH"', "PKH.toml:60:1 (excludes.1.program)", "program-itself"),
    ('program = "SEMBAKO"', 'program = "PKH"', "PKH.toml:65:1 (expects.1.program)", "program-itself"),
    ('name = "pkh.quota"', 'name = "pkh.elderly"', "PKH.toml:78:1 (param.pkh.elderly.name)", "program-twice"),
    ('name = "pkh.quota"', 'name = "PKH quota"', "PKH.toml:78:1 (param.2.name)", "program-name"),
    ("value = 500", "value = -500", "PKH.toml:79:38 (param.pkh.quota.values.1.value)", "program-negative"),
    ("value = 500", "value = 0.5", "PKH.toml:79:38 (param.pkh.quota.values.1.value)", "rulebook-value"),
    ("value = 500", 'value = "banyak"', "PKH.toml:79:38 (param.pkh.quota.values.1.value)", "rulebook-value"),
    ("value = 500", 'value = "NaN"', "PKH.toml:79:38 (param.pkh.quota.values.1.value)", "rulebook-value"),
    ("value = 500", 'value = "1e999999999"', "PKH.toml:79:38 (param.pkh.quota.values.1.value)", "number-range"),
    ("value = 500", 'value = "0e-999999999"', "PKH.toml:79:38 (param.pkh.quota.values.1.value)", "number-range"),
    ("value = 500", f"value = {10**15 + 1}", "PKH.toml:79:38 (param.pkh.quota.values.1.value)", "number-range"),
    ("value = 500", f"value = {'9' * 5000}", "PKH.toml:79:46", "rulebook-syntax"),
    (
        "valid_from = 2025-01-01, value",
        "value",
        "PKH.toml:79:11 (param.pkh.quota.values.1.valid_from)",
        "rulebook-missing",
    ),
    (
        "2025-12-31, value",
        "2026-01-01, value",
        "PKH.toml:74:5 (param.pkh.elderly.values.2.valid_from)",
        "program-overlap",
    ),
    (
        "2025-12-31, value",
        "2018-12-31, value",
        "PKH.toml:73:30 (param.pkh.elderly.values.1.valid_until)",
        "program-dates",
    ),
    ('per = "year"', 'per = "yearly"', "PKH.toml:71:1 (param.pkh.elderly.per)", "rulebook-unknown"),
    ("[[version]]\nvalid_from = 2025", "[version]\nvalid_from = 2025", "PKH.toml:11:9", "rulebook-syntax"),
]


def refused(text: str, name: str = "PKH.toml") -> list[slrt.Reason]:
    """What is wrong with a file."""
    with pytest.raises(slrt.Invalid) as caught:
        programs_from_texts({name: text})
    return list(caught.value.reasons)


@pytest.mark.parametrize(("right", "wrong", "place", "code"), MISTAKES, ids=lambda value: str(value)[-40:])
def test_each_mistake_is_told_with_its_place(right: str, wrong: str, place: str, code: str) -> None:
    assert right in GOOD
    found = refused(GOOD.replace(right, wrong, 1))
    assert (place, code) in {(reason.path, reason.code) for reason in found}
    for reason in found:
        assert reason.text.id
        assert reason.text.en
        assert reason.text.id != reason.text.en


def test_the_good_file_has_two_versions_each_with_the_numbers_of_its_time() -> None:
    before, now = programs_from_texts({"PKH.toml": GOOD})
    assert (before.valid_from, before.valid_until) == (date(2019, 1, 1), date(2019, 12, 31))
    assert (now.valid_from, now.valid_until) == (date(2025, 1, 1), date.max)
    assert before.criteria is None
    assert now.criteria is not None
    assert [clause.id for clause in now.criteria.walk()] == ["pkh", "listed", "component", "elderly"]
    assert [parameter.name for parameter in before.parameters] == ["pkh.elderly"]
    assert [value.value for value in before.parameters[0].values] == [2400000]
    assert [value.value for value in now.parameters[0].values] == [2400000, 3000000]


def test_a_new_years_amount_is_no_change_to_what_was_before() -> None:
    """So that a catalogue that is loaded again with one amount more enters one version and not all of them."""
    line = "{ valid_from = 2026-01-01, value = 3000000, basis = [] },"
    ended = line.replace("value =", "valid_until = 2026-12-31, value =")
    more = GOOD.replace(line, f"{ended} {line.replace('2026-01-01', '2027-01-01')}")
    old, new = programs_from_texts({"PKH.toml": GOOD}), programs_from_texts({"PKH.toml": more})
    assert old[0] == new[0]
    assert old[1] != new[1]


def test_all_mistakes_of_all_files_are_told_together() -> None:
    wrong = GOOD.replace("value = 500", "value = -1").replace('tag = "own"', 'tag = "no"', 1)
    with pytest.raises(slrt.Invalid) as caught:
        programs_from_texts({"A.toml": wrong, "B.toml": wrong})
    assert Counter(reason.path.split(":")[0] for reason in caught.value.reasons) == {"A.toml": 2, "B.toml": 2}


def test_one_code_stands_in_one_file() -> None:
    with pytest.raises(slrt.Invalid) as caught:
        programs_from_texts({"A.toml": GOOD, "B.toml": GOOD})
    assert [(reason.path, reason.code) for reason in caught.value.reasons] == [("B.toml:1:1 (code)", "program-twice")]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('provider = { id = "kemensos", name = { id = "Kementerian Sosial", en = "Ministry" }, level = "centre" }',
         'provider = "kemensos"'),
        ('benefit = { id = "uang", en = "cash" }', "benefit = 7"),
        ('documents = [{ id = "KTP", en = "identity card" }]', 'documents = "KTP"'),
        ('documents = [{ id = "KTP", en = "identity card" }]', "documents = 7"),
        ('basis = [{ text = "artikel", tag = "source:004" }]', "basis = { text = 'artikel', tag = 'own' }"),
        ('rank = ["household.decile"]', 'rank = "household.decile"'),
        ("valid_from = 2019-01-01\n", "valid_from = 2019-01-01T00:00:00\n"),
    ],
)  # fmt: skip
def test_what_has_another_shape_is_refused_and_no_crash(right: str, wrong: str) -> None:
    assert right in GOOD
    assert refused(GOOD.replace(right, wrong, 1))


def test_a_number_may_have_decimals_as_a_text() -> None:
    program = programs_from_texts({"PKH.toml": GOOD.replace("value = 500", 'value = "7.2"')})[1]
    assert program.parameter("pkh.quota") is not None
    assert program.parameters[1].on(date(2026, 1, 1), "61.12.01") == Decimal("7.2")
    assert decode(encode(program), Program) == program


def test_a_number_of_the_region_comes_before_that_of_the_region_around_it() -> None:
    def value(number: int, at: str, since: int = 2025) -> DatedValue:
        return DatedValue(value=number, at=at, valid_from=date(since, 1, 1), valid_until=date(2026, 12, 31), basis=())

    wage = Parameter(name="minimum_wage", per=Per.MONTH, values=(value(3, "61.12"), value(2, "61"), value(1, "", 2026)))
    day = date(2026, 5, 1)
    assert [wage.on(day, at) for at in ("61.12", "61.12.01", "61.71", "61", "34.04", "")] == [3, 3, 2, 2, 1, 1]
    assert wage.on(date(2025, 5, 1), "34.04") is None
    assert wage.on(date(2027, 1, 1), "61.12") is None


# ------------------------------------------------------------------ reading from a disk


def test_a_folder_is_read_as_its_files(tmp_path: Path) -> None:
    (tmp_path / "PKH.toml").write_text(GOOD, encoding="utf-8-sig")
    (tmp_path / "KUBE.toml").write_text(GOOD.replace('"PKH"', '"KUBE"'), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a program", encoding="utf-8")
    assert [program.code for program in slrt.read_programs(tmp_path)] == ["KUBE", "KUBE", "PKH", "PKH"]
    assert slrt.read_programs(tmp_path / "PKH.toml") == programs_from_texts({"PKH.toml": GOOD})


def test_what_cannot_be_read_is_told_together_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "A.toml").write_bytes(b"code = '\xff'")
    (tmp_path / "B.toml").write_text("code = ", encoding="utf-8")
    with pytest.raises(slrt.Invalid) as caught:
        slrt.read_programs(tmp_path)
    assert caught.value.codes == ("file-unreadable", "rulebook-syntax")
    with pytest.raises(slrt.Invalid):
        slrt.read_programs(tmp_path / "none.toml")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(slrt.Invalid):
        slrt.read_programs(empty)


# ------------------------------------------------------------------ in a store


def test_a_program_of_an_earlier_version_is_read_and_keeps_its_digest() -> None:
    """What was stored before programs had criteria is decoded, and loading it once more changes nothing."""
    stored = (
        b'{"v":1,"data":{"code":"PKH","name":{"id":"a","en":"b"},"provider":{"id":"x","name":{"id":"a","en":"b"},'
        b'"level":"centre"},"unit":"family","benefit":{"id":"a","en":"b"}}}'
    )
    program = decode(stored, Program)
    assert (program.criteria, program.components, program.parameters) == (None, (), ())
    assert encode(program) == stored
    desk = small_district().desk
    assert desk.load_programs([program], "a").count == 1
    assert desk.load_programs([program], "a").count == 0


def test_a_digest_leaves_out_what_came_later_only_while_nothing_stands_there() -> None:
    sealed: list[str] = []
    program = default_programs()[0]
    bare = evolve(program, criteria=None, components=(), parameters=(), limit=None, quota=None, basis=())
    district = small_district()
    for one in (bare, evolve(bare, basis=program.basis), evolve(bare, criteria=program.criteria)):
        entered = district.acting("adi").enter_program(evolve(one, provider=_provider()))
        sealed.append(entered.digest)
    assert len(set(sealed)) == 3


def _provider() -> slrt.Provider:
    """One whose programs the administrator may enter."""
    return slrt.Provider(id="dinsos", name=slrt.Text("Dinsos", "Office"), level=slrt.GovernanceLevel.DISTRICT)


def test_a_citation_of_one_text_is_stored_as_ever_and_keeps_its_digest() -> None:
    """What was stored before citations had two languages is decoded, and says the same in both."""
    stored = b'{"v":1,"data":{"text":"Permensos 1/2018","tag":"own"}}'
    cited = decode(stored, Cited)
    assert encode(cited) == stored
    assert cited.words == slrt.Text("Permensos 1/2018", "Permensos 1/2018")
    both = evolve(cited, en="Regulation 1/2018")
    assert decode(encode(both), Cited) == both
    assert both.words.en == "Regulation 1/2018"
    desk = small_district().desk
    program = evolve(default_programs()[0], basis=(cited,))
    entered = desk.load_programs([program], "a")
    assert (entered.count, desk.load_programs([evolve(program, basis=(both,))], "a").count) == (1, 1)


def test_a_file_cites_a_name_once_and_all_else_in_both_languages() -> None:
    said = GOOD.replace('text = "artikel"', 'text = { id = "harus ada", en = "must be there" }')
    criteria = programs_from_texts({"PKH.toml": said})[1].criteria
    assert criteria is not None
    assert criteria.all[0].basis[0].words == slrt.Text("harus ada", "must be there")
    assert criteria.basis[0].words == slrt.Text("Permensos 1/2018", "Permensos 1/2018")


def test_the_whole_catalogue_comes_back_from_a_store_and_is_loaded_once() -> None:
    programs = default_programs()
    for program in programs:
        assert decode(encode(program), Program) == program
    desk = small_district().desk
    assert desk.load_programs(programs, "packaged").count == len(programs)
    assert desk.load_programs(programs, "packaged").count == 0


def test_the_version_of_the_day_is_the_one_that_counts() -> None:
    record = ProgramRecord(code="SEMBAKO")
    at = datetime(2026, 8, 1, tzinfo=UTC)
    for number, program in enumerate(p for p in default_programs() if p.code == "SEMBAKO"):
        record = record.entered(ProgramVersion(program=program, digest=str(number), entered_by="a", entered_at=at))
        record = record.approved(str(number), "b", at)
    for day, decile in ((date(2025, 6, 1), 5), (date(2026, 6, 1), 4)):
        found = record.at(slrt.AsOf(day, at))
        assert found is not None
        bound = found.parameter("sembako.decile_max")
        assert bound is not None
        assert bound.on(day) == decile


# ------------------------------------------------------------------ the packaged files

PACKAGED = default_programs()
SOURCES = {
    "src:Blitar", "src:GH", "src:GH-DTSEN", "src:GH-misc", "src:Jatim-juknis2026", "src:Sapawarga", "src:Sukabumi",
    "src:123dok", "src:fdokumen", "src:gerakinklusi", "src:grid2022", "src:inforegulasi", "src:jogloabang406",
    "src:okezone2025", "src:pasal.id", "src:pkerja2020", "src:radarwaykanan", "src:rbtv", "src:sajiansedap",
    "src:sarjana", "src:scribd", "source:001", "source:004", "own", "own?",
}  # fmt: skip
"""Every tag that the facts of the field have for programs."""


def inside(value: object, kind: type) -> Iterator[Any]:
    """Every value of a class within a value."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from inside(item, kind)
    else:
        own: Any = type(value)
        for field in attrs.fields(own) if attrs.has(own) else ():
            yield from inside(getattr(value, field.name), kind)


def test_there_are_programs_of_all_five_levels() -> None:
    levels = Counter({program.code: program.level.value for program in PACKAGED}.values())
    assert levels == {"centre": 19, "province": 4, "district": 4, "village": 1, "non_government": 1}


def test_the_codes_are_those_of_the_design() -> None:
    codes = """PKH SEMBAKO RASTRA PBI-JK JAMKESDA PIP KIP-KULIAH BSPS RTLH LISTRIK LPG3KG KUR KUBE PENA BLT-DD ATENSI
        ATENSI-YAPI PERMAKANAN ASLUT ASPDB PKH-PLUS ASPD KJP-PLUS BANSOS-JABAR PUPUK BANPANG BAZNAS ALAT-BANTU
        ADMINDUK"""
    assert {program.code for program in PACKAGED} == set(codes.split())


def test_the_versions_are_those_that_the_facts_tell_of() -> None:
    years = {
        code: [p.valid_from.year for p in PACKAGED if p.code == code]
        for code in ("PKH", "SEMBAKO", "KIP-KULIAH", "BLT-DD")
    }
    assert years == {"PKH": [2019, 2025], "SEMBAKO": [2025, 2026], "KIP-KULIAH": [2022, 2025], "BLT-DD": [2020, 2023]}


@pytest.mark.parametrize("program", PACKAGED, ids=lambda p: f"{p.code}-{p.valid_from}")
def test_everything_is_said_in_both_languages_with_where_it_comes_from(program: Program) -> None:
    for text in inside(program, slrt.Text):
        assert text.id.strip()
        assert text.en.strip()
    assert program.documents
    assert program.basis
    assert program.criteria is not None
    assert all(clause.basis for clause in program.criteria.walk())
    assert all(component.basis for component in program.components)
    assert {cited.tag for cited in inside(program, Cited)} <= SOURCES
    assert len(list(program.criteria.walk())) > 1
    names = r"(P[A-Za-z]+|DTKS|Kepmen)( [A-Z]+)? [0-9]+(/[0-9]+)?(( jo\.|;|; [A-Za-z]+) [0-9]+/[0-9]+)*"
    assert all(cited.en or re.fullmatch(names, cited.text) for cited in inside(program, Cited))


@pytest.mark.parametrize("program", PACKAGED, ids=lambda p: f"{p.code}-{p.valid_from}")
def test_every_amount_and_bound_holds_on_each_day_of_its_version(program: Program) -> None:
    """Up to the end of 2026: only the minimum wage ends, since a new one is set each year, and by place."""
    texts = [clause.text for clause in inside(program, Clause)] + [component.text for component in program.components]
    named = {name for text in texts for name in re.findall(r"param\('([^']+)'", text)}
    named |= {component.amount for component in program.components if component.amount}
    named |= {program.quota.size} - {""} if program.quota else set()
    for name in named - {"minimum_wage"}:
        parameter = program.parameter(name)
        assert parameter is not None, name
        day = program.valid_from
        while day <= min(program.valid_until, date(2026, 12, 31)):
            assert parameter.on(day) is not None, (name, day)
            day += timedelta(days=14)
    assert named >= {component.amount for component in program.components if component.amount}


def test_ties_name_programs_that_are_there() -> None:
    codes = {program.code for program in PACKAGED}
    ties = {(p.code, tie.program) for p in PACKAGED for tie in p.excludes}
    assert {other for _, other in ties} | {tie.program for p in PACKAGED for tie in p.expects} <= codes
    assert ties == {
        ("RASTRA", "SEMBAKO"), ("JAMKESDA", "PBI-JK"), ("BLT-DD", "PKH"), ("BLT-DD", "SEMBAKO"), ("ASLUT", "PKH"),
        ("ASPDB", "PKH"), ("ASPD", "PKH-PLUS"),
    }  # fmt: skip
    assert {(p.code, tie.program) for p in PACKAGED for tie in p.expects} == {("PKH", "SEMBAKO")}


def test_pkh_pays_the_four_best_paid_and_two_toddlers() -> None:
    pkh = next(p for p in PACKAGED if p.code == "PKH" and p.valid_from.year == 2025)
    amounts = {
        component.id: parameter.on(date(2026, 8, 1))
        for component in pkh.components
        if (parameter := pkh.parameter(component.amount)) is not None
    }
    assert amounts == {
        "pregnancy": 3000000, "toddler": 3000000, "primary": 900000, "junior_secondary": 1500000,
        "senior_secondary": 2000000, "elderly": 2400000, "severe_disability": 2400000,
    }  # fmt: skip
    assert pkh.limit is not None
    assert pkh.limit.persons == 4
    assert {component.id: component.limit for component in pkh.components if component.limit} == {"toddler": 2}


def test_nothing_is_called_confirmed_that_only_we_say() -> None:
    for tag, confirmed in (("own", False), ("own?", False), ("source:004", True), ("src:GH-misc", True)):
        assert Cited(text="a", tag=tag).confirmed is confirmed
    said = Counter(cited.confirmed for cited in inside(PACKAGED, Cited))
    assert said[False] > 100


def test_the_files_carry_no_number_of_a_person() -> None:
    for program in PACKAGED:
        assert not re.search(r"[0-9]{16}", json.dumps(attrs.asdict(program), default=str))
