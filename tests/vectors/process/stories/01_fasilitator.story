# Catatan fasilitator: kunjungan rumah dan permintaan mandiri, sampai umpan balik.

== need-by-home-visit
Kebutuhan program dari kunjungan rumah sampai ditutup
A need from a home visit, until it is closed
rules R-INT-1 R-APP-1 R-APP-2 R-APP-7 R-APP-8 R-FUP-2
from SELARAS 2 "Supervisor di tingkat kecamatan menelaah hasil kerja fasilitator an meneruskan kepada manajer kabupaten"
sari records need SEMBAKO by home_visit -> recorded
check waits for facilitator
sari: submit -> review
check waits for supervisor
budi: endorse -> recommendation
check waits for manager
maya: refer -> referred/requested
check receiver program_manager SEMBAKO
check told program_manager referral
dewi: accept -> referred/accepted
dewi: complete -> decided/completed
check outcome accepted
check waits for facilitator
sari: inform by home -> decided
sari: close -> closed
check nobody waits

== need-by-assisted-request
Permintaan mandiri yang dibantu fasilitator menempuh jalan yang sama
A household's own request, with the facilitator's help, goes the same way
rules R-INT-4 R-APP-1 R-APP-8
from Pasal 4e "sarana bagi masyarakat untuk mengakses program layanan sosial secara mandiri yang difasilitasi oleh fasilitator"
sari records need BEDAH-RUMAH by assisted_request -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check receiver program_manager BEDAH-RUMAH
prita: accept -> referred/accepted
prita: complete -> decided/completed
sari: inform by home -> decided
sari: close -> closed

== supervisor-not-skipped
Catatan fasilitator tidak sampai ke kabupaten tanpa supervisor
A facilitator's record does not reach the district without the supervisor
rules R-APP-1
from Pasal 14(1)b "diteruskan ke SLRT Kabupaten setelah diperiksa dan disetujui oleh supervisor"
sari records complaint not-received SEMBAKO by home_visit -> recorded
maya: refer -> refused state
bono: settle -> refused state
agus: pass_on -> refused state
sari: submit -> review
maya: refer -> refused state
maya: recommend -> refused state
bono: settle -> refused state
agus: pass_on -> refused state
maya: endorse -> refused post
agus: endorse -> refused post
fitri: endorse -> refused post
budi: endorse -> recommendation

== facilitator-cannot-approve
Fasilitator tidak menyetujui catatannya sendiri
A facilitator does not approve their own record
rules R-APP-1 R-APP-5
from Lampiran 1.3e "review pendataan keluhan"
sari records complaint not-received SEMBAKO by home_visit -> recorded
sari: endorse -> refused state
sari: submit -> review
sari: endorse -> refused post
sinta: endorse -> refused post
budi: endorse -> recommendation
sari: refer -> refused post
budi: refer -> refused post
maya: refer -> referred/requested
maya: accept -> refused post
budi: accept -> refused post
dewi: accept -> referred/accepted

== supervisor-of-another-subdistrict
Supervisor kecamatan lain tidak menelaah
A supervisor of another sub-district does not review
rules R-APP-6
from Lampiran 1.7c "melengkapi lokasi penugasan kepada Petugas"
sari records complaint not-received SEMBAKO by home_visit -> recorded
tono: submit -> refused region
sinta: submit -> review
rina: endorse -> refused region
rina: return for incomplete -> refused region
bella: endorse -> recommendation

== facilitator-of-another-village
Fasilitator desa lain tidak mencatat di desa ini
A facilitator of another village does not record in this one
rules R-APP-6 R-INT-1
from Lampiran 1.7c "melengkapi lokasi penugasan kepada Petugas"
tono records need SEMBAKO by home_visit -> refused region
tono records need SEMBAKO by home_visit in desa-dua -> recorded

== complaint-by-home-visit
Keluhan pelaksanaan program sampai ke pengelola program
A complaint about how a program is carried out reaches the program's manager
rules R-APP-1 R-APP-2 R-APP-7 R-APP-8 R-FUP-2
from SELARAS 2 "merujuk kebutuhan program dan keluhan tentang implementasi program ke pengelola program terkait di berbagai jenjang"
sari records complaint not-received SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check receiver program_manager SEMBAKO
check level centre
prita: accept -> refused receiver
dewi: accept -> referred/accepted
dewi: complete -> decided/completed
check outcome settled
sari: inform by home -> decided
sari: close -> closed

