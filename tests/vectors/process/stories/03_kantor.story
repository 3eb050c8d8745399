# Kantor SLRT: front office, review dan analisis, back office, persetujuan manajer.

== office-answers
Keluhan di kantor: diregistrasi, dikaji, dijawab oleh back office
A complaint at the office: registered, examined, answered by the back office
rules R-INT-1 R-APP-13 R-FUP-2
from Lampiran 1.6b "memberikan jawaban/kepastian atas aduan/keluhan yang diterima"
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: answer without words -> refused need-result
bono: answer -> decided
check outcome answered
bono: inform by phone -> decided
bono: close -> closed

== office-settles
Sekretariat menangani sendiri yang dapat ditanganinya
The secretariat settles what it can
rules R-APP-13
from Lampiran 1.6c "melakukan penanganan keluhan warga yang dapat ditangani di Sekretariat SLRT"
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: settle -> refused state
fitri: pass_on -> analysis
agus: pass_on -> back_office
fitri: settle -> refused post
bono: settle -> decided
check outcome settled

== back-office-only-examined
Back office hanya menerima yang telah diperiksa
The back office takes only what has been examined
rules R-APP-13
from Lampiran 1.6a "menerima keluhan warga yang telah diperiksa oleh bagian Front Office"
fitri records complaint civil-papers by slrt_office -> registered
bono: settle -> refused state
bono: answer -> refused state
bono: request_approval -> refused state
bono: refer -> refused state
fitri: pass_on -> analysis
bono: settle -> refused state
bono: request_approval -> refused state
fitri: pass_on -> refused post
bono: pass_on -> refused post
agus: pass_on -> back_office
bono: settle -> decided

== back-office-refers-with-approval
Back office merujuk hanya atas persetujuan manajer
The back office refers only with the manager's approval
rules R-APP-4
from Lampiran 1.6d "atas persetujuan Manager, melakukan rujukan keluhan warga yang tidak dapat ditangani di Sekretariat SLRT"
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: refer -> refused need-approval
bono: request_approval -> approval
check waits for manager
bono: refer -> refused state
bono: approve -> refused post
agus: approve -> refused post
maya: approve without seen -> refused need-seen
maya: approve -> back_office
check approved yes
bono: refer -> referred/requested
check told program_manager referral
dewi: accept -> referred/accepted
dewi: complete -> decided/completed
bono: inform by phone -> decided
bono: close -> closed

== approval-refused
Manajer tidak menyetujui rujukan; back office menyelesaikan sendiri
The manager does not approve the referral; the back office settles the case itself
rules R-APP-4 R-APP-2
from Lampiran 1.6d "atas persetujuan Manager"
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya: return without words -> refused need-reason
maya: return for incomplete -> back_office
check approved no
bono: refer -> refused need-approval
bono: settle -> decided

== manager-rejects-at-approval
Manajer menolak pada permintaan rujukan, dengan alasan
The manager rejects when asked to approve a referral, with a reason
rules R-APP-2 R-APP-4
from project
fitri records need BEDAH-RUMAH by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya: reject -> refused need-reason
maya: reject for not-entitled -> decided
check outcome rejected

== approval-is-for-one-referral
Persetujuan berlaku bagi satu rujukan saja
An approval is for one referral only
rules R-APP-4
from Lampiran 1.6d "atas persetujuan Manager"
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya: approve -> back_office
bono: refer -> referred/requested
bono: cancel for incomplete -> back_office/cancelled
bono: refer -> refused need-approval
bono: request_approval -> approval
maya: approve -> back_office
bono: refer -> referred/requested

== approval-asked-anew
Permintaan persetujuan yang baru menggugurkan persetujuan yang lama
Asking anew for an approval undoes the one before
rules R-APP-4
from Lampiran 1.6d "atas persetujuan Manager"
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya: approve -> back_office
bono: request_approval -> approval
bono: refer -> refused state
maya: return for incomplete -> back_office
bono: refer -> refused need-approval

== back-office-refers-alone
Back office merujuk tanpa persetujuan, bila daerah memilih begitu
The back office refers without approval, where the district chose so
rules R-APP-4
from Pasal 14(1)f "diteruskan ke pengelola program terkait di Kabupaten (SKPD atau non-pemerintah), Provinsi atau Pusat"
set back_office_needs_manager no
fitri records complaint not-received SEMBAKO by slrt_office -> registered
bono: refer -> refused state
fitri: pass_on -> analysis
bono: refer -> refused state
agus: pass_on -> back_office
fitri: refer -> refused post
agus: refer -> refused post
bono: request_approval -> refused state
bono: refer -> referred/requested
check receiver program_manager SEMBAKO

== front-office-checks-the-list
Front office memeriksa daftar dan langsung meneruskan ke back office, bila daerah memilih begitu
The front office checks the list and passes on to the back office, where the district chose so
rules R-APP-13
from Lampiran 1.5d1 "kemudian memeriksa dan menganalisis serta meneruskan ke bagian"
set list_checked_by front_office
fitri records complaint civil-papers by slrt_office -> registered
bono: settle -> refused state
fitri: pass_on -> back_office
bono: settle -> decided

== office-enquiry
Pertanyaan dijawab di meja front office
A question is answered at the front office's desk
rules R-INT-7
from Lampiran 1.5c "memberikan informasi tentang program perlindungan sosial dan penanggulangan kemiskinan"
fitri records enquiry by slrt_office -> registered
fitri: pass_on -> refused state
fitri: answer without words -> refused need-result
fitri: answer -> decided
check outcome answered
fitri: close -> closed

