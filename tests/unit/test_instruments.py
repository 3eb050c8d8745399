"""The traps between PBDT, Regsosek and DTSEN: one number means several things. Expectations from the field's notes."""

import re
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from slrt_core.errors import Invalid
from slrt_core.model import IdentityClaim
from slrt_core.model.facts import Known
from slrt_core.reasons import Reason
from slrt_core.rules.catalogue import variable_of
from slrt_core.rules.instruments import (
    NAMES,
    Instrument,
    load_instrument,
    read_answers,
    read_instrument,
    roster_closed,
    unread_columns,
)
from slrt_core.rules.rulebook import load_rulebook

VARIABLES = load_rulebook().variables
PBDT, REGSOSEK, DTSEN = (load_instrument(name, VARIABLES) for name in ("PBDT2015", "REGSOSEK2022", "DTSEN"))
Cell = str | int | None


def said(instrument: Instrument, unit: str, **row: Cell) -> dict[str, Known]:
    """What a row says, when nothing is wrong with it."""
    found, reasons = read_answers(instrument, unit, row)
    assert reasons == []
    return found


def wrong(instrument: Instrument, unit: str, **row: Cell) -> tuple[dict[str, Known], list[tuple[str, str]]]:
    found, reasons = read_answers(instrument, unit, row)
    assert all(reason.text.id and reason.text.en for reason in reasons)
    return found, [(reason.path, reason.code) for reason in reasons]


# --- codes that differ between the instruments ---------------------------------------------------


@pytest.mark.parametrize(
    ("code", "pbdt", "later"),
    [
        ("1", "marble", "marble"),
        ("4", "tile", "tile"),
        ("5", "wood", "wood"),
        ("6", "cement", "cement"),
        ("7", "bamboo", "bamboo"),
        ("8", "wood_low", "earth"),
        ("9", "earth", "other"),
        ("10", "other", None),
    ],
)
def test_floor_8_is_low_wood_in_pbdt_and_earth_later(code: str, pbdt: str, later: str | None) -> None:
    assert said(PBDT, "household", lantai=code) == {"floor": pbdt}
    for instrument, column in ((REGSOSEK, "303"), (DTSEN, "jenis_lantai_terluas")):
        found, reasons = read_answers(instrument, "household", {column: code})
        assert found == ({"floor": later} if later else {})
        assert [reason.path for reason in reasons] == ([] if later else [column])


def test_walls_are_the_same_everywhere() -> None:
    expected = ["brick", "plastered_weave", "wood", "bamboo_weave", "log", "bamboo", "other"]
    for instrument, column in ((PBDT, "dinding"), (REGSOSEK, "304"), (DTSEN, "jenis_dinding_terluas")):
        assert [said(instrument, "household", **{column: n})["wall"] for n in range(1, 8)] == expected


def test_roof_5_and_6_are_swapped_between_regsosek_and_dtsen() -> None:
    assert [said(REGSOSEK, "household", **{"305": n})["roof"] for n in (4, 5, 6, 7)] == [
        "asbestos", "wood", "bamboo", "thatch",
    ]  # fmt: skip
    assert [said(DTSEN, "household", jenis_atap_terluas=n)["roof"] for n in (4, 5, 6, 7)] == [
        "asbestos", "bamboo", "wood", "thatch",
    ]  # fmt: skip
    pbdt = [said(PBDT, "household", atap=n)["roof"] for n in range(1, 11)]
    assert pbdt == ["concrete", "tile", "metal", "tile", "asbestos", "zinc", "wood", "bamboo", "thatch", "other"]


def test_drinking_water_is_shifted_by_one_after_piped_water() -> None:
    later = ["bottled", "refill", "piped", "borehole", "protected_well", "unprotected_well", "protected_spring",
             "unprotected_spring", "surface", "rain", "other"]  # fmt: skip
    assert [said(PBDT, "household", sumber_airminum=n)["drinking_water"] for n in range(1, 13)] == [
        *later[:3], "piped", *later[3:],
    ]  # fmt: skip
    for instrument, column in ((REGSOSEK, "306a"), (DTSEN, "sumber_air_minum_utama")):
        assert [said(instrument, "household", **{column: n})["drinking_water"] for n in range(1, 12)] == later
        assert wrong(instrument, "household", **{column: 12}) == ({}, [(column, "instrument-code")])


