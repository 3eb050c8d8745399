# Tenggat, eskalasi, umpan balik, penutupan.

== closed-only-after-feedback
Kasus ditutup hanya setelah umpan balik
A case is closed only after feedback
rules R-FUP-2
from SELARAS 4 "Fasilitator memberikan umpan balik kepada RT terkait perkembangan/status permintaan kepesertaan dan penanganan keluhannya"
sari records need SEMBAKO by home_visit -> recorded
sari: close -> refused state
sari: submit -> review
budi: reject for duplicate -> decided
sari: close -> refused need-feedback
budi: inform -> refused post
sari: inform without words -> refused need-feedback-text
sari: inform by pigeon -> refused need-feedback-text
sari: inform without channel -> refused need-feedback-text
sari: inform by home -> decided
budi: close -> refused post
sari: close -> closed
sari: close -> refused state

== feedback-counts-after-the-decision
Umpan balik sebelum ada hasil tidak cukup untuk menutup
Feedback before there is an outcome is not enough to close
rules R-FUP-2
from Pasal 14(1)g "fasilitator SLRT akan menginformasikan kepada individu/keluarga/rumah tangga tentang status keluhannya"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
sari: inform by home -> referred
dewi: reject for quota -> decided/rejected
sari: close -> refused need-feedback
sari: inform by home -> decided
sari: close -> closed

== feedback-anew-after-an-objection
Setelah keberatan umpan balik diberikan lagi
After an objection feedback is given anew
rules R-FUP-2 R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for duplicate -> decided
sari: inform by home -> decided
sari: object -> review
bella: reject for duplicate -> decided
sari: close -> refused need-feedback
sari: inform by home -> decided
sari: close -> closed

== three-vain-days
Setelah tiga hari kunjungan sia-sia kasus boleh ditutup
After three days of vain visits a case may be closed
rules R-FUP-2
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for duplicate -> decided
sari: not_reached -> decided
sari: not_reached -> decided
sari: not_reached -> decided
sari: close -> refused need-feedback
after 1 day
sari: not_reached -> decided
sari: close -> refused need-feedback
after 1 day
sari: not_reached -> decided
sari: close -> closed

== vain-at-the-office
Pengunjung kantor yang tidak tercapai lewat telepon tiga hari
A walk-in who is not reached by telephone on three days
rules R-FUP-2
from project
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: settle -> decided
bono: not_reached by phone -> decided
after 1 day
bono: not_reached by phone -> decided
bono: close -> refused need-feedback
after 1 day
bono: not_reached by phone -> decided
bono: close -> closed

== escalated-once
Yang terlambat dieskalasi sekali, kepada yang menindaklanjutinya
What is late is escalated once, to who follows up with those who are late
rules R-FUP-1 R-FUP-5
from Pasal 7(2)b "berkoordinasi dengan SKPD Teknis guna menindaklanjuti rujukan dari Sekretariat Teknis SLRT"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
system: escalate -> refused need-late
after 14 working days
system: escalate -> review
check told manager late
after 1 day
system: escalate -> refused need-late
koko: escalate -> refused not-assigned
budi: escalate -> refused not-assigned
budi: endorse -> recommendation
system: escalate -> refused need-late
after 14 working days
system: escalate -> recommendation
system: escalate -> refused need-late

== late-referral-escalated
Rujukan yang tidak dijawab dieskalasi ke tim koordinasi
A referral that is not answered is escalated to the coordination team
rules R-FUP-1 R-FUP-5
from Pasal 9(2) "merespon dan menindaklanjuti keluhan penduduk miskin dan rentan yang menjadi kewenangan Pemerintah Daerah"
sari records need BEDAH-RUMAH by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check due within 60 working days
after 60 working days
system: escalate -> referred
check told coordination_team late
system: escalate -> refused need-late
prita: accept -> referred/accepted
after 60 working days
system: escalate -> referred

== not-late-on-the-last-day
Hari terakhir masih tepat waktu
The last day is in time
rules R-FUP-1
from Pasal 5b "secara cepat sesuai dengan mekanisme yang telah ditetapkan"
sari records need SEMBAKO by home_visit -> recorded
check due within 3 working days
after 1 working day
system: escalate -> refused need-late
after 14 working days
system: escalate -> recorded

== late-feedback-escalated
Umpan balik yang terlambat juga dieskalasi
Feedback that is late is escalated as well
rules R-FUP-1 R-FUP-2
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for duplicate -> decided
after 14 working days
system: escalate -> decided
sari: inform by home -> decided
sari: close -> closed
after 60 working days
system: escalate -> refused state

== late-at-the-office
Keterlambatan di meja, di review dan analisis, dan di back office
Lateness at the desk, in review and analysis, and in the back office
rules R-FUP-1
from Pasal 5b "secara cepat sesuai dengan mekanisme yang telah ditetapkan"
fitri records complaint not-received SEMBAKO by slrt_office -> registered
after 14 working days
system: escalate -> registered
fitri: pass_on -> analysis
after 14 working days
system: escalate -> analysis
agus: pass_on -> back_office
after 14 working days
system: escalate -> back_office
bono: request_approval -> approval
after 14 working days
system: escalate -> approval
maya: return for incomplete -> back_office
bono: settle -> decided

== late-in-the-village
Lembaga Teknis Desa yang tidak menanggapi
A village body that does not respond
rules R-FUP-1 R-APP-11
from Pasal 13 "bertanggungjawab untuk merespon dan menindaklanjuti usulan dan keluhan masyarakat"
sari records need JAMBAN-DESA by home_visit -> recorded
sari: refer_village -> village_referral/requested
after 30 working days
system: escalate -> village_referral
sari: cancel for no-answer -> recorded/cancelled

== late-addition
Setiap tahap usulan penambahan mempunyai tenggat
Each stage of an addition has its deadline
rules R-FUP-1 R-REG-8
from Pasal 5b "secara cepat sesuai dengan mekanisme yang telah ditetapkan"
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
after 30 working days
system: escalate -> survey
sari: record_survey survey worthy -> verification
after 14 working days
system: escalate -> verification
budi: verify -> verified
after 14 working days
system: escalate -> verified
maya: refer -> referred/requested

== late-return
Yang dikembalikan dan dibiarkan dieskalasi
What was returned and left lying is escalated
rules R-FUP-1 R-APP-2
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: return for incomplete -> returned
after 14 working days
system: escalate -> returned
sari: submit -> review

== judged-what-was-seen
Penilaian menyebut apa yang dilihat; yang sudah berubah dilihat lagi
A judgement names what was seen; what has changed is looked at again
rules R-APP-5
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse without seen -> refused need-seen
budi: endorse stale -> refused stale
budi: return without seen for incomplete -> refused need-seen
budi: reject without seen for duplicate -> refused need-seen
budi: endorse -> recommendation
maya: refer without seen -> refused need-seen
maya: refer stale -> refused stale
maya: refer -> referred/requested
dewi: accept without seen -> refused need-seen
dewi: reject without seen for quota -> refused need-seen
dewi: accept -> referred/accepted
