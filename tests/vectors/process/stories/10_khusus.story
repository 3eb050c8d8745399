# Anonim, peka, tak terdaftar, dan pilihan daerah lainnya.

== anonymous
Keluhan anonim: jawabannya menunggu pada nomor registrasi
An anonymous complaint: its answer waits under the registration number
rules R-ALL-2 R-INT-1 R-FUP-2
from project
putu records complaint deduction SEMBAKO anonymous by puskesos -> registered
putu: pass_on -> analysis
agus: pass_on -> back_office
bono: settle -> decided
putu: close -> refused need-feedback
putu: inform by number -> decided
putu: close -> closed

== anonymous-at-home
Keluhan anonim yang diterima fasilitator ditelaah seperti yang lain
An anonymous complaint taken by a facilitator is reviewed like the others
rules R-APP-1 R-ALL-2
from Lampiran 1.3e "review pendataan keluhan"
sari records complaint deduction SEMBAKO anonymous by home_visit -> recorded
maya: refer -> refused state
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: accept -> referred/accepted

== sensitive-has-its-own-readers
Keluhan peka mempunyai pembacanya sendiri
A sensitive complaint has its own readers
rules R-ALL-2
from project
fitri records complaint violence by slrt_office -> registered
check sees fitri
check sees agus
check sees bono
check sees maya
check sees koko
check sees hadi
check hidden sari
check hidden budi
check hidden putu
check hidden dian
check hidden dewi
check hidden reza
check hidden lela
check hidden adi
check hidden teguh
fitri: pass_on -> analysis
check sees agus

== sensitive-seen-by-who-is-waited-for
Yang ditunggu melihat keluhan peka; setelah itu hanya yang pernah memegangnya
Who is waited for sees a sensitive complaint; later only those who had it in hand
rules R-ALL-2
from project
sari records complaint violence by home_visit -> recorded
check sees sari
check hidden budi
check hidden fitri
sari: submit -> review
check sees budi
check sees bella
check hidden rina
budi: endorse -> recommendation
check sees budi
check hidden bella
check sees maya

== ordinary-case-readers
Kasus biasa dilihat oleh yang bertugas di tempatnya, bukan oleh yang lain
An ordinary case is seen by those on duty in its place, not by others
rules R-ALL-2 R-APP-6
from Lampiran 1.7c "melengkapi lokasi penugasan kepada Petugas"
sari records need SEMBAKO by home_visit -> recorded
check sees sari
check sees sinta
check sees budi
check sees maya
check sees fitri
check sees agus
check sees bono
check sees putu
check sees dani
check sees kiki
check sees koko
check sees hadi
check sees tuti
check sees dian
check hidden tono
check hidden rina
check hidden dewi
check hidden reza
check hidden lela
check hidden adi
check hidden teguh
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check sees dewi
check sees dodi
check hidden prita
check hidden reza
check hidden lela
check hidden vito

== village-body-reads-its-own
Lembaga Teknis Desa melihat hanya yang dirujuk kepadanya
The village body sees only what was referred to it
rules R-ALL-2 R-APP-11
from Pasal 13 "yang dirujuk oleh Puskesmas atau Fasilitator SLRT di tingkat Desa"
sari records complaint other by home_visit -> recorded
check hidden lela
sari: refer_village -> village_referral/requested
check sees lela
check hidden vito
check hidden dewi

== unlisted-in-parallel
Keluhan rumah tangga tak terdaftar berjalan bersamaan dengan usulannya
A complaint of an unlisted household goes on in parallel with its proposal
rules R-REG-3
from project
household unlisted
sari records complaint not-listed by home_visit -> recorded
check listed no
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
reza: accept -> referred/accepted

== unlisted-need-in-parallel
Kebutuhan rumah tangga tak terdaftar: program yang mensyaratkan daftar menunggu
A need of an unlisted household: a program that demands listing waits
rules R-REG-3
from project
household unlisted
sari records need PKH by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> refused need-listed
maya: return for incomplete -> returned
sari: submit -> review
budi: endorse -> recommendation
household listed
maya: refer -> referred/requested
dewi: accept -> referred/accepted

== unlisted-need-of-an-open-program
Program yang tidak mensyaratkan daftar tidak menunggu
A program that does not demand listing does not wait
rules R-REG-3
from project
household unlisted
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: accept -> referred/accepted

== unlisted-waits
Kasus rumah tangga tak terdaftar menunggu, bila daerah memilih begitu
A case of an unlisted household waits, where the district chose so
rules R-REG-3
from Pasal 14(1)c "jika tidak ada dalam Daftar Penerima Manfaat maka diusulkan untuk dimasukkan"
set unlisted_case waits
household unlisted
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> refused need-listed
household listed
maya: refer -> referred/requested

== unlisted-waits-at-the-office
Juga di kantor kasus rumah tangga tak terdaftar menunggu
A case of an unlisted household waits at the office as well
rules R-REG-3
from Pasal 14(1)d "jika ada di dalam Daftar Penerima Manfaat maka keluhan atau permasalahannya dikaji dan dipetakan, untuk diteruskan"
set unlisted_case waits
household unlisted
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya: approve -> back_office
bono: refer -> refused need-listed
household listed
bono: refer -> referred/requested