def test_lighting_asks_for_the_meter_elsewhere_in_pbdt() -> None:
    assert said(PBDT, "household", sumber_penerangan=1, daya=1) == {"lighting": "pln_metered", "power": "450"}
    assert said(PBDT, "household", sumber_penerangan=1, daya=6) == {"lighting": "pln_unmetered", "power": "none"}
    assert said(PBDT, "household", sumber_penerangan=1) == {}
    assert said(PBDT, "household", sumber_penerangan=2) == {"lighting": "other_electric", "power": "none"}
    assert said(PBDT, "household", sumber_penerangan=3) == {"lighting": "none", "power": "none"}
    for instrument, column in ((REGSOSEK, "307a"), (DTSEN, "sumber_penerangan_utama")):
        assert [said(instrument, "household", **{column: n})["lighting"] for n in (1, 2, 3, 4)] == [
            "pln_metered", "pln_unmetered", "other_electric", "none",
        ]  # fmt: skip


def test_a_house_with_several_meters_has_no_one_power() -> None:
    assert said(REGSOSEK, "household", **{"307a": 1, "307b1": 2}) == {"lighting": "pln_metered", "power": "900"}
    assert said(REGSOSEK, "household", **{"307a": 1, "307b1": 2, "307b2": 1}) == {"lighting": "pln_metered"}


def test_cooking_fuel() -> None:
    assert [said(PBDT, "household", bb_masak=n)["cooking_fuel"] for n in range(1, 10)] == [
        "electricity", "gas_large", "gas_3kg", "city_gas", "kerosene", "charcoal", "charcoal", "wood", "none",
    ]  # fmt: skip
    later = ["electricity", "gas_large", "gas_large", "gas_3kg", "city_gas", "city_gas", "kerosene", "charcoal",
             "charcoal", "wood", "other"]  # fmt: skip
    assert [said(REGSOSEK, "household", **{"308": n})["cooking_fuel"] for n in range(1, 13)] == [*later, "none"]
    dtsen = [said(DTSEN, "household", bahan_bakar_utama_memasak=n)["cooking_fuel"] for n in range(12)]
    assert dtsen == ["none", *later]
    assert wrong(DTSEN, "household", bahan_bakar_utama_memasak=12)[1] == [
        ("bahan_bakar_utama_memasak", "instrument-code")
    ]


def test_toilet_bowl_and_sewage() -> None:
    assert [said(PBDT, "household", fasbab=n)["toilet"] for n in (1, 2, 3, 4)] == ["own", "shared", "public", "none"]
    assert [said(PBDT, "household", kloset=n)["toilet_type"] for n in (1, 2, 3, 4)] == [
        "gooseneck", "slope", "open_pit", "none",
    ]  # fmt: skip
    assert [said(PBDT, "household", buang_tinja=n)["sewage"] for n in range(1, 7)] == [
        "septic_tank", "treatment", "pit", "water_body", "field", "other",
    ]  # fmt: skip
    for instrument, toilet, bowl, sewage in (
        (REGSOSEK, "309a", "309b", "310"),
        (DTSEN, "fasilitas_bab", "jenis_kloset", "pembuangan_akhir_tinja"),
    ):
        assert [said(instrument, "household", **{toilet: n})["toilet"] for n in range(1, 7)] == [
            "own", "shared", "communal", "public", "unused", "none",
        ]  # fmt: skip
        assert [said(instrument, "household", **{bowl: n})["toilet_type"] for n in (1, 2, 3, 4)] == [
            "gooseneck", "covered_pit", "slope_open", "open_pit",
        ]  # fmt: skip
        assert [said(instrument, "household", **{sewage: n})["sewage"] for n in range(1, 7)] == [
            "septic_tank", "treatment", "water_body", "pit", "field", "other",
        ]  # fmt: skip
        assert said(instrument, "household", **{toilet: 6}) == {"toilet": "none", "toilet_type": "none"}


def test_only_a_title_says_whose_the_land_is() -> None:
    assert [said(PBDT, "household", sta_lahan=n)["land_ownership"] for n in (1, 2, 3, 4)] == [
        "own", "other", "state", "unspecified",
    ]  # fmt: skip
    assert said(REGSOSEK, "household", **{"301b": 1}) == {"land_ownership": "own"}
    assert said(REGSOSEK, "household", **{"301b": 3}) == {"land_ownership": "other"}
    assert [said(REGSOSEK, "household", **{"301b": n}) for n in (4, 5, 6)] == [{}, {}, {}]


# --- assets --------------------------------------------------------------------------------------

