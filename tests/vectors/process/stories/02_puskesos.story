# Puskesos: mencatat, menyelesaikan sesuai kapasitas, merujuk di desa, meneruskan ke kabupaten.

== puskesos-settles
Puskesos menyelesaikan keluhan sesuai kapasitasnya
The Puskesos settles a complaint within its capacity
rules R-APP-9 R-INT-1 R-INT-6
from Pasal 12(2)d "melayani, menangani, dan menyelesaikan keluhan penduduk miskin dan rentan sesuai kapasitas Puskesmas"
putu records complaint civil-papers by puskesos -> registered
putu: settle without words -> refused need-result
putu: settle -> decided
check outcome settled
putu: inform by desk -> decided
putu: close -> closed

== puskesos-settles-a-need
Puskesos melayani kebutuhan sesuai kapasitasnya
The Puskesos serves a need within its capacity
rules R-APP-9
from Pasal 12(2)d "melayani, menangani, dan menyelesaikan keluhan penduduk miskin dan rentan sesuai kapasitas Puskesmas"
dani records need JAMBAN-DESA by puskesos -> registered
dani: settle -> refused post
kiki: settle -> decided
check outcome settled
putu: inform by desk -> decided
putu: close -> closed

== puskesos-does-not-settle-a-list
Puskesos tidak menyelesaikan sendiri perubahan data dan usulan penambahan
The Puskesos does not settle a change of data or an addition by itself
rules R-APP-9 R-APP-3
from Lampiran 1.2e1 "pembaharuan data penduduk"
putu records change floor tile by puskesos -> registered
putu: settle -> refused state
putu: submit -> review
check record floor earth

== puskesos-passes-on
Puskesos meneruskan keluhan ke kabupaten melalui SLRT, tanpa supervisor
The Puskesos passes a complaint on to the district through SLRT, without the supervisor
rules R-APP-9 R-APP-13 R-APP-4 R-APP-7
from Pasal 12(2)e "melakukan rujukan keluhan penduduk miskin dan rentan kepada pengelola program/layanan sosial di Desa atau di Kabupaten melalui SLRT"
putu records complaint not-received SEMBAKO by puskesos -> registered
putu: refer -> refused state
putu: pass_on -> analysis
budi: endorse -> refused state
bono: settle -> refused state
agus: pass_on -> back_office
bono: request_approval -> approval
maya: approve -> back_office
bono: refer -> referred/requested
check receiver program_manager SEMBAKO
dewi: accept -> referred/accepted
dewi: complete -> decided/completed
check outcome settled

== puskesos-supervised
Catatan Puskesos melalui supervisor, bila daerah memilih begitu
What the Puskesos records passes the supervisor, where the district chose so
rules R-APP-9
from project
set puskesos_supervised yes
putu records complaint not-received SEMBAKO by puskesos -> registered
agus: pass_on -> refused post
putu: pass_on -> review
agus: endorse -> refused post
rina: endorse -> refused region
budi: return for incomplete -> returned
putu: correct to complaint late SEMBAKO -> returned
putu: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested

== puskesos-supervised-still-settles
Juga di bawah supervisor Puskesos menyelesaikan yang ia mampu
The Puskesos settles what it can, supervised or not
rules R-APP-9
from Pasal 12(2)d "melayani, menangani, dan menyelesaikan keluhan penduduk miskin dan rentan sesuai kapasitas Puskesmas"
set puskesos_supervised yes
putu records complaint civil-papers by puskesos -> registered
putu: settle -> decided
check outcome settled

== puskesos-supervised-problem
Juga permasalahan dipetakan dulu lalu melalui supervisor, bila daerah memilih begitu
A problem is mapped first and passes the supervisor as well, where the district chose so
rules R-APP-9 R-INT-7
from project
set puskesos_supervised yes
putu records problem by puskesos -> registered
putu: pass_on -> refused state
putu: map to complaint late SEMBAKO -> registered
putu: pass_on -> review
budi: endorse -> recommendation

