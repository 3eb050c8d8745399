# Orang yang harus dipisahkan: pencatat, penangan, penilai; jabatan dan akun kedua; pengganti.

== second-post-same-account
Fasilitator yang juga supervisor tidak menelaah catatannya sendiri
A facilitator who is also supervisor does not review their own record
rules R-APP-5
from project
staff sari holds supervisor
sari as facilitator records need SEMBAKO by home_visit -> recorded
sari as facilitator: submit -> review
sari as supervisor: endorse -> refused apart-recorded
sari as supervisor: reject for duplicate -> refused apart-recorded
sari as supervisor: return for incomplete -> refused apart-recorded
budi: endorse -> recommendation

== second-account
Akun kedua orang yang sama tidak mengubah apa pun
A second account of the same person changes nothing
rules R-APP-5
from project
staff sari-dua same person as sari
staff sari-dua holds supervisor
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
sari-dua: endorse -> refused apart-recorded
budi: endorse -> recommendation

== two-stages-one-person
Satu orang menilai pada satu tahap saja: supervisor lalu manajer
One person judges at one stage only: supervisor, then manager
rules R-APP-5
from project
staff budi holds manager
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi as supervisor: endorse -> recommendation
budi as manager: refer -> refused apart-stage
budi as manager: reject for duplicate -> refused apart-stage
maya: refer -> referred/requested

== manager-and-receiver
Manajer yang juga pengelola program tidak memutuskan rujukannya
A manager who also manages the program does not decide what they referred
rules R-APP-5
from project
staff maya holds program_manager
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya as manager: refer -> referred/requested
maya as program_manager: accept -> refused apart-stage
maya as program_manager: reject for quota -> refused apart-stage
maya as program_manager: examine -> refused apart-stage
dewi: accept -> referred/accepted

== supervisor-and-receiver
Supervisor yang juga pengelola program tidak memutuskan yang ia telaah
A supervisor who also manages the program does not decide what they reviewed
rules R-APP-5
from project
staff budi holds program_manager
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi as supervisor: endorse -> recommendation
maya: refer -> referred/requested
budi as program_manager: accept -> refused apart-stage
dewi: accept -> referred/accepted

== back-office-and-manager
Back office yang juga manajer tidak menyetujui rujukannya sendiri
A back office who is also manager does not approve their own referral
rules R-APP-4 R-APP-5
from Lampiran 1.6d "atas persetujuan Manager"
staff bono holds manager
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono as back_office: request_approval -> approval
bono as manager: approve -> refused apart-recorded
bono as manager: reject for duplicate -> refused apart-recorded
maya: approve -> back_office
bono as back_office: refer -> referred/requested

== manager-who-approved-decides-nothing
Manajer yang menyetujui rujukan tidak memutuskannya sebagai pengelola program
A manager who approved a referral does not decide it as the program's manager
rules R-APP-4 R-APP-5
from project
staff maya holds program_manager
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya as manager: approve -> back_office
bono: refer -> referred/requested
maya as program_manager: accept -> refused apart-stage
dewi: accept -> referred/accepted

== analysis-and-manager
Yang mengkaji tidak menyetujui rujukan
Who examined does not approve the referral
rules R-APP-5
from project
staff agus holds manager
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus as review_analysis: pass_on -> back_office
bono: request_approval -> approval
agus as manager: approve -> refused apart-stage
maya: approve -> back_office

== front-office-and-analysis
Yang menerima di meja tidak mengkaji sendiri
Who registered at the desk does not examine
rules R-APP-5 R-APP-13
from Pasal 14(1)b "diteruskan ke bagian review dan analisis"
staff fitri holds review_analysis
fitri as front_office records complaint civil-papers by slrt_office -> registered
fitri as front_office: pass_on -> analysis
fitri as review_analysis: pass_on -> refused apart-recorded
agus: pass_on -> back_office

== handling-may-be-one-person
Mencatat, menjawab dan menyelesaikan boleh satu orang
Recording, answering and settling may be one person
rules R-APP-5
from project
staff fitri holds back_office
fitri as front_office records complaint civil-papers by slrt_office -> registered
fitri as front_office: pass_on -> analysis
agus: pass_on -> back_office
fitri as back_office: settle -> decided
fitri as back_office: inform by desk -> decided
fitri as back_office: close -> closed

== manager-who-referred-approves-nothing-later
Yang menangani tidak menilai: back office tidak mengkaji ulang setelah dibuka kembali
Who handled does not judge: the back office does not examine after a reopening
rules R-APP-5 R-FUP-3
from project
staff bono holds review_analysis
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono as back_office: settle -> decided
bono as back_office: inform by desk -> decided
bono as back_office: close -> closed
fitri: reopen -> analysis
bono as review_analysis: pass_on -> refused apart-recorded
agus: pass_on -> back_office