ALTERNATING = [
    ("ada_tabung_gas", "gas_cylinders", 1, 2), ("ada_lemari_es", "refrigerators", 3, 4),
    ("ada_ac", "air_conditioners", 1, 2), ("ada_pemanas", "water_heaters", 3, 4), ("ada_telepon", "landlines", 1, 2),
    ("ada_tv", "televisions", 3, 4), ("ada_laptop", "computers", 3, 4), ("ada_sepeda", "bicycles", 1, 2),
    ("ada_motor", "motorcycles", 3, 4), ("ada_mobil", "cars", 1, 2), ("ada_perahu", "boats", 3, 4),
    ("ada_motor_tempel", "outboards", 1, 2), ("ada_perahu_motor", "motorboats", 3, 4), ("ada_kapal", "ships", 1, 2),
]  # fmt: skip


@pytest.mark.parametrize(("column", "variable", "yes", "no"), ALTERNATING, ids=[case[0] for case in ALTERNATING])
def test_yes_and_no_alternate_between_1_2_and_3_4(column: str, variable: str, yes: int, no: int) -> None:
    """Yes says at least one, not how many: only no is a count."""
    assert said(PBDT, "household", **{column: no}) == {variable: 0}
    assert said(PBDT, "household", **{column: yes}) == {}
    for other in {1, 2, 3, 4} - {yes, no}:
        assert wrong(PBDT, "household", **{column: other}) == ({}, [(column, "instrument-code")])


@pytest.mark.parametrize(
    ("column", "variable", "yes", "no"),
    [
        ("sta_pkh", "participation:PKH", 1, 2),
        ("sta_rastra", "participation:RASTRA", 3, 4),
        ("sta_kur", "participation:KUR", 1, 2),
    ],
)
def test_programs_alternate_too(column: str, variable: str, yes: int, no: int) -> None:
    assert said(PBDT, "household", **{column: yes}) == {variable: "active"}
    assert said(PBDT, "household", **{column: no}) == {variable: "none"}
    for other in {1, 2, 3, 4} - {yes, no}:
        assert wrong(PBDT, "household", **{column: other}) == ({}, [(column, "instrument-code")])


def test_another_house_is_coded_3_and_4_in_pbdt() -> None:
    assert said(PBDT, "household", rumah_lain=3) == {"other_house": True}
    assert said(PBDT, "household", rumah_lain=4) == {"other_house": False}
    assert said(REGSOSEK, "household", kd_rumah_ditempat_lain=2) == {"other_house": False}
    assert wrong(DTSEN, "household", rumah_lainnya=2) == ({}, [("rumah_lainnya", "instrument-doubtful")])


def test_assets_are_counts_in_dtsen() -> None:
    row: dict[str, Cell] = {
        "aset_bergerak_mobil": 2,
        "aset_bergerak_lemari_es": "0",
        "aset_bergerak_emas_perhiasan": "12",
    }
    assert said(DTSEN, "household", **row) == {"cars": 2, "refrigerators": 0, "gold": 12}
    assert said(DTSEN, "household", sawah_kebun="0.25") == {"land": Decimal("0.25")}
    assert said(REGSOSEK, "household", kd_mobil=2) == {"cars": 0}
    assert said(REGSOSEK, "household", kd_mobil=1) == {}


def test_livestock_is_known_when_every_kind_is() -> None:
    row: dict[str, Cell] = {
        "jumlah_sapi": 2,
        "jumlah_kerbau": 0,
        "jumlah_kuda": 0,
        "jumlah_babi": 0,
        "jumlah_kambing": 5,
    }
    assert said(PBDT, "household", **row) == {"livestock": 7}
    assert said(PBDT, "household", **{**row, "jumlah_kuda": None}) == {}


# --- the person ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mask", "held"),
    [
        ("0", ()),
        ("1", ("birth_certificate",)),
        ("2", ("student_card",)),
        ("4", ("ktp",)),
        ("8", ("driving_licence",)),
        ("5", ("birth_certificate", "ktp")),
        ("15", ("birth_certificate", "student_card", "ktp", "driving_licence")),
    ],
)
def test_identity_documents_are_a_bitmask(mask: str, held: tuple[str, ...]) -> None:
    row: dict[str, Cell] = {"Ada_kartu_identitas": mask, "Ada_diKK": 2, "Ada_akta_nikah": 0}
    assert said(PBDT, "individual", **row) == {"identity_documents": held}
    assert said(PBDT, "individual", **{**row, "Ada_diKK": 1})["identity_documents"] == (*held, "kk")


