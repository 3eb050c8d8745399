"""Determinations in words: for all households of the vectors, in both languages, without a word of the machine."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve

from slrt_core.model.criteria import Cited, Clause
from slrt_core.model.determinations import Determination, Finding, Missing, Used, Verdict
from slrt_core.model.facts import UNKNOWN, Fact, Value
from slrt_core.model.parameters import Per
from slrt_core.model.registry import Family, Household, Individual, UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.eligibility import Names, Words, detailed, names_of, question, tell, verdict_line
from slrt_core.rules.eligibility.phrasing import amount, rupiah, sources
from slrt_core.rules.eligibility.wording import QUIET, _wording, fact
from slrt_core.rules.programs import default_programs
from slrt_core.rules.rulebook import load_rulebook
from tests.criteria.test_vectors import VECTORS, determined
from tests.criteria.told import PROGRAMS, TODAY, household, person, told, words_for
from tests.vectors.loading import Vector

VARIABLES = load_rulebook().variables
ID, EN = Words(variables=VARIABLES, programs=PROGRAMS), Words(variables=VARIABLES, programs=PROGRAMS, language="en")
CODE_LIKE = re.compile(r"[a-z0-9]+_[a-z0-9_]+|\b[fh]\d+(m\d+)?\b|\b[a-f0-9]{32,}\b|\b\d\d\.\d\d\.|==|&&|\|\||UNKNOWN")
IN_INDONESIAN_ONLY = re.compile(
    r"\b(unlisted|proposed|listed|refused|removed|active|suspended|candidate|primary|secondary|widowed|earth|rented)\b"
)
VERDICTS = {
    Verdict.YES: ("berhak atas", "is entitled to"),
    Verdict.NO: ("tidak berhak atas", "is not entitled to"),
    Verdict.UNKNOWN: ("dapat dipastikan", "is not known yet"),
}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v.program}: {v.name}")
def test_everything_can_be_told_in_both_languages(vector: Vector) -> None:
    """The verdict stands in the first line; no id, no code, no operator is ever read aloud."""
    found = determined(vector)
    program = next(
        p for p in default_programs() if p.code == vector.program and p.valid_from <= found.as_of <= p.valid_until
    )
    for words in (words_for(vector.subject["household"], "id"), words_for(vector.subject["household"], "en")):
        text = tell(found, words, program)
        first = text.split("\n")[0]
        assert VERDICTS[found.verdict][words.language == "en"] in first
        assert not CODE_LIKE.search(text), text
        assert "  -  " not in text
        assert ".." not in text
        if words.language == "id":
            assert not IN_INDONESIAN_ONLY.search(text), text
        if found.verdict is Verdict.UNKNOWN:
            assert re.search(r"^- .*\?( \(.*\))?$", text, re.MULTILINE)
        json.dumps(detailed(found))


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_every_variable_can_be_asked_for(name: str) -> None:
    """Also of one that a district adds: by its label."""
    variable = VARIABLES[name]
    kind = UnitKind.HOUSEHOLD if variable.unit == "any" else UnitKind(variable.unit)
    missing = Missing(unit="x", kind=kind, variable=f"{name}:PKH" if variable.keyed else name)
    for words in (ID, EN):
        asked = question(missing, words)
        assert "?" in asked
        assert "{" not in asked
        assert not CODE_LIKE.search(asked)
    assert question(missing, ID) != question(missing, EN)


def test_each_word_for_a_variable_is_of_one_that_there_is() -> None:
    assert set(_wording()) <= set(VARIABLES)
    for name, entry in _wording().items():
        of_answers = {"yes", "no"} if VARIABLES[name].type == "bool" else {"told", "none", *VARIABLES[name].labels}
        assert "ask" in entry
        assert set(entry) - {"ask", "said"} <= of_answers, name


@pytest.mark.parametrize("name", sorted({name for name in _wording() if VARIABLES[name].type == "code"} - QUIET))
def test_every_coded_answer_is_a_sentence(name: str) -> None:
    """A list of what the record holds is no way to speak to people."""
    variable = VARIABLES[name]
    kind = UnitKind.HOUSEHOLD if variable.unit == "any" else UnitKind(variable.unit)
    stated = f"{name}:PKH" if variable.keyed else name
    for code, label in variable.labels.items():
        for words in (ID, EN):
            said = fact(used(stated, code, kind), words, TODAY)
            assert not said.startswith(f"{words.text(variable.label)}:")
            assert "{" not in said
            if words.text(label) in {"lainnya", "other", "tidak ada", "none"}:
                assert not said.endswith(words.text(label)), said


def test_what_expressions_may_name_is_asked_in_words_of_its_own() -> None:
    """No question is put together from a label: of every variable of criteria somebody wrote it down."""
    named = {name for unit in load_rulebook().schema.units.values() for name in unit.fields} & set(VARIABLES)
    assert named == set(_wording())
    yes_or_no = {name for name in named if VARIABLES[name].type == "bool"}
    assert all({"yes", "no"} <= set(_wording()[name]) for name in yes_or_no)


def test_of_the_same_person_is_said_once() -> None:
    stated = used("citizen", True, UnitKind.INDIVIDUAL)
    assert fact(stated, ID, TODAY, again=True) == "warga negara Indonesia"
    assert fact(stated, EN, TODAY, again=True) == "is an Indonesian citizen"


def test_a_family_is_asked_for_its_members_and_a_house_for_who_lives_there() -> None:
    family = Missing(unit="f", kind=UnitKind.FAMILY, variable="members", roster=True)
    assert question(family, ID) == "Adakah anggota keluarga ini yang belum tercatat?"
    assert question(evolve(family, kind=UnitKind.HOUSEHOLD), EN) == (
        "Does anybody else live here who is not on record yet?"
    )


def test_the_group_that_would_name_a_social_problem_is_not_read_aloud() -> None:
    """Which of several clauses on one quiet answer is met tells the answer; where it is from is still said."""
    home = household(person("Budi", date(2000, 1, 1), social_categories=frozenset({"korban_napza"})))
    indonesian, english = told("ATENSI", home, "id"), told("ATENSI", home, "en")
    assert "napza" not in indonesian.lower()
    assert "drug" not in english
    assert "pilihan kami (belum dikonfirmasi)" in indonesian
    assert "our choice (not confirmed)" in english


def test_a_clause_that_no_document_confirms_is_told_so_where_clauses_are_summed_up() -> None:
    """Also in the line of what is met and no longer matters."""
    vector = next(v for v in VECTORS if (v.program, v.name) == ("ASPD", "neither severely disabled nor bedridden"))
    text = tell(determined(vector), words_for(vector.subject["household"], "id"))
    assert "; KTP atau Kartu Keluarganya dari Jawa Timur (sumber belum dikonfirmasi);" in text
    assert "; tidak tinggal di panti;" in text


def used(variable: str, value: Value, kind: UnitKind = UnitKind.HOUSEHOLD, *, roster: bool = False) -> Used:
    return Used(unit="x", kind=kind, variable=variable, value=value, roster=roster)


@pytest.mark.parametrize(
    ("stated", "indonesian", "english"),
    [
        (used("monthly_income", 900_000), "pendapatan rumah tangga ini Rp900.000 sebulan",
         "the income of this household is Rp900,000 a month"),
        (used("floor_area", 725), "luas lantainya 72,5 m²", "the floor measures 72.5 m²"),
        (used("farmed_land", 50, UnitKind.INDIVIDUAL), "orang ini menggarap 0,5 ha", "this person farms 0.5 ha"),
        (used("floor", "earth"), "lantainya dari tanah", "the floor is of earth"),
        (used("other_house", False), "rumah tangga ini tidak punya rumah lain", "this household owns no other house"),
        (used("decile", UNKNOWN), "belum diketahui: desil rumah tangga ini",
         "not known yet: decile of this household"),
        (used("decile", 3), "menurut data pusat rumah tangga ini masuk desil 3 (1 paling miskin, 10 paling mampu)",
         "by the central data this household is in decile 3 (1 is the poorest, 10 the best off)"),
        (used("pregnant", UNKNOWN, UnitKind.INDIVIDUAL), "belum diketahui apakah orang ini sedang hamil",
         "it is not known yet whether this person is pregnant"),
        (used("pregnant", True, UnitKind.INDIVIDUAL), "orang ini sedang hamil", "this person is pregnant"),
        (used("housing_aid_date", date(2014, 8, 9)), "bantuan perumahan terakhir pada 9 Agustus 2014",
         "the last help with the house was on 9 August 2014"),
        (used("birth_date", date(1956, 3, 2), UnitKind.INDIVIDUAL), "orang ini lahir 2 Maret 1956 (umur 69 tahun)",
         "this person was born 2 March 1956 (69 years old)"),
        (used("birth_date", date(2025, 7, 15), UnitKind.INDIVIDUAL), "orang ini lahir 15 Juli 2025 (umur 7 bulan)",
         "this person was born 15 July 2025 (7 months old)"),
        (used("school_level", "primary", UnitKind.INDIVIDUAL), "orang ini bersekolah di SD/sederajat",
         "this person is in primary school"),
        (used("school_level", "left", UnitKind.INDIVIDUAL), "orang ini tidak bersekolah lagi",
         "this person is no longer at school"),
        (used("school_level", UNKNOWN, UnitKind.INDIVIDUAL), "belum diketahui: jenjang sekolah orang ini",
         "not known yet: school level of this person"),
        (used("identity_documents", ("kk", "ktp"), UnitKind.INDIVIDUAL),
         "orang ini punya kartu keluarga, KTP", "this person has: family card (KK), identity card (KTP)"),
        (used("identity_documents", (), UnitKind.INDIVIDUAL),
         "orang ini tidak punya dokumen kependudukan", "this person has no identity papers"),
        (used("participation:PKH", "active", UnitKind.FAMILY),
         "keluarga ini peserta aktif Program Keluarga Harapan",
         "this family takes part in “Family Hope Programme”"),
        (used("members", 4, roster=True), "tercatat 4 orang", "4 persons on record"),
        (used("members", 0, roster=True), "tidak seorang pun tercatat", "nobody is on record"),
        (used("birth_date", date(2026, 2, 10), UnitKind.INDIVIDUAL),
         "orang ini lahir 10 Februari 2026 (umur kurang dari sebulan)",
         "this person was born 10 February 2026 (less than a month old)"),
        (used("members", UNKNOWN, roster=True), "belum pasti semua orang sudah tercatat",
         "it is not certain that everybody is on record"),
        (used("region", "61.12.01.2001"), "desa/kelurahan: tercatat", "village: on record"),
    ],
)  # fmt: skip
def test_facts_are_told_with_their_labels(stated: Used, indonesian: str, english: str) -> None:
    assert fact(stated, ID, TODAY) == indonesian
    assert fact(stated, EN, TODAY) == english


def test_a_place_is_told_by_its_name() -> None:
    words = evolve(ID, places={"61.12.01.2001": "Rasau Jaya"})
    assert fact(used("region", "61.12.01.2001"), words, TODAY) == "rumah tangga ini tinggal di Rasau Jaya"


@pytest.mark.parametrize(("variable", "value"), [("chronic_illness", "hiv_aids"), ("social_categories", ("odha",))])
def test_an_illness_is_not_named_at_the_door(variable: str, value: Value) -> None:
    """Neighbours hear what is read aloud: that there is an answer is enough."""
    stated = used(variable, value, UnitKind.INDIVIDUAL)
    assert fact(stated, ID, TODAY).endswith(": tercatat")
    assert fact(stated, EN, TODAY).endswith(": on record")


def test_numbers_are_written_as_each_language_does() -> None:
    assert rupiah(3_000_000, ID) == "Rp3.000.000"
    assert rupiah(3_000_000, EN) == "Rp3,000,000"
    assert amount(300_000, Per.MONTH, ID) == "Rp300.000 sebulan"
    assert amount(450_000, Per.TERM, EN) == "Rp450,000 each school term"


def test_how_many_share_a_house_is_told_with_its_size() -> None:
    vector = next(v for v in VECTORS if v.name == "six persons on 4.5 million, with SKTM")
    text = tell(determined(vector), words_for(vector.subject["household"], "en"))
    assert "The parents of member 1 earn Rp4,500,000 a month; 6 persons on record." in text


def test_an_unconfirmed_source_is_told_as_such() -> None:
    law, guess = Cited(text="Permensos 1/2018", tag="src:x"), Cited(text="ingatan kami", tag="own?", en="our memory")
    assert sources((guess,), ID) == "Dasar (sumber belum dikonfirmasi): ingatan kami"
    assert sources((guess,), EN) == "Basis (source not confirmed): our memory"
    assert sources((guess, law), ID) == "Dasar: Permensos 1/2018; ingatan kami (belum dikonfirmasi)"
    assert sources((law,), EN) == "Basis: Permensos 1/2018"
    assert sources((), EN) == ""


def test_what_is_assumed_is_told() -> None:
    """An answer that nobody gave is never told as a fact."""
    found = a_determination(used("other_house", UNKNOWN))
    assert "Ini dianggap demikian: jawabannya belum ada." in tell(found, ID)
    assert "This is assumed: nobody has given the answer." in tell(found, EN)
    assert detailed(found)["finding"]["assumed"] is True


def test_where_no_single_answer_decides_all_that_is_open_is_asked() -> None:
    found = evolve(a_determination(used("members", UNKNOWN, roster=True)), verdict=Verdict.UNKNOWN)
    found = evolve(found, finding=evolve(found.finding, verdict=Verdict.UNKNOWN))
    assert "- Adakah orang lain yang tinggal di sini dan belum tercatat?" in tell(found, ID)
    assert "- Does anybody else live here who is not on record yet?" in tell(found, EN)


def test_who_may_see_no_names_hears_numbers() -> None:
    text = told("PKH", household(person("Rahasia", date(1990, 1, 1)), person("Budi", date(2023, 1, 1))), "id")
    assert "Anggota ke-2 lahir 1 Januari 2023" in text
    assert "ahasia" not in text
    assert "budi" not in text.lower()


def test_a_range_of_money_says_what_is_certain() -> None:
    home = household(
        person("Ani", date(1990, 1, 1), pregnant=None), person("Rina", date(2016, 8, 10), school_level="primary")
    )
    assert "Besarnya: paling sedikit Rp900.000 setahun, paling banyak Rp3.900.000 setahun" in told("PKH", home, "id")
    assert "How much: at least Rp900,000 a year, and up to Rp3,900,000 a year" in told("PKH", home, "en")


def test_a_family_of_several_is_told_apart() -> None:
    words = evolve(ID, names=Names(families={"f1": 1, "f2": 2}))
    found = evolve(a_determination(used("decile", 1)), unit="f2", kind=UnitKind.FAMILY)
    assert verdict_line(found, words).startswith("Keluarga ke-2 berhak atas Program X")


def test_names_come_from_the_record_as_the_reader_sees_it() -> None:
    family = Family(
        id="f",
        members=(
            individual("a", name="Sari", sex="female", birth_date=date(1980, 1, 1), relation="spouse"),
            individual("b", name="Joko", sex="male", birth_date=date(1979, 1, 1), relation="head"),
            individual("c", name="Budi", sex="male", birth_date=date(2015, 1, 1), relation="child"),
            individual("d"),
            individual("e", name="Wati", deceased=True),
        ),
    )
    home = Household(id="h", families=(family,))
    names = names_of(home, TODAY)
    assert names.said == {"a": "Bu Sari", "b": "Pak Joko", "c": "Budi", "f": "Pak Joko", "h": "Pak Joko"}
    assert names.of("f", UnitKind.FAMILY) == Text("keluarga Pak Joko", "the family of Pak Joko")
    assert names.of("h", UnitKind.HOUSEHOLD) == Text("rumah tangga Pak Joko", "the household of Pak Joko")
    assert names.of("d", UnitKind.INDIVIDUAL) == Text("anggota ke-4", "member 4")
    hidden = names_of(home, TODAY, show=False)
    assert not hidden.said
    assert hidden.of("a", UnitKind.INDIVIDUAL) == Text("anggota ke-1", "member 1")


def individual(unit: str, **values: Any) -> Individual:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    facts = {
        name: Fact(unit=unit, variable=name, value=value, valid_from=TODAY, recorded_at=at, source="visit")
        for name, value in values.items()
    }
    return Individual(id=unit, facts=facts)


def a_determination(hangs_on: Used) -> Determination:
    finding = Finding(
        clause=Clause(
            id="x",
            label=Text("syarat", "a condition"),
            basis=(Cited(text="dasar", tag="src:x"),),
            text="…",
        ),
        verdict=Verdict.YES,
        used=(hangs_on,),
    )
    return Determination(
        program="X",
        name=Text("Program X", "Program X"),
        unit="x",
        kind=UnitKind.HOUSEHOLD,
        household="x",
        as_of=TODAY,
        verdict=Verdict.YES,
        finding=finding,
    )