== complaint-by-assisted-request
Keluhan lewat permintaan mandiri juga ditelaah supervisor
A complaint by an assisted request is reviewed by the supervisor as well
rules R-INT-4 R-APP-1
from Lampiran 1.3e "review pendataan keluhan"
sari records complaint late SEMBAKO by assisted_request -> recorded
maya: refer -> refused state
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested

== membership-to-the-registry
Keluhan kepesertaan dirujuk ke pengelola BDT
A membership complaint goes to the registry manager
rules R-APP-7
from SELARAS 2 "merujuk keluhan yang bersifat kepesertaan ke pengelola BDT"
sari records complaint not-listed by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check receiver registry_manager
dewi: accept -> refused post
reza: accept -> referred/accepted
reza: complete -> decided/completed
check outcome settled
sari: inform by home -> decided
sari: close -> closed

== membership-to-the-program
Keluhan kepesertaan dirujuk ke pengelola program, bila daerah memilih begitu
A membership complaint goes to the program's manager, where the district chose so
rules R-APP-7
from Lampiran 1.2e5 "melakukan rujukan keluhan yang bersifat kepesertaan dan program kepada pengelola program terkait"
set membership_receiver program_manager
sari records complaint removed SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check receiver program_manager SEMBAKO
reza: accept -> refused post
dewi: accept -> referred/accepted

== manager-passes-on-to-the-back-office
Manajer meneruskan ke back office yang dapat ditangani Sekretariat
The manager passes on to the back office what the secretariat can settle
rules R-APP-2 R-APP-13 R-APP-4
from Lampiran 1.6c "melakukan penanganan keluhan warga yang dapat ditangani di Sekretariat SLRT"
sari records complaint civil-papers by home_visit -> recorded
sari: submit -> review
bono: settle -> refused state
budi: endorse -> recommendation
budi: pass_on -> refused post
maya: pass_on -> back_office
bono: settle -> decided
check outcome settled
sari: inform by home -> decided
sari: close -> closed

== change-by-home-visit
Perubahan data ditelaah, direkomendasikan, diterapkan, dan dikirim ke basis data pusat
A change of data is reviewed, recommended, applied, and sent to the central database
rules R-REG-2 R-REG-5 R-APP-1 R-APP-3
from Lampiran 1.3b "review perubahan data penduduk"
sari records change floor tile by home_visit -> recorded
sari: submit -> review
check record floor earth
maya: recommend -> refused state
budi: endorse -> recommendation
check record floor earth
budi: recommend -> refused post
maya: recommend -> referred/requested
check record floor tile
check receiver registry_manager
reza: accept -> referred/accepted
reza: complete -> decided/completed
sari: inform by home -> decided
sari: close -> closed

== change-by-assisted-request
Perubahan data lewat permintaan mandiri
A change of data by an assisted request
rules R-INT-4 R-APP-1 R-APP-3
from Lampiran 1.2e1 "pembaharuan data penduduk"
sari records change floor cement by assisted_request -> recorded
sari: submit -> review
budi: endorse -> recommendation
mira: recommend -> referred/requested
check record floor cement

== participation-by-home-visit
Kepesertaan ditelaah dan diteruskan ke basis data pusat
Participation is reviewed and passed on to the central database
rules R-APP-1 R-REG-5
from SELARAS 2 "meneruskan hasil verifikasi data dan kepesertaan program ke basis data di tingkat pusat"
sari records participation SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> referred/requested
check receiver registry_manager
check record participation:SEMBAKO active
reza: accept -> referred/accepted
reza: complete -> decided/completed
sari: inform by home -> decided
sari: close -> closed

== participation-not-reviewed
Kepesertaan langsung ke manajer, bila daerah memilih begitu
Participation goes straight to the manager, where the district chose so
rules R-APP-1
from Lampiran 1.4d "pendataan data partisipasi program"
set participation_reviewed no
sari records participation SEMBAKO by assisted_request -> recorded
sari: submit -> recommendation
budi: endorse -> refused state
maya: recommend -> referred/requested

== addition-by-home-visit
Usulan penambahan: supervisor, rekomendasi survei, survei, verifikasi, pengelola BDT
An addition: supervisor, recommended survey, survey, verification, registry manager
rules R-REG-3 R-REG-8
from Pasal 14(1)c "diusulkan untuk dimasukkan ke dalam Daftar Penerima Manfaat setelah melalui verifikasi dan validasi"
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
reza: accept -> refused state
budi: endorse -> recommendation
maya: refer -> refused state
maya: recommend -> survey
maya: refer -> refused state
sari: record_survey survey worthy -> verification
maya: refer -> refused state
budi: verify -> verified
maya: refer -> referred/requested
check receiver registry_manager
reza: accept -> referred/accepted
reza: complete -> decided/completed
check outcome accepted
check record central_status listed
sari: inform by home -> decided
sari: close -> closed