def test_a_set_of_documents_is_known_as_a_whole_or_not_at_all() -> None:
    assert said(PBDT, "individual", Ada_kartu_identitas=4) == {}
    row: dict[str, Cell] = {"Ada_kartu_identitas": 16, "Ada_diKK": 1, "Ada_akta_nikah": 0}
    assert wrong(PBDT, "individual", **row) == ({}, [("Ada_kartu_identitas", "instrument-code")])
    assert REGSOSEK.why_unknown("individual", "identity_documents")


def test_pregnancy_is_no_for_a_man_and_unknown_for_a_girl_who_was_not_asked() -> None:
    assert said(PBDT, "individual", JnsKel=1) == {"sex": "male", "pregnant": False}
    assert said(PBDT, "individual", JnsKel=1, Sta_hamil=0) == {"sex": "male", "pregnant": False}
    assert said(PBDT, "individual", JnsKel=2, Sta_kawin=1) == {"sex": "female", "marital_status": "single"}
    assert said(PBDT, "individual", JnsKel=2, Sta_hamil=0) == {"sex": "female"}
    assert said(PBDT, "individual", JnsKel=2, Sta_hamil=2) == {"sex": "female", "pregnant": False}
    assert said(PBDT, "individual", JnsKel=2, Sta_hamil=1) == {"sex": "female", "pregnant": True}
    assert said(REGSOSEK, "individual", **{"405": 1}) == {"sex": "male", "pregnant": False}


def test_a_pregnant_man_is_a_contradiction_and_neither_is_believed() -> None:
    assert wrong(PBDT, "individual", JnsKel=1, Sta_hamil=1) == (
        {"sex": "male"}, [("Sta_hamil", "instrument-contradiction")],
    )  # fmt: skip


def test_pregnancy_and_nutrition_are_no_variables_of_dtsen() -> None:
    found = said(DTSEN, "individual", jenis_kelamin=2, Sta_hamil=1, hamil=1, id_kondisi_gizi=1)
    assert found == {"sex": "female"}
    for variable in ("pregnant", "nutrition"):
        assert "PKH" in str(DTSEN.why_unknown("individual", variable))


def test_school_is_0_1_2_in_pbdt_and_1_2_3_in_regsosek() -> None:
    assert said(PBDT, "individual", Partisipasi_sekolah=0) == {"school_level": "not_yet"}
    assert said(PBDT, "individual", Partisipasi_sekolah=2, Pendidikan_tertinggi=4) == {"school_level": "left"}
    levels = [
        said(PBDT, "individual", Partisipasi_sekolah=1, Pendidikan_tertinggi=n)["school_level"] for n in range(1, 11)
    ]
    assert levels == ["primary"] * 3 + ["junior_secondary"] * 3 + ["senior_secondary"] * 3 + ["higher"]
    assert said(PBDT, "individual", Partisipasi_sekolah=1) == {}
    assert said(REGSOSEK, "individual", **{"412": 1}) == {"school_level": "not_yet"}
    assert said(REGSOSEK, "individual", **{"412": 2, "413": 3}) == {"school_level": "primary"}
    assert said(REGSOSEK, "individual", **{"412": 3}) == {"school_level": "left"}
    assert wrong(REGSOSEK, "individual", **{"412": 0}) == ({}, [("412", "instrument-code")])
    assert wrong(PBDT, "individual", Partisipasi_sekolah=3) == ({}, [("Partisipasi_sekolah", "instrument-code")])


def test_education_is_the_highest_certificate() -> None:
    assert [said(PBDT, "individual", Ijazah_tertinggi=n)["education"] for n in range(7)] == [
        "none", "primary", "junior_secondary", "senior_secondary", "diploma", "degree", "degree",
    ]  # fmt: skip
    assert said(REGSOSEK, "individual", **{"415": 23}) == {"education": "none"}
    assert said(REGSOSEK, "individual", **{"415": 15}) == {"education": "senior_secondary"}


def test_hours_of_work_are_capped_at_98() -> None:
    assert said(PBDT, "individual", Jumlah_jamkerja=98) == {"work_hours": 98}
    assert said(PBDT, "individual", Sta_Bekerja=2) == {"work_hours": 0, "occupation": "none"}
    assert wrong(PBDT, "individual", Jumlah_jamkerja=99) == ({}, [("Jumlah_jamkerja", "variable-range")])


@pytest.mark.parametrize(("code", "kind"), [("0", "none"), ("1", "physical"), ("2", "sight"), ("8", "multiple")])
def test_disability_is_read_where_the_lists_agree(code: str, kind: str) -> None:
    assert said(PBDT, "individual", Jenis_cacat=code) == {"disability": kind}


