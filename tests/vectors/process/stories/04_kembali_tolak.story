# Dikembalikan untuk diperbaiki, ditolak, ditarik kembali.

== supervisor-returns
Supervisor mengembalikan dengan alasan; fasilitator memperbaiki dan mengajukan lagi
The supervisor returns with a reason; the facilitator corrects and submits again
rules R-APP-2
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: return -> refused need-reason
budi: return for quota -> refused need-reason
budi: return for incomplete -> returned
check waits for facilitator
budi: endorse -> refused state
maya: refer -> refused state
budi: correct to need BEDAH-RUMAH -> refused post
sari: correct to complaint late SEMBAKO -> refused need-content
sari: correct without words -> refused need-content
sari: correct to need BEDAH-RUMAH -> returned
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
check receiver program_manager BEDAH-RUMAH

== resubmitted-unchanged
Yang dikembalikan dapat diajukan lagi tanpa perubahan; supervisor yang sama boleh menilai ulang
What was returned can be submitted as it stands; the same supervisor may judge again
rules R-APP-2 R-APP-5
from project
sari records complaint late SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: return for contradictory -> returned
sari: submit -> review
budi: return for no-evidence -> returned
sari: submit -> review
budi: endorse -> recommendation

== manager-returns
Manajer mengembalikan; semuanya diperiksa lagi oleh supervisor
The manager returns; all of it is examined again by the supervisor
rules R-APP-2 R-APP-1
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: return -> refused need-reason
maya: return for incomplete -> returned
maya: refer -> refused state
sari: submit -> review
maya: refer -> refused state
budi: endorse -> recommendation
maya: refer -> referred/requested

== analysis-returns
Review dan analisis mengembalikan ke meja pencatat
Review and analysis returns to the desk that recorded
rules R-APP-2
from project
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: return -> refused need-reason
agus: return for incomplete -> returned
check waits for front_office
agus: pass_on -> refused state
fitri: correct to complaint other -> returned
fitri: submit -> analysis
agus: pass_on -> back_office

== analysis-returns-to-the-puskesos
Review dan analisis mengembalikan ke Puskesos
Review and analysis returns to the Puskesos
rules R-APP-2
from project
putu records complaint civil-papers by puskesos -> registered
putu: pass_on -> analysis
agus: return for incomplete -> returned
fitri: submit -> refused post
putu: submit -> analysis

== manager-returns-a-change
Manajer mengembalikan perubahan data
The manager returns a change of data
rules R-APP-2 R-APP-3
from project
sari records change floor tile by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: return for contradictory -> returned
sari: correct to change floor cement -> returned
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> referred/requested
check record floor cement

== verification-returned
Survei yang kurang dikembalikan
A survey that falls short is returned
rules R-REG-8 R-APP-2
from project
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
sari: record_survey survey missing -> verification
budi: return -> refused need-reason
budi: return for incomplete -> survey
maya: refer -> refused state
sari: record_survey survey worthy -> verification
budi: verify -> verified

== supervisor-rejects
Supervisor menolak dengan alasan; rumah tangga diberi tahu
The supervisor rejects with a reason; the household is told
rules R-APP-2 R-FUP-2
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject -> refused need-reason
sari: reject for duplicate -> refused post
budi: reject for duplicate -> decided
check outcome rejected
check waits for facilitator
maya: refer -> refused state
sari: close -> refused need-feedback
sari: inform by home -> decided
sari: close -> closed

== manager-rejects
Manajer menolak dengan alasan
The manager rejects with a reason
rules R-APP-2
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
budi: reject for duplicate -> refused post
maya: reject -> refused need-reason
maya: reject for not-entitled -> decided
check outcome rejected

== manager-rejects-a-change
Manajer menolak perubahan data; catatan tetap
The manager rejects a change of data; the record stays
rules R-APP-2 R-APP-3
from project
sari records change floor tile by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: reject for contradictory -> decided
check outcome rejected
check record floor earth

== analysis-rejects
Review dan analisis menolak dengan alasan
Review and analysis rejects with a reason
rules R-APP-2
from project
fitri records need SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: reject -> refused need-reason
agus: reject for already-served -> decided
check outcome rejected
bono: inform by desk -> decided
bono: close -> closed

