"""Invented names from short lists of common ones, and invented numbers that no office gives out."""

from __future__ import annotations

from datetime import date
from random import Random

__all__ = ["FAMILY_NAMES", "MEN", "STREETS", "WOMEN", "card_number", "full_name", "person_number", "phone_number"]

WOMEN = (
    "Siti", "Sri", "Dewi", "Ratna", "Nur", "Wahyuni", "Lestari", "Yuliana", "Endang", "Rina", "Kartini", "Maya",
    "Fitri", "Ani", "Sulastri", "Murni", "Hasnah", "Rosmini", "Tuti", "Wati", "Aminah", "Halimah", "Indah", "Puji",
)  # fmt: skip
MEN = (
    "Budi", "Agus", "Slamet", "Joko", "Ahmad", "Hasan", "Supri", "Wahyu", "Eko", "Bambang", "Rudi", "Yanto",
    "Dedi", "Hendra", "Iwan", "Suparno", "Amir", "Daeng", "Syarif", "Tono", "Usman", "Yusuf", "Anton", "Bayu",
)  # fmt: skip
FAMILY_NAMES = (
    "Santoso", "Wibowo", "Hidayat", "Saputra", "Rahman", "Setiawan", "Nugroho", "Kurniawan", "Susanto", "Pratama",
    "Utami", "Handayani", "Rahayu", "Suryani", "Maulana", "Firmansyah", "Hakim", "Siregar", "Wijaya", "Gunawan",
    "Mulyani", "Permata", "Anggraini", "Yulianto", "Basri", "Tanjung", "Ismail", "Arifin", "Sanusi", "Purnomo",
)  # fmt: skip
STREETS = ("Melati", "Mawar", "Kenanga", "Cempaka", "Anggrek", "Kamboja", "Flamboyan", "Teratai", "Bakung", "Dahlia")


def full_name(rng: Random, sex: str) -> str:
    """A given name and a family name."""
    return f"{rng.choice(WOMEN if sex == 'female' else MEN)} {rng.choice(FAMILY_NAMES)}"


def person_number(rng: Random, area: str, born: date, sex: str) -> str:
    """A NIK in the right shape: area, birth date (40 added to a woman's day), and a serial beginning with 9.

    Serials are given out from 0001 on within one area and birth date, so that none begins with 9.
    """
    day = born.day + (40 if sex == "female" else 0)
    return f"{area}{day:02d}{born:%m%y}9{rng.randrange(1000):03d}"


def card_number(rng: Random, area: str, issued: date) -> str:
    """A No. KK in the right shape: area, date of issue, and a serial beginning with 9."""
    return f"{area}{issued:%d%m%y}9{rng.randrange(1000):03d}"


def phone_number(rng: Random) -> str:
    """A telephone number in the range of free calls, which no household has."""
    return f"0800-9{rng.randrange(100):02d}-{rng.randrange(10000):04d}"