@pytest.mark.parametrize("code", ["3", "4", "9", "10", "11", "12"])
def test_disability_is_not_guessed_where_the_lists_differ(code: str) -> None:
    """11 codes in one application, 12 on the form as some recall it: 3 is speech or hearing, the rest is shifted."""
    assert wrong(PBDT, "individual", Jenis_cacat=code) == ({}, [("Jenis_cacat", "instrument-doubtful")])


def test_difficulties_in_functioning_are_no_kind_of_disability() -> None:
    assert said(REGSOSEK, "individual", **{"428a": 1}) == {}
    assert "428" in str(REGSOSEK.why_unknown("individual", "disability"))


def test_chronic_illness_1_is_none_in_regsosek_and_hypertension_in_pbdt() -> None:
    assert [said(PBDT, "individual", Penyakit_kronis=n)["chronic_illness"] for n in range(10)] == [
        "none", "hypertension", "rheumatism", "asthma", "heart", "diabetes", "tuberculosis", "stroke", "cancer",
        "other",
    ]  # fmt: skip
    for instrument, column in ((REGSOSEK, "430"), (DTSEN, "penyakit_kronis")):
        assert [said(instrument, "individual", **{column: n})["chronic_illness"] for n in (1, 2, 9, 10, 18)] == [
            "none", "hypertension", "cancer", "kidney_failure", "other",
        ]  # fmt: skip
        assert wrong(instrument, "individual", **{column: 0})[1] == [(column, "instrument-code")]
    assert wrong(PBDT, "individual", Penyakit_kronis=10)[1] == [("Penyakit_kronis", "instrument-code")]


def test_no_record_of_nutrition_does_not_say_well_fed() -> None:
    assert said(REGSOSEK, "individual", **{"427": 2}) == {"nutrition": "stunting"}
    assert said(REGSOSEK, "individual", **{"427": 3}) == said(REGSOSEK, "individual", **{"427": 8}) == {}


def test_officials_are_status_5_and_their_line_of_business_is_not_asked_for() -> None:
    assert said(PBDT, "individual", Status_pekerjaan=5) == {"occupation": "civil_servant"}
    assert said(PBDT, "individual", Status_pekerjaan=1, Lapangan_usaha=1) == {"occupation": "farmer"}
    assert said(PBDT, "individual", Status_pekerjaan=1, Lapangan_usaha=4) == {"occupation": "fisher"}
    assert said(REGSOSEK, "individual", **{"418": 1, "417": 4}) == {"occupation": "fisher"}
    assert said(REGSOSEK, "individual", **{"418": 1, "417": 5}) == {"occupation": "farmer"}
    assert wrong(PBDT, "individual", Status_pekerjaan=1, Lapangan_usaha=22) == (
        {}, [("Lapangan_usaha", "instrument-code")],
    )  # fmt: skip


def test_the_relation_is_to_the_head_of_the_family_not_of_the_household() -> None:
    assert said(PBDT, "individual", Hub_KRT=8, Hubkel=1) == {"relation": "head"}
    assert said(PBDT, "individual", Hub_KRT=1) == {}


def test_who_died_before_the_visit() -> None:
    assert [said(PBDT, "individual", Sta_keberadaan_art=n).get("deceased") for n in range(1, 7)] == [
        False, True, None, False, None, None,
    ]  # fmt: skip
    assert [said(REGSOSEK, "individual", **{"404": n}).get("deceased") for n in range(1, 7)] == [
        False, True, None, None, False, None,
    ]  # fmt: skip


# --- numbers and places --------------------------------------------------------------------------


@pytest.mark.parametrize(("percentile", "decile"), [(1, 1), (10, 1), (11, 2), (40, 4), (41, 5), (100, 10)])
def test_a_percentile_becomes_the_decile_it_lies_in(percentile: int, decile: int) -> None:
    assert said(PBDT, "household", percentile=percentile) == {"decile": decile}


@pytest.mark.parametrize("percentile", ["0", "101", "12.5", "-3"])
def test_what_is_no_percentile_is_told(percentile: str) -> None:
    assert wrong(PBDT, "household", percentile=percentile) == ({}, [("percentile", "instrument-percentile")])


def test_the_district_decile_is_not_the_national_one() -> None:
    assert said(DTSEN, "household", desil_nasional_keluarga=3) == {"decile": 3}
    assert said(DTSEN, "household", desil_kabupaten=3, desil=3) == {}
    assert wrong(DTSEN, "household", desil_nasional_keluarga=11)[1] == [("desil_nasional_keluarga", "variable-range")]