== puskesos-supervised-reopening
Yang dibuka kembali atau diberatkan juga melalui supervisor, bila daerah memilih begitu
What is reopened or objected to passes the supervisor as well, where the district chose so
rules R-APP-9 R-FUP-3
from project
set puskesos_supervised yes
putu records need SEMBAKO by puskesos -> registered
putu: pass_on -> review
putu: withdraw -> closed
putu: reopen -> review
budi: reject for no-evidence -> decided
putu: object -> review
budi: endorse -> refused apart-objection
bella: endorse -> recommendation

== puskesos-refers-in-the-village
Puskesos merujuk ke Lembaga Teknis Desa, yang wajib menanggapi
The Puskesos refers to the village technical body, which must respond
rules R-APP-9 R-APP-11
from Pasal 13 "merespon dan menindaklanjuti usulan dan keluhan masyarakat yang dirujuk oleh Puskesmas atau Fasilitator SLRT di tingkat Desa"
kiki records complaint other by puskesos -> registered
kiki: refer_village -> village_referral/requested
check receiver village_body
check waits for village_body
vito: accept -> refused region
lela: accept -> village_referral/accepted
lela: complete -> decided/completed
check outcome settled
kiki: inform by desk -> decided
kiki: close -> closed

== puskesos-change
Perubahan data dari Puskesos ditelaah seperti catatan fasilitator
A change of data from the Puskesos is reviewed as a facilitator's
rules R-APP-9 R-APP-1 R-APP-3
from Pasal 12(2)b "mendukung dan memfasilitasi pemutakhiran Daftar Penerima Manfaat di tingkat desa"
dani records change floor tile by puskesos -> registered
maya: recommend -> refused state
dani: submit -> review
budi: endorse -> recommendation
maya: recommend -> referred/requested
check record floor tile

== puskesos-participation
Kepesertaan dari Puskesos ditelaah
Participation from the Puskesos is reviewed
rules R-APP-9 R-APP-1
from SELARAS 2 "meneruskan hasil verifikasi data dan kepesertaan program ke basis data di tingkat pusat"
putu records participation PKH by puskesos -> registered
putu: submit -> review
budi: endorse -> recommendation
maya: recommend -> referred/requested
check record participation:PKH active

== puskesos-addition
Usulan penambahan dari Puskesos
An addition from the Puskesos
rules R-REG-8 R-APP-9
from Pasal 12(2)b "mendukung dan memfasilitasi pemutakhiran Daftar Penerima Manfaat di tingkat desa"
household unlisted
dani records addition worthy by puskesos -> registered
dani: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
sari: record_survey survey worthy -> verification
budi: verify -> verified
maya: refer -> referred/requested
check receiver registry_manager

== puskesos-problem
Permasalahan di Puskesos dipetakan lalu diteruskan
A problem at the Puskesos is mapped and passed on
rules R-INT-7 R-APP-9
from Pasal 14(1)d "keluhan atau permasalahannya dikaji dan dipetakan"
putu records problem by puskesos -> registered
putu: map to complaint card-lost SEMBAKO -> registered
check kind complaint
putu: pass_on -> analysis
agus: pass_on -> back_office

== puskesos-enquiry
Pertanyaan dijawab di meja Puskesos
A question is answered at the Puskesos desk
rules R-INT-7
from Pasal 12(2)d "melayani, menangani, dan menyelesaikan keluhan"
putu records enquiry by puskesos -> registered
putu: close -> refused state
putu: answer without words -> refused need-result
putu: answer -> decided
check outcome answered
putu: close -> closed

== puskesos-of-another-village
Puskesos desa lain tidak memegang kasus desa ini
The Puskesos of another village has no hand in this one
rules R-APP-6
from Lampiran 1.7c "melengkapi lokasi penugasan kepada Petugas"
staff pandu holds puskesos_service in desa-dua
pandu records need SEMBAKO by puskesos -> refused region
putu records need SEMBAKO by puskesos -> registered
pandu: settle -> refused region
pandu: pass_on -> refused region
putu: pass_on -> analysis