== verification-rejects
Verifikasi dan validasi menolak usulan
Verification and validation rejects a proposal
rules R-REG-8 R-APP-2
from Pasal 14(1)c "setelah melalui verifikasi dan validasi"
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
sari: record_survey survey missing -> verification
budi: reject for not-found -> decided
check outcome rejected

== not-worthy
Usulan bernilai tidak layak menempuh jalan yang sama dan ditolak pengelola BDT
A proposal of not worthy goes the same way, and the registry manager refuses it
rules R-REG-8
from Lampiran 1.5d2 "mengusulkan yang bersangkutan apakah layak atau tidak dimasukkan ke dalam Basis Data"
household unlisted
fitri records addition unworthy by slrt_office -> registered
fitri: pass_on -> analysis
agus: endorse -> recommendation
maya: recommend -> survey
sari: record_survey survey unworthy -> verification
budi: verify -> verified
maya: refer -> referred/requested
reza: reject -> refused need-reason
reza: reject for not-entitled -> decided/rejected
check outcome rejected
check record central_status refused

== withdrawn-when-recorded
Ditarik kembali sebelum diajukan
Withdrawn before it is submitted
rules R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: withdraw without words -> refused need-request
sari: withdraw -> closed
check outcome withdrawn
check nobody waits
sari: submit -> refused state

== withdrawn-in-review
Ditarik kembali saat ditelaah
Withdrawn while it is reviewed
rules R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: withdraw -> refused post
sari: withdraw -> closed
check outcome withdrawn

== withdrawn-when-returned
Ditarik kembali saat dikembalikan
Withdrawn while it is returned
rules R-FUP-3
from project
sari records change floor tile by home_visit -> recorded
sari: submit -> review
budi: return for incomplete -> returned
sari: withdraw -> closed
check outcome withdrawn

== withdrawn-at-the-manager
Ditarik kembali saat di manajer
Withdrawn while it is with the manager
rules R-FUP-3
from project
sari records participation SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
sari: withdraw -> closed
check record participation:SEMBAKO unknown

== withdrawn-while-referred
Ditarik kembali saat dirujuk; rujukannya batal
Withdrawn while it is referred; its referral is cancelled
rules R-FUP-3 R-FUP-1
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
sari: withdraw -> closed/cancelled
check outcome withdrawn
dewi: accept -> refused state

== withdrawn-at-the-office
Ditarik kembali di kantor: di meja, saat dikaji, di back office
Withdrawn at the office: at the desk, when examined, in the back office
rules R-FUP-3
from project
fitri records complaint not-received SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: request_approval -> approval
maya: withdraw -> refused post
fitri: withdraw -> closed/cancelled
check outcome withdrawn

== withdrawn-before-analysis
Ditarik kembali sebelum dikaji
Withdrawn before it is examined
rules R-FUP-3
from project
fitri records complaint civil-papers by slrt_office -> registered
fitri: withdraw -> closed
check outcome withdrawn

== withdrawn-in-analysis
Ditarik kembali saat dikaji
Withdrawn while it is examined
rules R-FUP-3
from project
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: withdraw -> refused post
fitri: withdraw -> closed
check outcome withdrawn

== withdrawn-in-the-back-office
Ditarik kembali saat di back office
Withdrawn while it is in the back office
rules R-FUP-3
from project
putu records complaint civil-papers by puskesos -> registered
putu: pass_on -> analysis
agus: pass_on -> back_office
putu: withdraw -> closed
check outcome withdrawn

== withdrawn-in-the-village
Ditarik kembali saat dirujuk di desa
Withdrawn while it is referred in the village
rules R-FUP-3 R-APP-11
from project
sari records complaint other by home_visit -> recorded
sari: refer_village -> village_referral/requested
sari: withdraw -> closed/cancelled
lela: accept -> refused state

== withdrawn-during-the-survey
Usulan ditarik kembali pada survei dan pada verifikasi
A proposal withdrawn at the survey and at the verification
rules R-FUP-3 R-REG-8
from project
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
sari: record_survey survey worthy -> verification
budi: verify -> verified
sari: withdraw -> closed
check outcome withdrawn
check record central_status unlisted

== not-withdrawn-when-decided
Yang sudah diputus tidak ditarik kembali
What is decided is not withdrawn
rules R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for duplicate -> decided
sari: withdraw -> refused state