def test_bps_and_kemendagri_codes_have_ten_digits_and_are_never_taken_for_each_other() -> None:
    assert wrong(PBDT, "household", b1_k4b="6112010001") == ({}, [("b1_k4b", "instrument-region")])
    assert wrong(DTSEN, "household", kode_desa="6112012001") == ({}, [("kode_desa", "instrument-region")])
    assert said(DTSEN, "household", kode_desa="61.12.01.2001") == {"region": "61.12.01.2001"}
    assert wrong(DTSEN, "household", kode_desa="61.12.010.001") == ({}, [("kode_desa", "region-code-dots")])


def test_a_nik_may_be_of_another_regency_than_the_village() -> None:
    """Kubu Raya split off in 2007: older residents carry the parent regency's prefix, and others came from afar."""
    for number in ("6104014101850001", "3404010101900002"):
        found = said(DTSEN, "individual", nomor_induk_kependudukan=number)
        claim = found["nik"]
        assert isinstance(claim, IdentityClaim)
        assert (claim.state, claim.clear) == ("well_formed", number)


def test_a_nik_that_a_spreadsheet_shortened_is_told() -> None:
    column = "nomor_induk_kependudukan"
    assert wrong(DTSEN, "individual", **{column: "6.11201E+15"}) == ({}, [(column, "instrument-shortened")])


def test_an_idbdt_of_sixteen_digits_is_no_nik() -> None:
    assert said(PBDT, "individual", IDBDT="6112012001000123", IDARTBDT="611201200100012301") == {}
    assert said(PBDT, "household", IDBDT="6112012001000123") == {}
    assert PBDT.keys["household"] == ("IDBDT", "idbdt")


@pytest.mark.parametrize(
    ("status", "central", "deceased"),
    [
        ("DTSEN AKTIF", "listed", None),
        ("DTSEN AKTIF - ASESMEN MENINGGAL", "listed", True),
        ("AKTIF - ASESMEN MENINGGAL", "listed", True),
        ("NONAKTIF", "removed", None),
        ("DTSEN NONAKTIF", "removed", None),
    ],
)
def test_the_status_in_dtsen(status: str, central: str, deceased: bool | None) -> None:
    assert said(DTSEN, "household", status_dtsen=status) == {"central_status": central}
    assert said(DTSEN, "individual", status_dtsen=status) == ({} if deceased is None else {"deceased": deceased})


def test_a_survey_knows_who_received_not_who_takes_part() -> None:
    assert said(REGSOSEK, "family", kd_pkh=2) == {"participation:PKH": "none"}
    assert said(REGSOSEK, "family", kd_pkh=1) == {}


def test_an_age_is_no_birth_date() -> None:
    assert said(PBDT, "individual", Umur=40) == {}
    assert said(DTSEN, "individual", tanggal_lahir="1986-02-28") == {"birth_date": date(1986, 2, 28)}
    assert wrong(DTSEN, "individual", tanggal_lahir="28/02/1986") == ({}, [("tanggal_lahir", "instrument-date")])
    assert wrong(DTSEN, "individual", tanggal_lahir="1986-02-30") == ({}, [("tanggal_lahir", "instrument-date")])


# --- the unit and its roster ---------------------------------------------------------------------


def test_the_unit_is_a_kitchen_in_pbdt_and_a_family_card_in_dtsen() -> None:
    assert (PBDT.unit, REGSOSEK.unit, DTSEN.unit) == ("household", "family", "family")
    assert DTSEN.keys["family"] == ("nomor_kartu_keluarga", "no_kk")
    assert "household" not in DTSEN.keys


def test_a_roster_is_closed_by_declaration_or_by_what_the_row_says() -> None:
    assert roster_closed(PBDT, "household", {})
    assert not roster_closed(PBDT, "household", {"hasil_verivali": 4})
    assert not roster_closed(PBDT, "household", {"hasil_verivali": 1, "HASIL_VERIVALI": 2})
    assert not roster_closed(PBDT, "household", {"hasil_verivali": 9})
    assert not roster_closed(PBDT, "family", {})
    assert roster_closed(REGSOSEK, "family", {"205": "1"})
    assert not roster_closed(REGSOSEK, "family", {"205": "2"})
    assert not roster_closed(DTSEN, "household", {})
    assert roster_closed(DTSEN, "household", {"keluarga_dalam_rumah": 1})
    assert not roster_closed(DTSEN, "household", {"keluarga_dalam_rumah": 2})
    assert roster_closed(DTSEN, "family", {})
    assert not roster_closed(DTSEN, "individual", {})