== unlisted-is-answered-meanwhile
Yang menunggu dirujuk tetap boleh dijawab
What waits to be referred may be answered all the same
rules R-REG-3 R-APP-13
from Lampiran 1.6b "memberikan jawaban/kepastian atas aduan/keluhan yang diterima"
set unlisted_case waits
household unlisted
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: answer -> decided

== listed-does-not-wait
Rumah tangga terdaftar tidak menunggu
A listed household does not wait
rules R-REG-3
from Pasal 14(1)d "jika ada di dalam Daftar Penerima Manfaat maka keluhan atau permasalahannya dikaji dan dipetakan"
set unlisted_case waits
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested

== addition-of-a-listed-household
Rumah tangga yang sudah terdaftar tidak diusulkan lagi
A household that is listed already is not proposed again
rules R-REG-8
from Pasal 14(1)c "jika tidak ada dalam Daftar Penerima Manfaat maka diusulkan"
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
household listed
maya: recommend -> refused need-not-listed
maya: reject for already-served -> decided

== addition-status
Status usulan: diusulkan, lalu terdaftar atau ditolak
The status of a proposal: proposed, then listed or refused
rules R-REG-3 R-REG-8
from SELARAS 1 "bahan pertimbangan bagi pengelola BDT untuk memasukkan RT tersebut ke dalam basis data atau daftar penerima program"
household unlisted
sari records addition worthy by home_visit -> recorded
check record central_status unlisted
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
check record central_status unlisted
sari: record_survey survey worthy -> verification
budi: verify -> verified
check record central_status unlisted
maya: refer -> referred/requested
check record central_status proposed
maya: cancel for incomplete -> verified/cancelled
check record central_status unlisted
maya: refer -> referred/requested
reza: reject for quota -> decided/rejected
check record central_status refused

== addition-withdrawn-after-proposal
Usulan yang ditarik kembali setelah dikirim tidak lagi berstatus diusulkan
A proposal withdrawn after it was sent is proposed no longer
rules R-REG-3 R-FUP-3
from project
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
sari: record_survey survey worthy -> verification
budi: verify -> verified
maya: refer -> referred/requested
sari: withdraw -> closed/cancelled
check record central_status unlisted

== change-overtaken
Perubahan yang sudah didahului tidak diterapkan
A change that was overtaken is not applied
rules R-REG-2
from project
sari records change floor tile by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
sari: correct to change floor cement -> refused state
maya: recommend -> referred/requested
check record floor tile
reza: reject for duplicate -> decided/rejected

== who-may-complain
Bila daerah memilih begitu, hanya yang miskin dan rentan mengadu; yang tidak dikenal daftar tidak ditolak
Where the district chose so only the poor and vulnerable complain; whom the list does not know is not turned away
rules R-INT-1
from Pasal 12(2)c "mencatat keluhan penduduk miskin dan rentan"
set who_may_complain vulnerable
household decile 7
sari records complaint not-received SEMBAKO by home_visit -> refused intake-who
sari records need SEMBAKO by home_visit -> recorded

== the-vulnerable-complain
Yang rentan dan yang tidak dikenal daftar boleh mengadu
The vulnerable complain, and so do those of whom the list knows nothing
rules R-INT-1
from Pasal 12(2)c "mencatat keluhan penduduk miskin dan rentan"
set who_may_complain vulnerable
sari records complaint not-received SEMBAKO by home_visit -> recorded
household decile 4
sinta records complaint late SEMBAKO by home_visit -> recorded
sinta: submit -> review

== any-resident-complains
Siapa pun boleh mengadu, bila daerah tidak memilih lain
Any resident may complain, where the district did not choose otherwise
rules R-INT-1
from Lampiran 1.5a "menerima keluhan warga terkait layanan sosial di daerah"
household decile 9
sari records complaint not-received SEMBAKO by home_visit -> recorded

== correct-before-sending
Pencatat memperbaiki sebelum mengajukan
The recorder corrects before submitting
rules R-APP-2
from project
sari records need SEMBAKO by home_visit -> recorded
tono: correct to need BEDAH-RUMAH -> refused region
budi: correct to need BEDAH-RUMAH -> refused post
sari: correct to need BEDAH-RUMAH -> recorded
sari: submit -> review
sari: correct to need SEMBAKO -> refused state
budi: endorse -> recommendation

== correct-at-the-desk
Front office memperbaiki sebelum meneruskan
The front office corrects before passing on
rules R-APP-2
from project
fitri records complaint civil-papers by slrt_office -> registered
fitri: correct to complaint other -> registered
fitri: pass_on -> analysis
fitri: correct to complaint other -> refused state

== nothing-by-those-without-a-part
Administrator, technical assistant dan tata usaha tidak menilai kasus
The administrator, the technical assistant and administration judge no case
rules R-APP-6
from Lampiran 1.7b "memberikan User kepada Petugas SLRT di Kabupaten"
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
adi: endorse -> refused post
teguh: endorse -> refused post
tuti: endorse -> refused post
hadi: endorse -> refused post
budi: endorse -> recommendation
adi: refer -> refused post
teguh: refer -> refused post
tuti: refer -> refused post
dian: refer -> refused post
maya: refer -> referred/requested
adi: accept -> refused post
teguh: accept -> refused post