== office-problem
Permasalahan di kantor dipetakan oleh review dan analisis
A problem at the office is mapped by review and analysis
rules R-INT-7 R-APP-13
from Pasal 14(1)d "keluhan atau permasalahannya dikaji dan dipetakan, untuk diteruskan ke bagian program dan layanan"
fitri records problem by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> refused state
bono: settle -> refused state
agus: map to need BEDAH-RUMAH -> analysis
check kind need
agus: pass_on -> back_office

== office-need
Kebutuhan program dari kantor sampai ke pengelola program kabupaten
A need from the office reaches the program's manager at the district
rules R-APP-4 R-APP-7
from Pasal 14(1)f "Jika keluhan dan program yang dibutuhkan individu/keluarga/rumah tangga tidak bisa ditangani langsung oleh SLRT, maka diteruskan ke pengelola program terkait"
fitri records need BEDAH-RUMAH by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya: approve -> back_office
bono: refer -> referred/requested
check receiver program_manager BEDAH-RUMAH
check level district
prita: accept -> referred/accepted
prita: complete -> decided/completed
check outcome accepted

== office-change
Perubahan data di kantor dikaji, direkomendasikan, diterapkan
A change of data at the office is examined, recommended, applied
rules R-APP-3 R-APP-13 R-REG-5
from Lampiran 1.2e1 "pembaharuan data penduduk"
fitri records change floor tile by slrt_office -> registered
maya: recommend -> refused state
fitri: pass_on -> analysis
maya: recommend -> refused state
agus: endorse -> recommendation
check record floor earth
maya: recommend -> referred/requested
check record floor tile
check receiver registry_manager

== office-participation
Kepesertaan yang dicatat di kantor diteruskan ke basis data pusat
Participation recorded at the office is passed on to the central database
rules R-REG-5 R-APP-13
from SELARAS 2 "meneruskan hasil verifikasi data dan kepesertaan program ke basis data di tingkat pusat"
fitri records participation SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: endorse -> recommendation
maya: recommend -> referred/requested
check receiver registry_manager

== office-addition
Front office mencatat profil dasar dan mengusulkan
The front office records a basic profile and proposes
rules R-REG-8 R-REG-3
from Lampiran 1.5d2 "mencatat profil dasar warga dan mengusulkan yang bersangkutan apakah layak atau tidak dimasukkan ke dalam Basis Data"
household unlisted
fitri records addition worthy by slrt_office -> registered
fitri: pass_on -> analysis
agus: endorse -> recommendation
maya: refer -> refused state
maya: recommend -> survey
sari: record_survey survey worthy -> verification
budi: verify -> verified
maya: refer -> referred/requested
reza: accept -> referred/accepted
reza: complete -> decided/completed
check record central_status listed

== walk-in-told-by-the-back-office
Pengunjung kantor diberi tahu oleh back office
A walk-in is told by the back office
rules R-FUP-2
from Lampiran 1.6b "memberikan jawaban/kepastian atas aduan/keluhan yang diterima"
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: settle -> decided
check waits for back_office
bono: close -> refused need-feedback
bono: inform by desk -> decided
bono: close -> closed

== walk-in-told-at-home
Jawaban yang harus sampai ke rumah disampaikan fasilitator
An answer that must reach the home is brought by the facilitator
rules R-FUP-2
from Pasal 14(1)g "fasilitator SLRT akan menginformasikan kepada individu/keluarga/rumah tangga tentang status keluhannya"
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: settle -> decided
sari: inform by home -> decided
sari: close -> closed

== walk-in-told-by-the-facilitator
Pengunjung kantor diberi tahu oleh fasilitator, bila daerah memilih begitu
A walk-in is told by the facilitator, where the district chose so
rules R-FUP-2
from Pasal 14(1)g "fasilitator SLRT akan menginformasikan kepada individu/keluarga/rumah tangga tentang status keluhannya"
set walkin_feedback facilitator
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: settle -> decided
check waits for facilitator
bono: inform by desk -> refused post
tono: inform by home -> refused region
sari: inform by home -> decided
sari: close -> closed

== after-the-supervisor-the-secretariat
Setelah supervisor, review dan analisis, lalu back office, bila daerah memilih begitu
After the supervisor: review and analysis, then the back office, where the district chose so
rules R-APP-2 R-APP-1 R-APP-4
from Pasal 14(1)d "untuk diteruskan ke bagian program dan layanan (back office) untuk ditindaklanjuti"
set after_supervisor secretariat
sari records complaint not-received SEMBAKO by home_visit -> recorded
sari: submit -> review
agus: pass_on -> refused state
budi: endorse -> analysis
maya: refer -> refused state
budi: pass_on -> refused post
agus: pass_on -> back_office
bono: refer -> refused need-approval
bono: request_approval -> approval
maya: approve -> back_office
bono: refer -> referred/requested
dewi: reject for quota -> decided/rejected
sari: inform by home -> decided
sari: close -> closed

== secretariat-data-still-to-the-manager
Juga kalau sekretariat mengkaji, perubahan data perlu rekomendasi manajer
Where the secretariat examines, a change of data needs the manager's recommendation all the same
rules R-APP-3
from Lampiran 1.2e1 "pembaharuan data penduduk"
set after_supervisor secretariat
sari records change floor tile by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> referred/requested

== wrong-program-for-the-approval
Keluhan tanpa program tidak dapat dirujuk sebelum jelas siapa penerimanya
A complaint about no program cannot be referred before it is known who receives it
rules R-APP-7
from Lampiran 1.6d "kepada pengelola program terkait di Kabupaten, Provinsi, dan Pusat"
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> refused need-receiver
bono: settle -> decided