# --- rows in general -----------------------------------------------------------------------------


def test_cells_are_read_however_they_are_written() -> None:
    for cell in ("9", "09", " 9 ", 9):
        assert said(PBDT, "household", LANTAI=cell) == {"floor": "earth"}
    for nothing in ("", "  ", None):
        assert said(PBDT, "household", lantai=nothing) == {}
    assert said(PBDT, "household", b3_k3=9) == said(PBDT, "household", b3_k3=9, lantai="09") == {"floor": "earth"}


@pytest.mark.parametrize("cell", ["9.0", "tanah", "-1", "99", "9;8"])
def test_a_code_that_is_not_on_the_list_is_told_and_never_guessed(cell: str) -> None:
    assert wrong(PBDT, "household", lantai=cell, dinding=1) == ({"wall": "brick"}, [("lantai", "instrument-code")])


def test_two_names_of_one_column_that_disagree() -> None:
    assert wrong(PBDT, "household", lantai=9, b3_k3=8) == ({}, [("lantai", "instrument-contradiction")])
    assert wrong(PBDT, "household", lantai=9, LANTAI=8) == ({}, [("LANTAI", "instrument-contradiction")])


@pytest.mark.parametrize("instrument", [PBDT, REGSOSEK, DTSEN], ids=NAMES)
@pytest.mark.parametrize("cell", ["²", "٣", "x" * 500, "-", "1e5", "NaN", "\x00", "9" * 40, 10**30, 7.0, True])
def test_no_cell_however_odd_stops_a_row_or_becomes_an_answer(instrument: Instrument, cell: Any) -> None:
    free = {"text", "nik", "no_kk"}  # taken word for word
    for unit, answers in instrument.answers.items():
        for variable, answer in answers.items():
            columns = answer.columns or tuple(part.columns[0] for part in answer.parts)
            found, reasons = read_answers(instrument, unit, dict.fromkeys(columns, cell))
            assert reasons or answer.how in free
            assert variable not in found or answer.how in free


def test_a_cell_that_looks_like_an_identity_number_is_not_repeated() -> None:
    _, reasons = read_answers(PBDT, "household", {"lantai": "6112014101850001"})
    assert "6112014101850001" not in str(reasons)
    assert [reason.path for reason in reasons] == ["lantai"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("72.5.", "instrument-number"),
        ("luas", "instrument-number"),
        ("72.55", "variable-scale"),
        ("20000", "variable-range"),
    ],
)
def test_numbers_are_exact(cell: str, code: str) -> None:
    assert (
        said(PBDT, "household", luas_lantai="72.5")
        == said(PBDT, "household", luas_lantai="72,5")
        == {"floor_area": Decimal("72.5")}
    )
    assert wrong(PBDT, "household", luas_lantai=cell) == ({}, [("luas_lantai", code)])


def test_columns_that_nobody_reads_are_named_with_a_near_one() -> None:
    found = unread_columns(PBDT, ["lantai", "LANTAI", "latnai", "warna_cat"])
    assert [reason.path for reason in found] == ["latnai", "warna_cat"]
    assert "lantai" in found[0].text.id


# --- the files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("unit", ["household", "family", "individual"])
def test_every_variable_is_answered_or_said_to_stay_unknown(name: str, unit: str) -> None:
    instrument = load_instrument(name, VARIABLES)
    answered = {variable.partition(":")[0] for variable in instrument.answers.get(unit, {})}
    wanted = {variable for variable, v in VARIABLES.items() if v.unit in {unit, "any"}} - answered
    assert {variable for variable in wanted if instrument.why_unknown(unit, variable) is None} == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_has_a_basis(name: str) -> None:
    instrument = load_instrument(name, VARIABLES)
    assert [v for answers in instrument.answers.values() for v, a in answers.items() if not a.basis] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_code_of_every_answer_is_read(name: str) -> None:
    """Each code alone: it gives a value of the catalogue, or stays unknown with or without a reason."""
    instrument = load_instrument(name, VARIABLES)
    for unit, answers in instrument.answers.items():
        for variable, answer in answers.items():
            for code, value in answer.codes.items():
                found = said(instrument, unit, **{answer.columns[0]: code})
                kept = found[variable]
                assert (str(kept).lower() if isinstance(kept, bool) else str(kept)) == value
                entry = variable_of(VARIABLES, variable)
                assert entry is not None
            for code in answer.silent:
                assert variable not in said(instrument, unit, **{answer.columns[0]: code})
            for code in answer.doubtful:
                assert [c for _, c in wrong(instrument, unit, **{answer.columns[0]: code})[1]] == [
                    "instrument-doubtful"
                ]


