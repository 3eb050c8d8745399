# Lembaga Teknis Desa: rujukan fasilitator di desa.

== facilitator-refers-in-the-village
Fasilitator merujuk ke Lembaga Teknis Desa; supervisor diberi tahu, tidak ditanya
The facilitator refers to the village body; the supervisor is informed, not asked
rules R-APP-11
from Pasal 13 "merespon dan menindaklanjuti usulan dan keluhan masyarakat yang dirujuk oleh Puskesmas atau Fasilitator SLRT di tingkat Desa"
sari records complaint other by home_visit -> recorded
budi: refer_village -> refused post
tono: refer_village -> refused region
sari: refer_village -> village_referral/requested
check receiver village_body
check told supervisor
vito: accept -> refused region
sari: accept -> refused post
lela: acknowledge -> village_referral/acknowledged
lela: accept -> village_referral/accepted
lela: complete -> decided/completed
check outcome settled
sari: inform by home -> decided
sari: close -> closed

== village-supervisor-asked
Supervisor ditanya lebih dulu, bila daerah memilih begitu
The supervisor is asked first, where the district chose so
rules R-APP-11
from project
set village_referral_supervisor asked
sari records complaint other by home_visit -> recorded
sari: refer_village -> refused state
sari: submit -> review
sari: refer_village -> refused post
budi: refer_village -> village_referral/requested
check receiver village_body
lela: accept -> village_referral/accepted

== village-body-rejects
Yang ditolak di desa belum berakhir: fasilitator mengajukannya ke kabupaten
What the village body rejects is not at its end: the facilitator submits it to the district
rules R-APP-11 R-APP-8 R-APP-9
from Pasal 12(2)e "kepada pengelola program/layanan sosial di Desa atau di Kabupaten melalui SLRT"
sari records need JAMBAN-DESA by home_visit -> recorded
sari: refer_village -> village_referral/requested
lela: reject -> refused need-reason
lela: reject for beyond-means -> recorded/rejected
check outcome none
sari: submit -> review
budi: endorse -> recommendation

== village-referral-cancelled
Rujukan di desa dibatalkan; fasilitator mengajukan ke supervisor
A referral in the village is cancelled; the facilitator submits to the supervisor
rules R-APP-11 R-APP-1
from project
sari records need JAMBAN-DESA by home_visit -> recorded
sari: refer_village -> village_referral/requested
sari: cancel for no-answer -> recorded/cancelled
maya: refer -> refused state
sari: submit -> review
budi: endorse -> recommendation

== village-stays-in-the-village
Apa yang dirujuk di desa tidak diteruskan keluar desa tanpa supervisor dan manajer
What was referred in the village is not forwarded beyond it without supervisor and manager
rules R-APP-1 R-APP-11
from Pasal 14(1)b "diteruskan ke SLRT Kabupaten setelah diperiksa dan disetujui oleh supervisor"
sari records need JAMBAN-DESA by home_visit -> recorded
sari: refer_village -> village_referral/requested
lela: forward to program_manager BEDAH-RUMAH for not-competent -> refused need-receiver
lela: forward to registry_manager for not-competent -> refused need-receiver
lela: reject for not-competent -> recorded/rejected

== no-list-matters-in-the-village
Perubahan data dan usulan tidak dirujuk ke Lembaga Teknis Desa
Changes of data and proposals are not referred to the village body
rules R-APP-11 R-APP-3
from Lampiran 1.2e1 "pembaharuan data penduduk"
sari records change floor tile by home_visit -> recorded
sari: refer_village -> refused state
sari: submit -> review

== village-need-settled
Kebutuhan diselesaikan di desa
A need is settled in the village
rules R-APP-11
from Pasal 13 "merespon dan menindaklanjuti usulan"
sari records need JAMBAN-DESA by assisted_request -> recorded
sari: refer_village -> village_referral/requested
lela: examine -> village_referral/under_review
lela: ask for more-facts -> village_referral/needs_information
sari: provide -> village_referral/under_review
lela: accept -> village_referral/accepted
lela: start -> village_referral/in_progress
lela: complete -> decided/completed

== village-status-told
Selama dirujuk di desa fasilitator menyampaikan status
While it is referred in the village the facilitator tells the status
rules R-FUP-2 R-APP-11
from Pasal 14(1)g "fasilitator SLRT akan menginformasikan kepada individu/keluarga/rumah tangga tentang status keluhannya"
sari records complaint other by home_visit -> recorded
sari: refer_village -> village_referral/requested
sari: inform by home -> village_referral
lela: accept -> village_referral/accepted

== office-does-not-refer-to-the-village
Kantor kabupaten tidak merujuk langsung ke Lembaga Teknis Desa
The district's office does not refer to the village body
rules R-APP-11
from Pasal 13 "dirujuk oleh Puskesmas atau Fasilitator SLRT di tingkat Desa"
fitri records complaint other by slrt_office -> registered
fitri: refer_village -> refused state
fitri: pass_on -> analysis
agus: pass_on -> back_office
bono: refer_village -> refused state
bono: settle -> decided
