"""A rulebook is checked as a whole before anybody relies on it: each mistake has its place, in both languages."""

import itertools
from pathlib import Path
from random import Random

import pytest

from slrt_core.errors import Invalid
from slrt_core.model import CaseKind, ComplaintClass
from slrt_core.rules.rulebook import FILES, Rulebook, load_rulebook, rulebook_from_texts

DEFAULT = load_rulebook()

ENDORSE = (
    "change|addition|participation|need|complaint,*,review,endorse,recommendation,"
    "supervisor,region,review,seen,,3,after_supervisor=manager,R-APP-2 P14(1)b L1.3"
)
"""A line of the case table, changed below in one cell at a time."""

CASES = DEFAULT.texts["cases.csv"]
LINE = CASES.splitlines().index(ENDORSE) + 1


def changed(file: str, old: str, new: str) -> dict[str, str]:
    text = DEFAULT.texts[file]
    assert old in text, f"{old!r} does not stand in {file}"
    return {**DEFAULT.texts, file: text.replace(old, new, 1)}


def problems(texts: dict[str, str], settings: dict[str, str] | None = None) -> dict[str, str]:
    """The code of each problem by its place."""
    with pytest.raises(Invalid) as error:
        rulebook_from_texts(texts, settings)
    for reason in error.value.reasons:
        assert reason.text.id
        assert reason.text.en
        assert reason.path
    return {reason.path: reason.code for reason in error.value.reasons}