== addition-by-assisted-request
Usulan penambahan atas permintaan rumah tangga sendiri
An addition at the household's own request
rules R-REG-8 R-INT-4
from Lampiran 1.2e2 "survey penambahan data penduduk"
household unlisted
sari records addition worthy by assisted_request -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
sari: record_survey without words -> refused need-survey
sari: record_survey survey worthy -> verification
bella: verify -> verified
mira: refer -> referred/requested

== problem-by-home-visit
Permasalahan dipetakan menjadi kebutuhan, lalu menempuh jalannya
A problem is mapped to a need, and goes its way
rules R-INT-7
from Pasal 14(1)d "keluhan atau permasalahannya dikaji dan dipetakan"
sari records problem by home_visit -> recorded
sari: map to change floor tile -> refused need-content
sari: map to need SEMBAKO -> recorded
check kind need
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested

== problem-by-assisted-request
Permasalahan dipetakan menjadi keluhan
A problem is mapped to a complaint
rules R-INT-7 R-INT-4
from Pasal 14(1)d "keluhan atau permasalahannya dikaji dan dipetakan"
sari records problem by assisted_request -> recorded
sari: map without words -> refused need-content
sari: map to complaint not-received SEMBAKO -> recorded
check kind complaint
sari: submit -> review
budi: endorse -> recommendation

== enquiry-not-at-home
Pertanyaan dijawab di meja layanan, bukan dicatat dari kunjungan rumah
A question is answered at the desk, not recorded from a home visit
rules R-INT-7
from Lampiran 1.5c "memberikan informasi tentang program perlindungan sosial"
sari records enquiry by home_visit -> refused intake-kind
fitri records enquiry by slrt_office -> registered

== who-may-record
Setiap jalan masuk mempunyai pencatatnya
Each way in has those who record there
rules R-INT-1
from Pasal 14(1)a "dikunjungi oleh Fasilitator SLRT di rumahnya"
budi records need SEMBAKO by home_visit -> refused intake-post
maya records need SEMBAKO by home_visit -> refused intake-post
fitri records need SEMBAKO by home_visit -> refused intake-post
putu records need SEMBAKO by home_visit -> refused intake-post
bono records need SEMBAKO by home_visit -> refused intake-post
agus records need SEMBAKO by home_visit -> refused intake-post
lela records need SEMBAKO by home_visit -> refused intake-post
dewi records need SEMBAKO by home_visit -> refused intake-post
reza records need SEMBAKO by assisted_request -> refused intake-post
hadi records need SEMBAKO by assisted_request -> refused intake-post
dian records need SEMBAKO by assisted_request -> refused intake-post
koko records need SEMBAKO by assisted_request -> refused intake-post
budi records need SEMBAKO by assisted_request -> refused intake-post
maya records need SEMBAKO by assisted_request -> refused intake-post
sari records need SEMBAKO by puskesos -> refused intake-post
fitri records need SEMBAKO by puskesos -> refused intake-post
lela records need SEMBAKO by puskesos -> refused intake-post
budi records need SEMBAKO by puskesos -> refused intake-post
maya records need SEMBAKO by puskesos -> refused intake-post
bono records need SEMBAKO by puskesos -> refused intake-post
agus records need SEMBAKO by puskesos -> refused intake-post
dewi records need SEMBAKO by puskesos -> refused intake-post
koko records need SEMBAKO by puskesos -> refused intake-post
sari records need SEMBAKO by slrt_office -> refused intake-post
putu records need SEMBAKO by slrt_office -> refused intake-post
budi records need SEMBAKO by slrt_office -> refused intake-post
maya records need SEMBAKO by slrt_office -> refused intake-post
bono records need SEMBAKO by slrt_office -> refused intake-post
agus records need SEMBAKO by slrt_office -> refused intake-post
dewi records need SEMBAKO by slrt_office -> refused intake-post
reza records need SEMBAKO by slrt_office -> refused intake-post
koko records need SEMBAKO by slrt_office -> refused intake-post
adi records need SEMBAKO by slrt_office -> refused intake-post
teguh records need SEMBAKO by slrt_office -> refused intake-post
fitri records need SEMBAKO by slrt_office -> registered
