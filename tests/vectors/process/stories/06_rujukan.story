# Kehidupan sebuah rujukan: dua sisi, sampai selesai.

== examined-further
Pengelola program menelaah lebih lanjut, lalu menyetujui
The program's manager examines further, then accepts
rules R-APP-8
from SELARAS 3 "menyetujui, menolak atau menelaah lebih lanjut terkait kebutuhan program dan keluhan implementasi program tersebut"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: acknowledge -> referred/acknowledged
dewi: examine -> referred/under_review
check waits for program_manager
dewi: accept -> referred/accepted
dewi: start -> referred/in_progress
dewi: complete without words -> refused need-result
dewi: complete -> decided/completed
check outcome accepted

== rejected-by-the-receiver
Pengelola program menolak dengan alasan
The program's manager rejects with a reason
rules R-APP-8
from SELARAS 3 "menyetujui, menolak atau menelaah lebih lanjut"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: reject -> refused need-reason
maya: reject for quota -> refused post
dewi: reject for quota -> decided/rejected
check outcome rejected
dewi: accept -> refused state
sari: inform -> decided
sari: close -> closed

== rejected-after-examining
Setelah ditelaah lebih lanjut permintaan ditolak
After it was examined further the request is rejected
rules R-APP-8
from SELARAS 3 "menyetujui, menolak atau menelaah lebih lanjut"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: examine -> referred/under_review
dewi: reject for not-entitled -> decided/rejected
check outcome rejected

== needs-information
Penerima meminta keterangan; pencatat atau pengirim memberikannya
The receiver asks for information; the recorder or the sender provides it
rules R-APP-8
from SELARAS 3 "menelaah lebih lanjut"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: examine -> referred/under_review
dewi: ask -> refused need-reason
dewi: ask for more-facts -> referred/needs_information
check waits for manager facilitator
dewi: accept -> refused state
dewi: provide -> refused post
budi: provide -> refused post
tono: provide -> refused region
sari: provide without words -> refused need-result
sari: provide -> referred/under_review
dewi: accept -> referred/accepted

== information-by-the-sender
Manajer sebagai pengirim memberi keterangan
The manager, as the sender, provides information
rules R-APP-8
from SELARAS 3 "menelaah lebih lanjut"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: examine -> referred/under_review
dewi: ask for more-facts -> referred/needs_information
maya: provide -> referred/under_review
dewi: reject for not-entitled -> decided/rejected

== waiting-list
Daftar tunggu, lalu disetujui
On the waiting list, then accepted
rules R-APP-8
from project
sari records need BEDAH-RUMAH by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
prita: examine -> referred/under_review
prita: waitlist -> refused need-reason
prita: waitlist for quota -> referred/waiting_list
check waits for program_manager
prita: accept -> referred/accepted
prita: complete -> decided/completed
check outcome accepted

== waiting-list-rejected
Dari daftar tunggu ditolak
Rejected from the waiting list
rules R-APP-8
from project
sari records need BEDAH-RUMAH by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
prita: examine -> referred/under_review
prita: waitlist for quota -> referred/waiting_list
prita: reject for quota -> decided/rejected

== held-and-resumed
Ditunda dengan alasan, lalu dilanjutkan
Put on hold with a reason, then resumed
rules R-FUP-1
from SELARAS 3 "SELARAS memantau tindaklanjut dari informasi yang diteruskan kepada pengelola program dan pengelola BDT"
sari records need BEDAH-RUMAH by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
prita: accept -> referred/accepted
prita: start -> referred/in_progress
prita: hold -> refused need-reason
prita: hold for quota -> referred/on_hold
prita: complete -> refused state
prita: resume -> referred/in_progress
prita: complete -> decided/completed

== failed
Rujukan yang disetujui gagal dikerjakan, dengan alasan
A referral that was accepted fails, with a reason
rules R-FUP-1
from Pasal 1.12 "memantau penanganan keluhan untuk memastikan bahwa keluhan-keluhan tersebut ditangani dengan baik"
sari records need BEDAH-RUMAH by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
prita: accept -> referred/accepted
prita: start -> referred/in_progress
prita: fail -> refused need-reason
prita: fail for moved-or-died -> decided/failed
check outcome failed
sari: inform -> decided