PBDT_TEXT = (resources.files("slrt_core.rules.instruments") / "pbdt2015.toml").read_text(encoding="utf-8")
QUOTED = re.sub(r"(?<=[{,] )([0-9]+) = ", r'"\1" = ', PBDT_TEXT)  # as TOML allows
FLOOR = "pbdt2015.toml:answers.household.floor"
DOCUMENTS = "pbdt2015.toml:answers.individual.identity_documents"


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        (
            "[answers.household.floor]",
            "[answers.household.floorr]",
            "pbdt2015.toml:answers.household.floorr",
            "rulebook-unknown",
        ),
        ("[answers.household.floor]", "[answers.houshold.floor]", "pbdt2015.toml:answers.houshold", "rulebook-unknown"),
        ("[answers.household.floor]", "[answers.family.floor]", "pbdt2015.toml:answers.family.floor", "variable-unit"),
        ('"9" = "earth"', '"9" = "erth"', f"{FLOOR}.codes.9", "rulebook-unknown"),
        ('columns = ["lantai", "b3_k3"]', 'columnz = ["lantai", "b3_k3"]', f"{FLOOR}.columnz", "rulebook-unknown"),
        ('columns = ["lantai", "b3_k3"]\n', "", f"{FLOOR}.columns", "rulebook-missing"),
        ('columns = ["lantai", "b3_k3"]', 'columns = "lantai"', f"{FLOOR}.columns", "rulebook-value"),
        ('"9" = "earth"', '"9" = 9', f"{FLOOR}.codes.9", "rulebook-value"),
        (
            'columns = ["lantai", "b3_k3"]',
            'columns = ["lantai", "b3_k3"]\nsilent.9 = { id = "x", en = "x" }',
            f"{FLOOR}.silent.9",
            "instrument-twice",
        ),
        (
            'columns = ["lantai", "b3_k3"]',
            'columns = ["lantai", "b3_k3"]\nby = ["daya"]',
            f"{FLOOR}.by",
            "instrument-by",
        ),
        (
            'columns = ["lantai", "b3_k3"]',
            'columns = ["lantai", "b3_k3"]\nhow = "number"',
            f"{FLOOR}.how",
            "instrument-type",
        ),
        (
            'columns = ["lantai", "b3_k3"]',
            'columns = ["lantai", "b3_k3"]\nhow = "count"',
            f"{FLOOR}.how",
            "rulebook-unknown",
        ),
        ('"4" = ["ktp"]', '"3" = ["ktp"]', f"{DOCUMENTS}.parts.0.codes.3", "instrument-mask"),
        ('"4" = ["ktp"]', '"4" = ["kpt"]', f"{DOCUMENTS}.parts.0.codes.4", "rulebook-unknown"),
        ('regions = "bps"', 'regions = "bsp"', "pbdt2015.toml:regions", "rulebook-unknown"),
        ("[roster.family]", "[roster.famili]", "pbdt2015.toml:roster.famili", "rulebook-unknown"),
        (
            'variables = ["birth_date"]',
            'variables = ["birthdate"]',
            "pbdt2015.toml:unknown.5.birthdate",
            "rulebook-unknown",
        ),
        ('variables = ["birth_date"]', 'variables = ["sex"]', "pbdt2015.toml:unknown.5.sex", "instrument-twice"),
        ('code = "PBDT2015"', 'code = = "PBDT2015"', "pbdt2015.toml:3:8", "rulebook-syntax"),
    ],
)
def test_a_mistake_in_the_file_has_its_place(old: str, new: str, place: str, code: str) -> None:
    assert old in QUOTED
    found = _problems(QUOTED.replace(old, new, 1))
    assert (place, code) in [(reason.path, reason.code) for reason in found]
    assert all(reason.text.id and reason.text.en for reason in found)


def _problems(text: str) -> list[Reason]:
    with pytest.raises(Invalid) as error:
        read_instrument("pbdt2015.toml", text, VARIABLES)
    return list(error.value.reasons)


def test_there_is_no_such_instrument() -> None:
    with pytest.raises(Invalid) as error:
        load_instrument("PBDT2016")
    assert error.value.codes == ("rulebook-unknown",)
    assert load_instrument("DTSEN").code == "DTSEN"
