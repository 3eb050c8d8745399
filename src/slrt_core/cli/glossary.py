"""The words of the field, for the rulebook's page. What a word means here is the project's reading of the sources."""

from __future__ import annotations

from slrt_core.reasons import Text

__all__ = ["GLOSSARY"]

GLOSSARY = (
    (
        Text("SLRT", "SLRT"),
        Text(
            "Sistem Layanan dan Rujukan Terpadu: menemukan kebutuhan dan keluhan warga miskin dan rentan, "
            "menghubungkannya dengan program, dan mengikuti rujukan sampai selesai.",
            "The integrated service and referral system: finds what poor and vulnerable households need and complain "
            "of, connects them with programs, and follows each referral to its end.",
        ),
    ),
    (
        Text("rumah tangga, keluarga, individu", "household, family, individual"),
        Text(
            "Tiga satuan: satu rumah tangga berisi satu atau lebih keluarga, keluarga berisi anggotanya.",
            "Three units: a household holds one or more families, a family its members.",
        ),
    ),
    (
        Text("Daftar Penerima Manfaat", "beneficiary list"),
        Text(
            "Daftar pusat (BDT, kemudian DTKS, sekarang DTSEN). Catatan daerah adalah hal lain.",
            "The central list (BDT, later DTKS, now DTSEN). What the district itself records is another thing.",
        ),
    ),
    (
        Text("perubahan data", "change of data"),
        Text("Data rumah tangga yang terdaftar diperbaiki.", "The data of a listed household are corrected."),
    ),
    (
        Text("usulan penambahan", "addition"),
        Text(
            "Rumah tangga yang belum terdaftar diusulkan masuk daftar, setelah verifikasi dan validasi.",
            "A household that is not listed is proposed for the list, after verification and validation.",
        ),
    ),
    (
        Text("kepesertaan", "participation"),
        Text("Keikutsertaan dalam sebuah program.", "Taking part in a program."),
    ),
    (
        Text("kebutuhan program", "need"),
        Text(
            "Sebuah program diminta, atau seharusnya diterima.", "A program is asked for, or should have been received."
        ),
    ),
    (
        Text("keluhan", "complaint"),
        Text(
            "Tentang kepesertaan, pelaksanaan program, atau hal lain.",
            "About membership, about how a program is carried out, or about something else.",
        ),
    ),
    (
        Text("permasalahan, pertanyaan", "problem, enquiry"),
        Text(
            "Permasalahan belum dipetakan menjadi kebutuhan atau keluhan; pertanyaan dijawab di meja.",
            "A problem is not yet mapped to a need or a complaint; an enquiry is answered at the desk.",
        ),
    ),
    (
        Text("rujukan", "referral"),
        Text(
            "Satu permintaan dari pengirim kepada satu penerima yang harus menyelesaikannya, diikuti sampai selesai.",
            "One request from a sender to one receiver who is to settle it, followed until it is settled.",
        ),
    ),
    (
        Text("umpan balik", "feedback"),
        Text(
            "Apa yang disampaikan kepada rumah tangga, kapan, oleh siapa. Tanpa itu kasus tidak ditutup.",
            "What the household was told, when, by whom. Without it a case is not closed.",
        ),
    ),
    (
        Text("tahap menilai", "judging stage"),
        Text(
            "Telaah, rekomendasi, keputusan. Satu orang menilai pada satu tahap saja dalam satu kasus.",
            "Review, recommendation, decision. A person judges at one stage only of a case.",
        ),
    ),
    (
        Text("eskalasi", "escalation"),
        Text(
            "Kasus yang lewat tenggat diberitahukan kepada yang menindaklanjuti.",
            "A case that is late is made known to those who follow it up.",
        ),
    ),
    (
        Text("Puskesos", "Puskesos"),
        Text("Pusat Kesejahteraan Sosial di desa atau kelurahan.", "The welfare centre of a village."),
    ),
)
"""Words with what they mean."""
