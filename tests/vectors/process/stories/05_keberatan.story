# Keberatan, pembukaan kembali, jendela waktunya.

== objection-to-the-supervisor
Keberatan atas penolakan supervisor dinilai orang lain
An objection to the supervisor's rejection is judged by somebody else
rules R-FUP-3 R-APP-5
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
sari: object -> refused state
budi: reject for no-evidence -> decided
sari: object without words -> refused need-request
budi: object -> refused post
sari: object -> review
check round 2
check outcome none
budi: endorse -> refused apart-objection
budi: reject for no-evidence -> refused apart-objection
budi: return for incomplete -> refused apart-objection
bella: endorse -> recommendation
maya: refer -> referred/requested

== objection-after-closing
Keberatan setelah kasus ditutup, dalam jangka waktunya
An objection after the case was closed, in time
rules R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for no-evidence -> decided
sari: inform -> decided
sari: close -> closed
after 30 working days
sari: object -> review
check round 2

== objection-too-late
Keberatan setelah jangka waktunya lewat
An objection that comes too late
rules R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for no-evidence -> decided
sari: inform -> decided
sari: close -> closed
after 31 working days
sari: object -> refused need-window
sari: reopen -> refused need-window

== objection-to-the-manager
Setelah keberatan atas penolakan manajer, supervisor lain dan manajer lain menilai
After an objection to the manager's rejection another supervisor and another manager judge
rules R-FUP-3 R-APP-5
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: reject for not-entitled -> decided
sari: object -> review
budi: endorse -> refused apart-objection
bella: endorse -> recommendation
maya: refer -> refused apart-objection
mira: refer -> referred/requested

== objection-to-the-receiver
Setelah keberatan atas penolakan pengelola program, pengelola lain memutuskan
After an objection to the program manager's rejection another one decides
rules R-FUP-3 R-APP-5 R-APP-8
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: reject for quota -> decided/rejected
sari: object -> review
bella: endorse -> recommendation
mira: refer -> referred/requested
dewi: accept -> refused apart-objection
dodi: accept -> referred/accepted

== objections-at-most-two
Keberatan kedua diterima, yang ketiga ditolak
A second objection is taken, a third is not
rules R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for no-evidence -> decided
sari: object -> review
bella: reject for no-evidence -> decided
sari: object -> review
check round 3
budi: endorse -> refused apart-objection
bella: endorse -> refused apart-objection
dian: reject for no-evidence -> decided
sari: object -> refused need-round
sari: inform -> decided
sari: close -> closed
sari: object -> refused need-round

== objection-needs-an-adverse-outcome
Keberatan hanya atas hasil yang merugikan
An objection is only to an outcome that is adverse
rules R-FUP-3
from project
putu records complaint civil-papers by puskesos -> registered
putu: settle -> decided
putu: object -> refused need-adverse
putu: inform by desk -> decided
putu: close -> closed
putu: object -> refused need-adverse
putu: reopen -> analysis

== objection-at-the-office
Keberatan di kantor kembali ke review dan analisis, orang lain menilainya
An objection at the office goes back to review and analysis, to somebody else
rules R-FUP-3 R-APP-5
from project
fitri records need SEMBAKO by slrt_office -> registered
fitri: pass_on -> analysis
agus: reject for already-served -> decided
fitri: object -> analysis
check round 2
agus: pass_on -> refused apart-objection
rudi: pass_on -> back_office

== objection-to-a-failure
Keberatan juga atas rujukan yang gagal
An objection to a referral that failed as well
rules R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: accept -> referred/accepted
dewi: fail for beyond-means -> decided/failed
check outcome failed
sari: object -> review

== objection-by-the-puskesos
Puskesos menyampaikan keberatan rumah tangga
The Puskesos takes down a household's objection
rules R-FUP-3
from project
putu records need SEMBAKO by puskesos -> registered
putu: pass_on -> analysis
agus: reject for already-served -> decided
putu: inform by desk -> decided
putu: close -> closed
putu: object -> analysis
agus: pass_on -> refused apart-objection

== objection-about-an-addition
Keberatan atas usulan yang ditolak pada verifikasi
An objection to a proposal that was rejected at the verification
rules R-FUP-3 R-REG-8 R-APP-5
from project
household unlisted
sari records addition worthy by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: recommend -> survey
sari: record_survey survey missing -> verification
budi: reject for not-found -> decided
sari: object -> review
budi: endorse -> refused apart-objection
bella: endorse -> recommendation
mira: recommend -> survey
sari: record_survey survey worthy -> verification
budi: verify -> refused apart-objection
bella: verify -> verified

== objection-about-a-change
Keberatan atas perubahan data yang ditolak
An objection to a change of data that was rejected
rules R-FUP-3 R-APP-3
from project
sari records change floor tile by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: reject for contradictory -> decided
sari: object -> review
bella: endorse -> recommendation
maya: recommend -> refused apart-objection
mira: recommend -> referred/requested
check record floor tile

== reopened
Kasus yang sudah ditutup dibuka kembali dalam jangka waktunya
A closed case is reopened in time
rules R-FUP-3
from project
sari records complaint not-received SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: accept -> referred/accepted
dewi: complete -> decided/completed
sari: reopen -> refused state
sari: inform -> decided
sari: close -> closed
after 30 working days
budi: reopen -> refused post
sari: reopen without words -> refused need-request
sari: reopen -> review
check outcome none
check round 1
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: accept -> referred/accepted

== reopened-too-late
Setelah jangka waktunya lewat kasus tidak dibuka kembali
After its time a case is not reopened
rules R-FUP-3
from project
sari records complaint not-received SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: endorse -> recommendation
maya: refer -> referred/requested
dewi: accept -> referred/accepted
dewi: complete -> decided/completed
sari: inform -> decided
sari: close -> closed
after 31 working days
sari: reopen -> refused need-window

== rejected-is-objected-not-reopened
Yang ditolak diajukan keberatan, tidak dibuka kembali begitu saja
What was rejected is objected to; it is not simply reopened
rules R-FUP-3 R-APP-5
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
budi: reject for no-evidence -> decided
sari: inform -> decided
sari: close -> closed
sari: reopen -> refused need-not-adverse
sari: object -> review

== reopened-after-withdrawal
Yang ditarik kembali dapat dibuka lagi
What was withdrawn can be reopened
rules R-FUP-3
from project
sari records need SEMBAKO by home_visit -> recorded
sari: submit -> review
sari: withdraw -> closed
sari: reopen -> review
budi: endorse -> recommendation

== reopened-at-the-office
Kasus kantor dibuka kembali dan dikaji lagi
A case of the office is reopened and examined again
rules R-FUP-3 R-APP-13
from project
fitri records complaint civil-papers by slrt_office -> registered
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: settle -> decided
bono: inform by desk -> decided
bono: close -> closed
agus: reopen -> refused post
fitri: reopen -> analysis
bono: settle -> refused state
agus: pass_on -> back_office