== surveyor-does-not-verify
Yang mensurvei tidak mengesahkan
Who surveyed does not verify
rules R-APP-5 R-REG-8
from Pasal 14(1)c "setelah melalui verifikasi dan validasi"
staff sinta holds supervisor
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
sinta as facilitator: record_survey survey worthy -> verification
sinta as supervisor: verify -> refused apart-recorded
budi: verify -> verified

== stand-in-for-the-supervisor
Bila tidak ada supervisor yang boleh, kepala seksi data menggantikan
Where no supervisor may, the head of the data section steps in
rules R-APP-5
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
dian: endorse -> refused stand-in
koko: endorse -> refused stand-in
staff nobody holds supervisor
dian: endorse -> recommendation
maya: refer -> referred/requested

== stand-in-only-when-nobody-is-left
Kepala seksi data tidak menggantikan selama masih ada supervisor lain
The head of the data section does not step in while another supervisor is left
rules R-APP-5
from project
staff budi lives here
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> refused apart-household
dian: endorse -> refused stand-in
bella: endorse -> recommendation

== stand-in-when-all-are-partial
Kepala seksi data menggantikan bila semua supervisor tidak boleh
The head of the data section steps in where all supervisors must keep away
rules R-APP-5
from project
staff budi lives here
staff bella leaves supervisor
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> refused apart-household
koko: endorse -> refused stand-in
dian: endorse -> recommendation
staff dian holds manager
dian as manager: refer -> refused apart-stage

== last-stand-in-for-the-review
Tanpa kepala seksi data, tim koordinasi menggantikan
Without the head of the data section, the coordination team steps in
rules R-APP-5 R-FUP-5
from project
staff nobody holds supervisor
staff nobody holds data_section_head
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
hadi: endorse -> refused post
koko: endorse -> recommendation

== stand-in-for-the-manager
Kepala sekretariat menggantikan manajer
The head of the secretariat steps in for the manager
rules R-APP-5
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
hadi: refer -> refused stand-in
staff nobody holds manager
dian: refer -> refused post
koko: refer -> refused stand-in
hadi: refer -> referred/requested
dewi: accept -> referred/accepted

== last-stand-in-for-the-manager
Tanpa kepala sekretariat, tim koordinasi menggantikan manajer
Without the head of the secretariat, the coordination team steps in for the manager
rules R-APP-5
from project
staff nobody holds manager
staff nobody holds secretariat_head
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
koko: refer -> referred/requested

== stand-in-for-an-approval
Persetujuan rujukan back office diberikan pengganti manajer
The approval of a back-office referral is given by who steps in for the manager
rules R-APP-4 R-APP-5
from project
staff nobody holds manager
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
hadi: approve -> back_office
bono: refer -> referred/requested

== stand-in-for-the-receiver
Bila pengelola program tidak boleh memutuskan, tim koordinasi menggantikan
Where the program's manager must keep away, the coordination team steps in
rules R-APP-5 R-FUP-5
from Pasal 7(2)b "berkoordinasi dengan SKPD Teknis guna menindaklanjuti rujukan dari Sekretariat Teknis SLRT"
staff dewi lives here
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: accept -> refused apart-household
koko: accept -> refused stand-in
staff dodi leaves program_manager
koko: accept -> referred/accepted
koko: complete -> decided/completed

== receiver-without-an-account
Penerima yang tidak pernah punya akun di sini menjawab dari tempat lain; tidak digantikan
A receiver that never had an account here answers from elsewhere; nobody steps in
rules R-APP-5 R-APP-7
from project
sari records need SANTUNAN by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check receiver program_manager SANTUNAN
koko: accept -> refused stand-in
maya: cancel for no-answer -> recommendation/cancelled

== stand-in-for-the-facilitator
Bila tidak ada fasilitator, kepala tata usaha menyampaikan umpan balik
Where there is no facilitator, the head of administration tells the household
rules R-APP-5 R-FUP-2
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for duplicate -> decided
tuti: inform by letter -> refused stand-in
staff nobody holds facilitator
tuti: inform by letter -> decided
tuti: close -> closed

== stand-in-for-the-back-office
Bila tidak ada back office, kepala tata usaha menangani
Where there is no back office, the head of administration handles the case
rules R-APP-5
from project
staff nobody holds back_office
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
koko: settle -> refused post
tuti: settle -> decided