== forwarded
Diteruskan ke pengelola di tingkat lain yang berwenang
Forwarded to the manager at another level, who is competent
rules R-APP-7 R-APP-8
from Pasal 14(1)f "diteruskan ke pengelola program terkait di Kabupaten (SKPD atau non-pemerintah), Provinsi atau Pusat"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: forward to program_manager BEASISWA -> refused need-reason
dewi: forward for not-competent -> refused need-receiver
dewi: forward to supervisor for not-competent -> refused need-receiver
dewi: forward to program_manager SEMBAKO for not-competent -> refused need-receiver
dewi: forward to program_manager NO-SUCH for not-competent -> refused need-receiver
dewi: forward to program_manager BEASISWA for not-competent -> referred/requested
check receiver program_manager BEASISWA
check level province
dewi: accept -> refused receiver
prita: accept -> referred/accepted
prita: complete -> decided/completed
check outcome accepted

== cancelled-by-the-sender
Pengirim membatalkan rujukan dengan alasan; kasus kembali kepadanya
The sender cancels the referral with a reason; the case is back with them
rules R-FUP-1
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: cancel for superseded -> refused post
maya: cancel -> refused need-reason
maya: cancel for superseded -> recommendation/cancelled
dewi: accept -> refused state
maya: refer -> referred/requested
dewi: accept -> referred/accepted

== entered-in-error
Rujukan yang salah catat ditandai, dan kasus kembali
A referral entered in error is marked, and the case is back
rules R-FUP-1
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: mark_error for wrongly-mapped -> refused post
maya: mark_error -> refused need-reason
maya: mark_error for wrongly-mapped -> recommendation/entered_in_error
maya: refer -> referred/requested

== expired
Rujukan yang tidak dijawab kedaluwarsa lama setelah tenggatnya; kasus kembali kepada pengirim
A referral that nobody answers expires long after its deadline; the case is back with the sender
rules R-FUP-1 R-FUP-5
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
system: expire -> refused need-expired
after 60 working days
system: expire -> refused need-expired
after 60 working days
dewi: expire -> refused not-assigned
maya: expire -> refused not-assigned
system: expire -> recommendation/expired
dewi: accept -> refused state
maya: refer -> referred/requested

== expired-in-the-back-office
Rujukan back office yang kedaluwarsa memerlukan persetujuan baru
A referral of the back office that expired needs a new approval
rules R-FUP-1 R-APP-4
from Lampiran 1.6d "atas persetujuan Manager"
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya: approve -> back_office
bono: refer -> referred/requested
after 120 working days
system: expire -> back_office/expired
bono: refer -> refused need-approval

== only-the-receiver-answers
Hanya penerima rujukan yang menjawab
Only the receiver of a referral answers it
rules R-APP-7 R-APP-8
from SELARAS 3 "manajer program di tingkat pusat maupun daerah menyetujui, menolak atau menelaah lebih lanjut"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
prita: accept -> refused receiver
prita: reject for quota -> refused receiver
reza: accept -> refused post
lela: accept -> refused post
bono: accept -> refused post
sari: complete -> refused state
mira: accept -> refused post
dewi: accept -> referred/accepted
dodi: complete -> decided/completed

== not-complete-before-accepted
Yang belum disetujui tidak diselesaikan
What is not accepted is not completed
rules R-APP-8
from SELARAS 3 "menyetujui, menolak atau menelaah lebih lanjut"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: complete -> refused state
dewi: start -> refused state
dewi: examine -> referred/under_review
dewi: complete -> refused state
dewi: accept -> referred/accepted
dewi: reject for quota -> refused state
dewi: complete -> decided/completed

== provincial-and-non-government
Kebutuhan dirujuk ke tingkat programnya: provinsi
A need is referred to the level of its program: the province
rules R-APP-7
from Lampiran 1.6d "kepada pengelola program terkait di Kabupaten, Provinsi, dan Pusat serta program yang dikelola oleh pihak non Pemerintah"
sari records need BEASISWA by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check level province
check receiver program_manager BEASISWA
prita: accept -> referred/accepted

== non-government
Kebutuhan dirujuk ke pihak non-pemerintah
A need is referred to a non-government provider
rules R-APP-7
from Lampiran 1.6d "program yang dikelola oleh pihak non Pemerintah"
staff baznas holds program_manager only SANTUNAN
sari records need SANTUNAN by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check level non_government
dewi: accept -> refused receiver
baznas: accept -> referred/accepted
baznas: complete -> decided/completed

== status-while-referred
Fasilitator menyampaikan status juga selama rujukan berjalan
The facilitator tells the status while the referral runs as well
rules R-FUP-2
from SELARAS 4 "Fasilitator memberikan umpan balik kepada RT terkait perkembangan/status permintaan kepesertaan dan penanganan keluhannya"
sari records complaint not-received SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
tono: inform by home -> refused region
sari: inform by home -> referred/requested
dewi: accept -> referred/accepted
dewi: complete -> decided/completed
sari: close -> refused need-feedback
sari: inform by home -> decided
sari: close -> closed