MISSPELT = [
    ("cases.csv", ENDORSE, ENDORSE.replace(",review,endorse", ",revew,endorse"), f"cases.csv:{LINE}:from"),
    ("cases.csv", ENDORSE, ENDORSE.replace("recommendation", "recomendation"), f"cases.csv:{LINE}:to"),
    ("cases.csv", ENDORSE, ENDORSE.replace("endorse", "endorze"), f"cases.csv:{LINE}:command"),
    ("cases.csv", ENDORSE, ENDORSE.replace(",supervisor", ",supervizor"), f"cases.csv:{LINE}:posts"),
    ("cases.csv", ENDORSE, ENDORSE.replace(",seen", ",sean"), f"cases.csv:{LINE}:needs"),
    ("cases.csv", ENDORSE, ENDORSE.replace("seen,,", "seen,notifi:supervisor,"), f"cases.csv:{LINE}:effects"),
    ("cases.csv", ENDORSE, ENDORSE.replace("seen,,", "seen,notify:superviser,"), f"cases.csv:{LINE}:effects"),
    ("cases.csv", ENDORSE, ENDORSE.replace(",region,review", ",region,reviev"), f"cases.csv:{LINE}:stage"),
    ("cases.csv", ENDORSE, ENDORSE.replace(",region,", ",regoin,"), f"cases.csv:{LINE}:scope"),
    ("cases.csv", ENDORSE, ENDORSE.replace("addition", "additon"), f"cases.csv:{LINE}:kinds"),
    ("cases.csv", ENDORSE, ENDORSE.replace(",*,", ",home_visti,"), f"cases.csv:{LINE}:ways"),
    ("cases.csv", ENDORSE, ENDORSE.replace("after_supervisor=", "after_superviser="), f"cases.csv:{LINE}:when"),
    ("cases.csv", ENDORSE, ENDORSE.replace("=manager", "=maneger"), f"cases.csv:{LINE}:when"),
    (
        "referrals.csv",
        "requested,acknowledge,acknowledged",
        "requested,acknowlege,acknowledged",
        "referrals.csv:2:command",
    ),
    ("referrals.csv", "requested,acknowledge,acknowledged", "requested,acknowledge,acknowleged", "referrals.csv:2:to"),
    ("referrals.csv", "acknowledged,receiver", "acknowledged,reciever", "referrals.csv:2:side"),
    ("posts.toml", 'reads = "region"', 'reads = "regions"', "posts.toml:post.facilitator.reads"),
    ("posts.toml", 'stand_ins = ["data_section_head"', 'stand_ins = ["data_head"', "posts.toml:stage.review.stand_ins"),
    ("posts.toml", 'initial = "recorded"', 'initial = "recoded"', "posts.toml:way.home_visit.initial"),
    ("options.toml", 'default = "manager"', 'default = "manger"', "options.toml:option.after_supervisor.default"),
    ("topics.toml", 'sector = "education"', 'sector = "educaton"', "topics.toml:topic.school-costs.sector"),
    ("variables.toml", "earth = { id", "erth = { id", "variables.toml:variable.floor.labels.erth"),
    ("calendar.toml", "weekend =", "weekends =", "calendar.toml:weekends"),
    ("routing.toml", 'receiver = "program_manager"', 'receiver = "program_manger"', "routing.toml:route.1.receiver"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"), MISSPELT, ids=[f"{n} {case[3]}" for n, case in enumerate(MISSPELT)]
)
def test_a_misspelt_name_has_its_place_and_a_hint(file: str, old: str, new: str, place: str) -> None:
    with pytest.raises(Invalid) as error:
        rulebook_from_texts(changed(file, old, new))
    found = [reason for reason in error.value.reasons if reason.path == place and reason.code == "rulebook-unknown"]
    [reason] = found or pytest.fail(f"nothing at {place}: {error.value}")
    assert "maksudnya" in reason.text.id
    assert "did you mean" in reason.text.en


OTHER_MISTAKES = [
    ("posts.toml", 'level = "village"', 'levle = "village"', "posts.toml:post.facilitator.levle", "rulebook-unknown"),
    ("posts.toml", 'level = "village"\n', "", "posts.toml:post.facilitator.level", "rulebook-missing"),
    ("limits.toml", "value = 3", 'value = "3"', "limits.toml:limit.unreached_attempts.value", "rulebook-value"),
    (
        "posts.toml",
        'stand_ins = ["data_section_head"',
        'stand_ins = "data_section_head" # ',
        "posts.toml:stage.review.stand_ins",
        "rulebook-value",
    ),
    ("limits.toml", "value = 3", "value = true", "limits.toml:limit.unreached_attempts.value", "rulebook-value"),
    ("states.toml", "terminal = true", 'terminal = "yes"', "states.toml:case.closed.terminal", "rulebook-value"),
    ("limits.toml", "value = 3", "value = = 3", "limits.toml:4:9", "rulebook-syntax"),
    (
        "limits.toml",
        'basis = "R-FUP-2 own"',
        'basis = "because"',
        "limits.toml:limit.unreached_attempts.basis",
        "rulebook-value",
    ),
    ("posts.toml", "[stage.review]", "[stage.revieww]", "posts.toml:stage.review", "rulebook-missing"),
    ("cases.csv", ENDORSE, ENDORSE.replace(",3,", ",0,"), f"cases.csv:{LINE}:days", "rulebook-days"),
    ("cases.csv", ENDORSE, ENDORSE.replace(",3,", ",soon,"), f"cases.csv:{LINE}:days", "rulebook-days"),
    ("cases.csv", ENDORSE, ENDORSE.replace(",3,", ",,"), f"cases.csv:{LINE}:days", "rulebook-days"),
    (
        "cases.csv",
        ENDORSE,
        ENDORSE.replace("R-APP-2 P14(1)b L1.3", "P14(1)b"),
        f"cases.csv:{LINE}:basis",
        "rulebook-basis",
    ),
    (
        "cases.csv",
        ENDORSE,
        ENDORSE.replace("R-APP-2 P14(1)b", "R-APP-2 law"),
        f"cases.csv:{LINE}:basis",
        "rulebook-basis",
    ),
    ("cases.csv", ENDORSE, ENDORSE.replace("=manager", ""), f"cases.csv:{LINE}:when", "rulebook-when"),
    ("cases.csv", ENDORSE, ENDORSE + ",one,more", f"cases.csv:{LINE}", "rulebook-cells"),
    ("cases.csv", ",basis\n", "\n", "cases.csv:1", "rulebook-column"),
    ("cases.csv", "kinds,ways", "ways,kinds", "cases.csv:1", "rulebook-column"),
    ("cases.csv", "kinds,", "kins,", "cases.csv:1:kins", "rulebook-unknown"),
    ("cases.csv", ENDORSE, f"{ENDORSE}\n{ENDORSE}", f"cases.csv:{LINE + 1}", "rulebook-twice"),
    (
        "variables.toml",
        'earth = { id = "tanah", en = "earth" }\n',
        "",
        "variables.toml:variable.floor.labels",
        "rulebook-label",
    ),
    ("variables.toml", "max = 10\n", "max = 0\n", "variables.toml:variable.decile.min", "rulebook-range"),
    ("routing.toml", 'kinds = ["need"]', 'kinds = ["addition"]', "routing.toml", "rulebook-route"),
    ("routing.toml", '"implementation", "other"', '"implementation"', "routing.toml", "rulebook-route"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "code"),
    OTHER_MISTAKES,
    ids=[f"{n} {case[3]}" for n, case in enumerate(OTHER_MISTAKES)],
)
def test_other_mistakes_have_their_place(file: str, old: str, new: str, place: str, code: str) -> None:
    assert problems(changed(file, old, new)).get(place) == code


def test_a_dead_end_is_found() -> None:
    lines = [
        line for line in CASES.splitlines(keepends=True) if ",verification," not in line.split(",record_survey")[0]
    ]
    kept = [line for line in lines if not line.startswith("addition,*,verification,")]
    with pytest.raises(Invalid) as error:
        rulebook_from_texts({**DEFAULT.texts, "cases.csv": "".join(kept)})
    stuck = [reason.text.en for reason in error.value.reasons if reason.code == "rulebook-stuck"]
    assert any("addition by home_visit" in text and "'verification'" in text for text in stuck)


def test_all_mistakes_are_told_at_once() -> None:
    texts = changed("cases.csv", ENDORSE, ENDORSE.replace("endorse", "endorze").replace(",seen", ",sean"))
    texts["posts.toml"] = texts["posts.toml"].replace('reads = "none"', 'reads = "nothing"', 1)
    assert set(problems(texts)) >= {
        f"cases.csv:{LINE}:command",
        f"cases.csv:{LINE}:needs",
        "posts.toml:post.administrator.reads",
    }


def test_unknown_settings() -> None:
    assert problems(dict(DEFAULT.texts), {"after_superviser": "manager", "unlisted_case": "wait"}) == {
        "settings.after_superviser": "rulebook-unknown",
        "settings.unlisted_case": "rulebook-unknown",
    }


def test_files_of_the_district_replace_those_of_the_default(tmp_path: Path) -> None:
    text = DEFAULT.texts["limits.toml"].replace("value = 3", "value = 5", 1)
    (tmp_path / "limits.toml").write_text("\ufeff" + text, encoding="utf-8")
    book = load_rulebook(tmp_path)
    assert book.limits["unreached_attempts"].value == 5
    assert book.rows == DEFAULT.rows
    assert book.hash != DEFAULT.hash


@pytest.mark.parametrize(
    ("name", "content", "place", "code"),
    [
        ("limit.toml", b"", "limit.toml", "rulebook-unknown"),
        ("limits.toml", "é".encode("latin-1"), "limits.toml", "rulebook-encoding"),
    ],
)
def test_odd_files(tmp_path: Path, name: str, content: bytes, place: str, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Invalid) as error:
        load_rulebook(tmp_path)
    assert [(reason.path, reason.code) for reason in error.value.reasons] == [(place, code)]


def test_no_directory(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as error:
        load_rulebook(tmp_path / "nowhere")
    assert error.value.codes == ("rulebook-directory",)


def test_the_hash_names_content_and_settings() -> None:
    again = rulebook_from_texts(dict(DEFAULT.texts))
    assert again.hash == DEFAULT.hash
    assert set(DEFAULT.texts) == set(FILES)
    hashes = {DEFAULT.hash}
    for name, option in DEFAULT.options.items():
        for value in option.values:
            hashes.add(rulebook_from_texts(dict(DEFAULT.texts), {name: value}).hash)
    others = sum(len(option.values) - 1 for option in DEFAULT.options.values())
    assert len(hashes) == 1 + others


def _loads(settings: dict[str, str]) -> Rulebook:
    return rulebook_from_texts(dict(DEFAULT.texts), settings)


def test_combinations_of_choices_load() -> None:
    """A sample; all of them are in the long tests."""
    random = Random(7)
    for _ in range(60):
        chosen = {name: random.choice(option.values) for name, option in DEFAULT.options.items()}
        assert _loads(chosen).settings == chosen


@pytest.mark.long
def test_every_combination_of_choices_loads() -> None:
    names = sorted(DEFAULT.options)
    for values in itertools.product(*(DEFAULT.options[name].values for name in names)):
        chosen = dict(zip(names, values, strict=True))
        assert _loads(chosen).settings == chosen


@pytest.mark.parametrize(
    ("chosen", "receiver"), [("registry_manager", "registry_manager"), ("program_manager", "program_manager")]
)
def test_membership_complaints_go_by_either_routing(chosen: str, receiver: str) -> None:
    """R-APP-7: S2(3) sends them to the registry manager, L1.2e5 to the program manager; the others never change."""
    book = _loads({"membership_receiver": chosen})
    found = {c: book.route(CaseKind.COMPLAINT, c) for c in ComplaintClass}
    assert {c: route.receiver if route else None for c, route in found.items()} == {
        ComplaintClass.MEMBERSHIP: receiver,
        ComplaintClass.IMPLEMENTATION: "program_manager",
        ComplaintClass.OTHER: "program_manager",
    }
    assert (need := book.route(CaseKind.NEED, None))
    assert need.receiver == "program_manager"
    for kind in (CaseKind.CHANGE, CaseKind.PARTICIPATION, CaseKind.ADDITION):
        assert (route := book.route(kind, None))
        assert route.receiver == "registry_manager"
    assert book.route(CaseKind.ENQUIRY, None) is None


def test_a_refusal_without_words_is_found_when_it_is_loaded(tmp_path: Path) -> None:
    """A district that keeps an older file of reasons is told which are new, and not on the day one is needed."""
    default = load_rulebook()
    head, _, rest = default.texts["reasons.toml"].partition("[refusal.apart-household]")
    (tmp_path / "reasons.toml").write_text(head + rest[rest.index("[refusal.") :], encoding="utf-8")
    with pytest.raises(Invalid) as error:
        load_rulebook(tmp_path)
    assert [reason.path for reason in error.value.reasons] == ["reasons.toml:refusal.apart-household"]