== own-household
Tidak seorang pun bertindak atas kasus rumah tangganya sendiri
Nobody acts on a case of their own household
rules R-APP-5
from project
staff sari lives here
staff budi lives here
staff maya lives here
sari records need SEMBAKO by home_visit -> refused apart-household
sinta records need SEMBAKO by home_visit -> recorded
sari: submit -> refused apart-household
sari: withdraw -> refused apart-household
sinta: submit -> review
budi: endorse -> refused apart-household
bella: endorse -> recommendation
maya: refer -> refused apart-household
mira: refer -> referred/requested
dewi: reject for quota -> decided/rejected
sari: inform -> refused apart-household
sinta: inform -> decided

== own-household-second-account
Juga lewat akun kedua tidak atas rumah tangganya sendiri
Not on one's own household by a second account either
rules R-APP-5
from project
staff sari lives here
staff sari-dua same person as sari
staff sari-dua holds supervisor
sinta records need SEMBAKO by home_visit -> recorded
sinta: submit -> review
sari-dua: endorse -> refused apart-household
budi: endorse -> recommendation

== complaint-about-an-officer
Keluhan tentang petugas melewati petugas itu
A complaint about an officer passes by that officer
rules R-APP-5 R-ALL-2
from project
sinta records complaint officer about budi by home_visit -> recorded
check hidden budi
sinta: submit -> review
budi: endorse -> refused apart-about
budi: reject for no-evidence -> refused apart-about
check hidden budi
check sees bella
bella: endorse -> recommendation

== complaint-about-the-recorder
Tidak seorang pun mencatat keluhan tentang dirinya sendiri
Nobody records a complaint about themselves
rules R-APP-5
from project
sari records complaint officer about sari by home_visit -> refused apart-about
putu records complaint officer about sari by puskesos -> registered
check hidden sari

== complaint-about-the-back-office
Keluhan tentang petugas back office ditangani orang lain
A complaint about the back office is handled by somebody else
rules R-APP-5
from project
fitri records complaint officer about bono by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: settle -> refused apart-about
check hidden bono
check hidden tuti
hadi: settle -> decided

== turned-into-a-complaint-about-oneself
Kasus tidak diubah menjadi keluhan tentang diri sendiri
A case is not turned into a complaint about oneself
rules R-APP-5
from project
sari records complaint other by home_visit -> recorded
sari: correct to complaint officer about sari -> refused apart-about
sari: correct to complaint officer about budi -> recorded
sari: submit -> review
budi: endorse -> refused apart-about

== reassigned
Kasus tetap berjalan setelah petugasnya diganti
A case goes on after its officers were replaced
rules R-APP-6 R-APP-5
from Lampiran 1.7c "melengkapi lokasi penugasan kepada Petugas"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: return for incomplete -> returned
staff nobody holds facilitator
staff nobody holds supervisor
after 1 day
staff yuni holds facilitator
staff bayu holds supervisor
sari: submit -> refused not-assigned
yuni: submit -> review
budi: endorse -> refused not-assigned
bayu: endorse -> recommendation

== promoted
Fasilitator yang menjadi supervisor tidak menelaah catatan lamanya
A facilitator who becomes supervisor does not review their old record
rules R-APP-5 R-APP-6
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
staff sari leaves facilitator
after 1 day
staff sari holds supervisor
sari as supervisor: endorse -> refused apart-recorded
budi: endorse -> recommendation

== acting-for-a-time
Pelaksana tugas bertindak hanya selama mandatnya
An acting officer acts only as long as the mandate lasts
rules R-APP-6 R-APP-5
from project
staff nobody holds manager
staff nobody holds secretariat_head
staff plt holds manager from 2026-01-06 until 2026-01-08 instead-of maya
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
plt: refer -> refused not-assigned
on 2026-01-09
plt: refer -> refused not-assigned
on 2026-01-08
plt: refer -> referred/requested

== acting-is-no-second-person
Supervisor yang menjadi Plt. manajer tidak merekomendasikan yang ia telaah
A supervisor who acts as manager does not recommend what they reviewed
rules R-APP-5 R-APP-6
from project
staff budi holds manager until 2026-06-30 instead-of maya
sari records change floor tile by home_visit -> recorded
sari: submit -> review
budi as supervisor: endorse -> recommendation
budi as manager: recommend -> refused apart-stage
maya: recommend -> referred/requested

== assignment-not-begun
Penugasan yang belum mulai belum berlaku
An assignment that has not begun does not count yet
rules R-APP-6
from Lampiran 1.7c "melengkapi lokasi penugasan kepada Petugas"
staff nina holds supervisor from 2026-02-02
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
nina: endorse -> refused not-assigned
on 2026-02-02
nina: endorse -> recommendation
