"""What each construct is, and what each mistake is told as; the expectations are the criteria's, not the code's."""

import hashlib
from datetime import date
from typing import Any

import pytest

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason, Text
from slrt_core.rules.criteria import (
    Definition,
    Kind,
    check,
    digest,
    from_document,
    nodes,
    parse,
    print_text,
    to_document,
    with_derived,
)
from slrt_core.rules.criteria.nodes import (
    Add,
    Age,
    All,
    And,
    Bool,
    Cmp,
    Code,
    Count,
    Day,
    Dec,
    Default,
    Field,
    Holds,
    In,
    Int,
    Known,
    Label,
    Max,
    Min,
    Not,
    Or,
    Param,
    Relation,
    Scale,
    Sub,
    Sum,
    Within,
)
from tests.criteria.kit import PARAMS, SCHEMA

DECILE, BPL = Field("household", "decile"), Field("household", "below_poverty_line")
MEMBERS, PREGNANT = Relation("household", "members"), Field("m", "pregnant")
INCOME = Field("m", "parents_income")


class TestConstructs:
    """Text, node, canonical text; an empty canonical text is the text itself."""

    @pytest.mark.parametrize(
        ("text", "node", "canonical"),
        [
            ("true", Bool(True), ""),
            ("false", Bool(False), ""),
            ("household.decile<=4", Cmp("<=", DECILE, Int(4)), "household.decile <= 4"),
            ("household.decile != -3", Cmp("!=", DECILE, Int(-3)), ""),
            ("household.decile >= 007", Cmp(">=", DECILE, Int(7)), "household.decile >= 7"),
            (
                "household.floor_area < dec('7.20')",
                Cmp("<", Field("household", "floor_area"), Dec(720, 2)),
                "",
            ),
            ("household.floor_area > dec('-0.5')", Cmp(">", Field("household", "floor_area"), Dec(-5, 1)), ""),
            ("m.birth_date < date('2026-01-31')", Cmp("<", Field("m", "birth_date"), Day(date(2026, 1, 31))), ""),
            ("household.floor == 'earth'", Cmp("==", Field("household", "floor"), Code("earth")), ""),
            (
                'household.floor == "earth"',
                Cmp("==", Field("household", "floor"), Code("earth")),
                "household.floor == 'earth'",
            ),
            (
                "household.floor in ['earth','bamboo']",
                In(Field("household", "floor"), (Code("earth"), Code("bamboo"))),
                "household.floor in ['earth', 'bamboo']",
            ),
            ("household.decile in [1, 2]", In(DECILE, (Int(1), Int(2))), ""),
            ("'odha' in m.social_categories", Holds(Field("m", "social_categories"), "odha"), ""),
            (
                "family.participation['PKH'] == 'active'",
                Cmp("==", Field("family", "participation", "PKH"), Code("active")),
                "",
            ),
            ("'PKH' in family.participation", Holds(Field("family", "participation"), "PKH"), ""),
            ("!household.below_poverty_line", Not(BPL), ""),
            ("!!(household.below_poverty_line)", Not(Not(BPL)), "!!household.below_poverty_line"),
            ("household.members.exists(m, m.pregnant)", nodes.Any(MEMBERS, "m", PREGNANT), ""),
            ("household.members.all(m, m.pregnant)", All(MEMBERS, "m", PREGNANT), ""),
            ("household.members.filter(m, m.pregnant).size()", Count(MEMBERS, "m", PREGNANT), ""),
            ("household.members.size()", Count(MEMBERS), ""),
            ("sum(household.members.map(m, m.parents_income))", Sum(MEMBERS, "m", INCOME), ""),
            ("sum(household.members.map(m, m.pregnant, m.parents_income))", Sum(MEMBERS, "m", INCOME, PREGNANT), ""),
            (
                "min(household.members.filter(m, m.pregnant).map(m, m.parents_income))",
                Min(MEMBERS, "m", INCOME, PREGNANT),
                "min(household.members.map(m, m.pregnant, m.parents_income))",
            ),
            ("max(household.members.map(m, m.parents_income))", Max(MEMBERS, "m", INCOME), ""),
            ("age(m.birth_date) >= 60", Cmp(">=", Age(Field("m", "birth_date")), Int(60)), ""),
            ("age_months(m.birth_date) < 6", Cmp("<", Age(Field("m", "birth_date"), "months"), Int(6)), ""),
            ("household.rooms + 1", Add(Field("household", "rooms"), Int(1)), ""),
            ("household.rooms - 1", Sub(Field("household", "rooms"), Int(1)), ""),
            ("3 * household.rooms", Scale(Int(3), Field("household", "rooms")), ""),
            ("household.rooms * 3", Scale(Int(3), Field("household", "rooms")), "3 * household.rooms"),
            ("-household.rooms", Scale(Int(-1), Field("household", "rooms")), "-1 * household.rooms"),
            ("param('decile_max')", Param("decile_max"), ""),
            (
                "household.rooms * param('age')",
                Scale(Param("age"), Field("household", "rooms")),
                "param('age') * household.rooms",
            ),
            ("param('wage', household.regency)", Param("wage", Field("household", "regency")), ""),
            ("within(household.region, '61.12')", Within(Field("household", "region"), "61.12"), ""),
            ("has(household.decile)", Known(DECILE), ""),
            ("default(household.decile, 10)", Default(DECILE, Int(10)), ""),
            ("default(household.floor, 'earth')", Default(Field("household", "floor"), Code("earth")), ""),
            (
                "implies(household.below_poverty_line, true)",
                Or((Not(BPL), Bool(True))),
                "!household.below_poverty_line || true",
            ),
            (
                "between(household.decile, 6, 21)",
                And((Cmp(">=", DECILE, Int(6)), Cmp("<=", DECILE, Int(21)))),
                "household.decile >= 6 && household.decile <= 21",
            ),
            (" true // why\n && \t false\r\n", And((Bool(True), Bool(False))), "true && false"),
        ],
    )
    def test_text_node_text(self, text: str, node: Any, canonical: str) -> None:
        assert parse(text) == node
        assert print_text(node) == (canonical or text)
        assert parse(print_text(node)) == node
        assert from_document(to_document(node)) == node

    @pytest.mark.parametrize(
        ("text", "same"),
        [
            ("true || false && false", "true || (false && false)"),
            ("!true || true", "(!true) || true"),
            ("!true == false", "(!true) == false"),
            ("!household.decile in [1]", "(!household.decile) in [1]"),
            ("1 + 2 * 3 == 7", "(1 + (2 * 3)) == 7"),
            ("1 - 2 - 3 < 0", "((1 - 2) - 3) < 0"),
            ("1 - 2 + 3 < 0", "((1 - 2) + 3) < 0"),
            ("2 * 3 * household.rooms < 0", "((2 * 3) * household.rooms) < 0"),
            ("-2 * 3 < 0", "(-2) * 3 < 0"),
            ("1 == 1 == true", "(1 == 1) == true"),
            ("1 < 2 == true", "(1 < 2) == true"),
            ("1 + 1 in [2]", "(1 + 1) in [2]"),
            ("true && 1 < 2 || false", "(true && (1 < 2)) || false"),
            ("true && false || true && false", "(true && false) || (true && false)"),
        ],
    )
    def test_precedence_is_that_of_cel(self, text: str, same: str) -> None:
        if "2 * 3 * household" in text:
            with pytest.raises(Invalid) as one:
                parse(text)
            with pytest.raises(Invalid) as other:
                parse(same)
            assert one.value.codes == other.value.codes == ("product-constant",)
        else:
            assert parse(text) == parse(same)

    def test_brackets_that_matter_are_kept(self) -> None:
        for text in (
            "(true || false) && true", "!(true && false)", "1 - (2 - 3) < 0", "2 * (1 + 3) == 8", "true == (1 == 1)",
            "(true && true) && false", "2 * (3 * household.rooms) < 1", "1 - -1 == 2",
        ):  # fmt: skip
            assert print_text(parse(text)) == text

    def test_a_label_has_no_text_but_a_document_and_a_digest(self) -> None:
        clause = Label("pkh.decile", parse("household.decile <= 4"))
        assert print_text(clause) == "household.decile <= 4"
        assert from_document(to_document(clause)) == clause
        assert digest(clause) != digest(clause.of)

    def test_the_digest_is_the_same_for_ever(self) -> None:
        """Determinations are stored with it."""
        assert digest(parse("household.decile <= 4")) == digest(parse(" household . decile<=4//"))
        written = (
            '{"is":"cmp","left":{"is":"field","key":"","name":"decile","of":"household"},'
            '"op":"<=","right":{"is":"int","value":4}}'
        )
        assert digest(parse("household.decile <= 4")) == hashlib.sha256(written.encode()).hexdigest()


class TestLimits:
    def test_depth(self) -> None:
        parse("!" * 38 + "household.below_poverty_line")
        told("!" * 41 + "household.below_poverty_line", "too-deep")
        told("(" * 5000 + "true", "syntax-end", 5005)
        assert parse("(" * 4000 + "true" + ")" * 4000) == Bool(True), "brackets are no levels"
        told("[" * 5000, "syntax-end", 5001)
        told("[" * 4000 + "1" + "]" * 4000, "too-deep")

    def test_size(self) -> None:
        parse(" || ".join(["true"] * 1000))
        told("||".join(["true"] * 1999) + "||true||true", "too-long")
        told("+".join(["1"] * 2500), "too-deep")
        told(f"1 in [{','.join(['1'] * 2500)}]", "too-large")

    def test_length(self) -> None:
        parse("true" + " " * 9_996)
        told("true" + " " * 9_997, "too-long")

    def test_what_doubles_is_measured_as_it_is_written_out(self) -> None:
        """A number stands twice in `between`, two truths that are compared stand twice each: 2, 4, 8, 16 times."""
        text = "household.decile"
        for _ in range(15):
            text = f"between({text}, 1, 2)"
        told(text, "too-large")
        chain = parse(" == ".join(["household.below_poverty_line"] * 30))
        found = refusals(chain)
        assert [reason.code for reason in found] == ["too-large"]

    def test_nesting(self) -> None:
        two = "household.members.exists(a, household.members.exists(b, {}))"
        parse(two.format("a.pregnant && b.pregnant"))
        for third in (
            "household.members.exists(c, true)", "household.members.all(c, true)",
            "household.members.filter(c, true).size() > 1", "sum(household.members.map(c, c.school_grade)) > 1",
        ):  # fmt: skip
            told(two.format(third), "nesting")

    def test_derived_variables_count_as_what_they_stand_for(self) -> None:
        chain = {"d0": definition("household.below_poverty_line")}
        for i in range(1, 12):
            chain[f"d{i}"] = definition(f"household.members.exists(m, household.d{i - 1})")
        with pytest.raises(Invalid) as error:
            with_derived(SCHEMA, chain)
        assert error.value.codes == ("nesting",), "told once, where it goes too far"
        chain = {"d0": definition("household.below_poverty_line")}
        for i in range(1, 40):
            chain[f"d{i}"] = definition(f"household.d{i - 1} && !(household.d{i - 1} && household.rooms > {i})")
        with pytest.raises(Invalid) as error:
            with_derived(SCHEMA, chain)
        assert error.value.codes == ("too-large",)


def told(  # noqa: PLR0917 - the columns of the tables below, in order
    text: str, code: str, column: int = 0, line: int = 1, hint: str = "", caret: str = ""
) -> None:
    """A text is refused: for this reason, here, with these words in both languages and the caret under that."""
    with pytest.raises(Invalid) as error:
        check(parse(text), SCHEMA, "household", params=PARAMS, text=text)
    reasons = error.value.reasons
    assert [reason.code for reason in reasons] == [code], reasons
    reason = reasons[0]
    if column:
        assert reason.path == f"{line}:{column}"
    for words in (reason.text.id, reason.text.en):
        said, *shown = words.split("\n")
        assert said
        if caret:
            assert len(shown) == 2
            start, length = shown[1].index("^"), shown[1].count("^")
            assert shown[0][start : start + length] == caret
    said_id, said_en = (words.split("\n")[0] for words in (reason.text.id, reason.text.en))
    assert said_id != said_en
    assert hint in said_en, said_en


def refusals(node: Any, unit: str = "household") -> tuple[Reason, ...]:
    with pytest.raises(Invalid) as error:
        check(node, SCHEMA, unit, params=PARAMS)
    return error.value.reasons


def definition(text: str, unit: str = "household", type_: str = "bool") -> Definition:
    return Definition(unit=unit, type=type_, text=text, label=Text("x", "x"))


class TestMalformed:
    @pytest.mark.parametrize(
        ("text", "code", "column", "hint", "caret"),
        [
            ("", "syntax-end", 1, "not finished", ""),
            ("   ", "syntax-end", 4, "not finished", ""),
            ("// nothing", "syntax-end", 11, "not finished", ""),
            ("household.decile <=", "syntax-end", 20, "not finished", ""),
            ("(true", "syntax-end", 6, "not finished", ""),
            ("true)", "syntax", 5, "cannot stand here", ")"),
            ("true true", "syntax", 6, "cannot stand here", "true"),
            ("&& true", "syntax", 1, "cannot stand here", "&&"),
            ("household..decile", "syntax", 11, "", "."),
            ("household.decile = 4", "syntax", 18, "equal is written ==", "="),
            ("true & false", "syntax", 6, "and is written &&", "&"),
            ("true | false", "syntax", 6, "or is written ||", "|"),
            ("true and false", "syntax", 6, "and is written &&", "and"),
            ("true OR false", "syntax", 6, "or is written ||", "OR"),
            ("true atau false", "syntax", 6, "or is written ||", "atau"),
            ("not household.decile", "syntax", 5, "not is written !", "household"),
            ("household.floor == 'earth", "syntax", 20, "a text ends on its own line", "'"),
            ("household.decile == \uff14", "syntax", 21, "", "\uff14"),
            ("household.decile\u00a0== 4", "syntax", 17, "", "·"),
            ("höusehold.decile == 4", "syntax", 2, "", "ö"),
            ("true # why", "syntax", 6, "", "#"),
            ("true \x00", "syntax", 6, "", "·"),
        ],
    )
    def test_syntax(self, text: str, code: str, column: int, hint: str, caret: str) -> None:
        told(text, code, column, hint=hint, caret=caret)

    def test_a_name_that_ends_like_a_word_is_not_taken_for_it(self) -> None:
        with pytest.raises(Invalid) as error:
            parse("household.is_not household.decile")
        assert error.value.reasons[0].text.en.startswith("'household' cannot stand here\n")

    @pytest.mark.parametrize(
        ("text", "code", "column", "hint", "caret"),
        [
            ("household.decile / 2 == 1", "syntax", 18, "no division", "/"),
            ("household.decile % 2 == 1", "syntax", 18, "no remainder", "%"),
            ("true ? true : false", "syntax", 6, "use && and ||", "?"),
            ("household.floor_area < 7.2", "syntax", 26, "dec('7.2')", "2"),
            ("household.floor_area < .5", "syntax", 24, "dec('7.2')", "."),
            ("household.floor_area < 1e5", "syntax", 25, "whole numbers", "e5"),
            ("household.decile == 0x1F", "syntax", 22, "whole numbers", "x1F"),
            ("household.decile == 3u", "syntax", 22, "whole numbers", "u"),
            ("household.decile == null", "null", 21, "has(…)", "null"),
            ("null == household.decile", "null", 1, "has(…)", "null"),
            ("{'a': 1}.size() > 0", "syntax", 1, "no maps", "{"),
            ("household.floor.matches('e.*')", "method-unknown", 17, "not part of this language", "matches"),
            ("household.floor.startsWith('e')", "method-unknown", 17, "not part of this language", "startsWith"),
            ("household.floor.contains('e')", "method-unknown", 17, "not part of this language", "contains"),
            ("household.members.exists_one(m, m.pregnant)", "method-unknown", 19, "exists", "exists_one"),
            (r"household.floor == 'e\n'", "syntax", 20, "escape", "'"),
            (r'household.floor == "\u0065"', "syntax", 20, "escape", '"'),
            ("household.floor == r'earth'", "syntax", 21, "nothing before it", "'earth'"),
            ("household.floor == b'earth'", "syntax", 21, "nothing before it", "'earth'"),
            ("household.floor == '''earth'''", "syntax", 22, "", "'earth'"),
            ("household.floor + household.rooms == 2", "type", 1, "a number", "household.floor"),
            ("size(household.members) > 1", "function-unknown", 1, "unknown function", "size"),
            ("now() > date('2026-01-01')", "function-unknown", 1, "unknown function", "now"),
            ("timestamp('2026-01-01') > date('2026-01-01')", "instant-form", 1, "2026-01-31T05:00:00Z", "timestamp"),
            ("int('3') > 1", "function-unknown", 1, "", "int"),
            ("household.members[0].pregnant", "name-expected", 0, "", ""),
            ("[1, 2].exists(x, x > 1)", "relation-expected", 1, "household.members", "["),
            ("household.members.map(m, m.pregnant) == true", "chain-open", 19, "", "map"),
            ("[1] == 1", "list-place", 1, "only after in", "["),
            ("1 in [1] + [2]", "list-place", 0, "", ""),
            ("'earth' in household.floor", "type", 12, "a set of codes", "household.floor"),
            ("household.decile in household.members", "text-expected", 0, "", ""),
            ("true in household.floor", "text-expected", 1, "quotes", "true"),
            ("household.floor in []", "list-empty", 20, "empty", "["),
            ("dyn(1) == 1", "function-unknown", 1, "", "dyn"),
            ("type(1) == 1", "function-unknown", 1, "", "type"),
            (".household.decile == 1", "syntax", 1, "", "."),
        ],
    )
    def test_what_cel_has_and_we_leave_out(self, text: str, code: str, column: int, hint: str, caret: str) -> None:
        if code == "list-place" and not column:
            with pytest.raises(Invalid):
                parse(text)
            return
        told(text, code, column, hint=hint, caret=caret)

    @pytest.mark.parametrize(
        ("text", "code", "column", "hint", "caret"),
        [
            ("household", "name-alone", 1, "household.decile", "household"),
            ("decile <= 4", "name-alone", 1, "whose it is", "decile"),
            ("household.family.decile == 1", "name-expected", 0, "", ""),
            ("in.decile == 1", "name-expected", 1, "", "in"),
            ("household.members.exists(true, true)", "name-expected", 26, "a name", "true"),
            ("household.members.exists(for, true)", "name-expected", 26, "a name", "for"),
            ("household.members.exists(m)", "arity", 19, "takes 2", "exists"),
            ("household.members.exists(m, true, true)", "arity", 19, "takes 2", "exists"),
            ("household.members.size(1) > 1", "arity", 19, "takes 0", "size"),
            ("household.members.exists(m, household.members.exists(m, true))", "name-taken", 0, "m", "m"),
            ("household.members.exists(household, true)", "name-taken", 0, "household", ""),
            ("household.members.exits(m, true)", "method-unknown", 19, "exists", "exits"),
            ("household.members.filter(m, true).exists(m, true)", "chain-long", 0, "&&", "exists"),
            ("household.members.filter(m, true).filter(m, true).size() > 0", "chain-long", 0, "", "filter"),
            ("household.members.map(m, m.school_grade).size() > 0", "size-map", 0, "without map", "size"),
            ("household.members.filter(m, true) == 1", "chain-open", 19, ".size()", "filter"),
            ("sum(household.members) > 1", "map-missing", 1, "map", "sum"),
            ("sum(household.members.filter(m, true).map(o, o.school_grade)) > 1", "chain-names", 0, "map(m", "map"),
            ("sum(household.rooms, 1) > 1", "arity", 1, "takes 1", "sum"),
            ("ages(household.decile) > 1", "function-unknown", 1, "age", "ages"),
            ("date('2026-02-30') == date('2026-01-01')", "date-form", 1, "2026-01-31", "date"),
            ("date('20260101') == date('2026-01-01')", "date-form", 1, "2026-01-31", "date"),
            ("date(2026) == date('2026-01-01')", "text-expected", 6, "quotes", "2026"),
            ("dec('7,2') < household.floor_area", "decimal-form", 1, "7.2", "dec"),
            ("dec('1e3') < household.floor_area", "decimal-form", 1, "7.2", "dec"),
            ("dec(7) < household.floor_area", "text-expected", 5, "quotes", "7"),
            ("household.decile < 1000000000000001", "number-range", 20, "1000000000000000", "1000000000000001"),
            (f"household.decile < {'9' * 5000}", "number-range", 20, "", ""),
            ("household.rooms * household.cars > 1", "product-constant", 0, "constant", ""),
            ("default(3, 3) == 3", "field-expected", 9, "household.decile", "3"),
            ("has(3)", "field-expected", 5, "household.decile", "3"),
            ("has(household.participation['PKH'])", "has-key", 1, "'PKH' in household.participation", "has"),
            ("param(decile_max) == 3", "text-expected", 7, "quotes", "decile_max"),
            ("param('wage', 3) > 3", "field-expected", 15, "", "3"),
            ("within(3, '61.12')", "field-expected", 8, "", "3"),
            ("within(household.region, 61)", "text-expected", 26, "quotes", "61"),
            ("household.participation[3] == 'active'", "text-expected", 25, "quotes", "3"),
            ("household.members.size()['a'] == 1", "key-place", 0, "", ""),
        ],
    )
    def test_words_in_the_wrong_place(self, text: str, code: str, column: int, hint: str, caret: str) -> None:
        told(text, code, column, hint=hint, caret=caret)

    def test_the_line_is_told_too(self) -> None:
        told("true &&\n  household.desile <= 4", "variable-unknown", 3, 2, "decile", "household.desile")
        told("true &&\n\n", "syntax-end", 1, 3)
        told("true &&\n  household.decile / 2", "syntax", 20, 2, "division", "/")

    def test_far_to_the_right_the_caret_is_still_under_it(self) -> None:
        told("true && " * 100 + "household.desile == 1", "variable-unknown", 801, 1, "", "household.desile")
        told("'" + "x" * 500 + "' in [@", "syntax", 507 + 1, 1, "", "@")


class TestNames:
    @pytest.mark.parametrize(
        ("text", "code", "column", "hint", "caret"),
        [
            ("houshold.decile == 1", "name-unknown", 1, "'household'", "houshold.decile"),
            ("m.pregnant", "name-unknown", 1, "household", "m.pregnant"),
            ("household.desile == 1", "variable-unknown", 1, "'decile'", "household.desile"),
            ("household.pregnant", "variable-unknown", 1, "household has no variable", "household.pregnant"),
            ("household.members.exists(m, m.decile == 1)", "variable-unknown", 29, "individual", "m.decile"),
            ("household.members.exists(m, m.pregnnt)", "variable-unknown", 29, "'pregnant'", "m.pregnnt"),
            ("family.present", "name-unknown", 1, "", "family.present"),
            ("household.children.exists(m, true)", "relation-unknown", 1, "has no 'children'", "household.children"),
            ("household.member.exists(m, true)", "relation-unknown", 1, "'members'", "household.member"),
            ("household.members.exists(m, m.members.exists(o, true))", "relation-unknown", 29, "", "m.members"),
            ("household.members", "variable-unknown", 1, "", "household.members"),
            ("household.name == 'x'", "variable-unknown", 1, "", ""),
            ("household.members.exists(m, m.nik == '1')", "variable-unknown", 29, "", ""),
            ("household.families.exists(f, f.no_kk == '1')", "variable-unknown", 30, "", ""),
            ("household.members.exists(m, m.phone == '1')", "variable-unknown", 29, "", ""),
            ("household.address == '1'", "variable-unknown", 1, "", ""),
            ("household.__class__ == '1'", "variable-unknown", 1, "", ""),
            ("param('decile_mx') == 1", "param-unknown", 1, "'decile_max'", "param"),
            ("param('wage') > 1", "param-level", 1, "regency", "param"),
            ("param('wage', household.province) > 1", "param-level", 1, "regency", "param"),
            ("param('age', household.regency) > 1", "param-level", 1, "", "param"),
            ("param('age', household.decile) > 1", "type", 14, "a region", "household.decile"),
            ("household.rooms * param('wage', household.regency) > 1", "product-constant", 0, "same everywhere", ""),
        ],
    )
    def test_unknown(self, text: str, code: str, column: int, hint: str, caret: str) -> None:
        told(text, code, column, hint=hint, caret=caret)

    def test_each_unit_has_its_roots(self) -> None:
        for unit, roots in {"household": 1, "family": 2, "individual": 3}.items():
            names = ("household", "family", "individual")
            for i, text in enumerate(("household.decile == 1", "family.present", "individual.pregnant")):
                if i < roots:
                    assert check(parse(text), SCHEMA, unit).kind.name == "bool"
                else:
                    found = refusals(parse(text), unit)
                    assert [reason.code for reason in found] == ["name-unknown"]
                    assert names[0] in found[0].text.en


class TestTypes:
    @pytest.mark.parametrize(
        ("text", "code", "column", "hint", "caret"),
        [
            ("household.decile", "type", 1, "yes/no must stand here, not a number", "household.decile"),
            ("household.decile && true", "type", 1, "yes/no", "household.decile"),
            ("!household.decile", "type", 2, "yes/no", "household.decile"),
            ("household.members.exists(m, m.sex)", "type", 29, "yes/no", "m.sex"),
            ("household.below_poverty_line == 1", "type", 33, "yes/no must stand here, not a number", "1"),
            ("household.decile == true", "type", 21, "a number must stand here, not yes/no", "true"),
            ("household.decile == 'one'", "type", 21, "a number must stand here, not a code", "'one'"),
            ("household.floor == 1", "type", 20, "", "1"),
            ("household.floor < 'earth'", "order", 17, "numbers and dates", "<"),
            ("household.below_poverty_line < true", "order", 30, "numbers and dates", "<"),
            ("household.floor + 1 == 1", "type", 1, "a number", "household.floor"),
            ("household.members.exists(m, m.birth_date == 3)", "type", 45, "a date", "3"),
            ("household.members.exists(m, m.birth_date == '2026-01-01')", "type", 45, "a date", ""),
            ("household.members.exists(m, age(m.sex) == 3)", "type", 33, "a date", "m.sex"),
            ("household.social_categories == 'odha'", "type", 29, "", "=="),
            ("household.floor == 'erth'", "code-unknown", 20, "'earth'", ""),
            ("'earth' == household.roof", "code-unknown", 1, "", ""),
            ("household.floor in ['earth', 'erth']", "code-unknown", 30, "'earth'", ""),
            ("household.wall == 'straw'", "code-unknown", 19, "choose: brick, plastered_weave", "'straw'"),
            ("'odah' in household.social_categories", "code-unknown", 0, "'odha'", ""),
            ("default(household.floor, 'erth') == 'earth'", "code-unknown", 26, "'earth'", ""),
            ("household.floor == household.roof", "code-lists", 17, "different code lists", "=="),
            ("'a' == 'a'", "code-lists", 5, "", "=="),
            ("household.floor in [1]", "list-item", 21, "constants of its kind", "1"),
            ("household.decile in [household.rooms]", "list-item", 22, "constants", "household.rooms"),
            ("household.below_poverty_line in [true]", "type", 1, "", "household.below_poverty_line"),
            ("household.region == '61.12'", "region-level", 21, "within", ""),
            ("household.region == 'Kubu Raya'", "region-code", 21, "no region", ""),
            ("household.regency == '61.12.01.2001'", "region-level", 22, "regency", ""),
            ("household.region == household.regency", "code-lists", 18, "", "=="),
            ("within(household.region, '61.1')", "region-code", 1, "no region", "within"),
            ("within(household.regency, '61.12')", "type", 8, "", "household.regency"),
            ("within(household.decile, '61.12')", "type", 8, "a region", "household.decile"),
            ("household.floor_area < dec('7.25')", "decimal-scale", 22, "1 and 2", "<"),
            ("household.floor_area + household.land < dec('7.2')", "decimal-scale", 22, "1 and 2", "+"),
            ("household.members.exists(m, age(m.birth_date) > household.rooms)", "age-constant", 29, "constant", "age"),
            ("household.members.exists(m, age(m.birth_date) > 1 + 1)", "age-constant", 29, "constant", "age"),
            ("household.members.exists(m, age(m.birth_date) + 1 > 3)", "age-constant", 29, "constant", "age"),
            ("sum(household.members.map(m, age(m.birth_date))) > 3", "age-constant", 30, "constant", "age"),
            ("household.members.exists(m, age(m.birth_date) > param('area'))", "age-whole", 49, "whole", "param"),
            ("household.members.exists(m, age(m.birth_date) in [dec('6.5')])", "age-whole", 51, "whole", "dec"),
            (
                "household.members.exists(m, household.members.exists(o, age(m.birth_date) > age(o.birth_date)))",
                "", 0, "", "",
            ),
            (
                "900000000000000 * (900000000000000 * household.rooms) > 1",
                "number-range", 0, "64 bits", "",
            ),
            ("household.participation == 'active'", "variable-key", 1, "['PKH']", "household.participation"),
            ("household.decile['PKH'] == 1", "variable-key", 1, "no key", "household.decile"),
            ("'' in household.participation", "variable-key", 0, "empty", ""),
            ("household.participation['PKH'] == 'activ'", "code-unknown", 35, "'active'", ""),
            ("has(household.participation)", "variable-key", 5, "['PKH']", "household.participation"),
            ("'a' in household.participation['PKH']", "type", 8, "", "household.participation"),
            ("default(household.decile, 11) == 3", "default-range", 27, "range", "11"),
            ("default(household.decile, dec('1.5')) == 3", "default-range", 27, "", "dec"),
            ("default(household.decile, 'a') == 3", "default-type", 27, "of its kind", ""),
            ("default(household.decile, household.rooms) == 3", "default-type", 27, "of its kind", "household.rooms"),
            ("default(household.region, '61.12.01.2001') == '61.12.01.2001'", "default-type", 27, "", ""),
        ],
    )  # fmt: skip
    def test_refused(self, text: str, code: str, column: int, hint: str, caret: str) -> None:
        if not code:
            with pytest.raises(Invalid) as error:
                check(parse(text), SCHEMA, "household")
            assert error.value.codes == ("age-constant", "age-constant")
            return
        told(text, code, column, hint=hint, caret=caret)

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("household.floor_area < 8 * household.members.size()", "bool"),
            ("household.floor_area >= dec('7.2') * household.members.size()", "bool"),
            ("household.floor_area - 3 < dec('7.2')", "bool"),
            ("household.members.exists(m, age(m.birth_date) in [6, 7])", "bool"),
            ("60 <= household.decile", "bool"),
            ("household.members.exists(m, 60 <= age(m.birth_date))", "bool"),
            ("household.members.exists(m, age(m.birth_date) >= param('age'))", "bool"),
            ("household.members.exists(m, age(default(m.birth_date, date('2000-01-01'))) >= 3)", "bool"),
            ("household.regency == '61.12'", "bool"),
            ("household.region == '61.12.01.2001'", "bool"),
            ("household.monthly_income < param('wage', household.regency)", "bool"),
            ("(household.decile < 3) == household.below_poverty_line", "bool"),
        ],
    )
    def test_accepted(self, text: str, kind: str) -> None:
        assert check(parse(text), SCHEMA, "household", params=PARAMS).kind.name == kind

    def test_a_number_that_is_computed_knows_its_range(self) -> None:
        found = check(parse("household.floor_area - 3 * household.rooms"), SCHEMA, "household", want="number").kind
        area, rooms = SCHEMA.kind("household", "floor_area"), SCHEMA.kind("household", "rooms")
        assert area is not None
        assert rooms is not None
        low, high = area.low - 30 * rooms.high, area.high - 30 * rooms.low
        assert found == Kind(name="number", low=low, high=high, scale=1)

    def test_all_is_warned_of_where_it_may_be_over_nobody(self) -> None:
        found = check(parse("household.members.all(m, m.pregnant)"), SCHEMA, "household").warnings
        assert [warning.code for warning in found] == ["all-nobody"]
        assert ".size() > 0" in found[0].text.en


class TestAllThatIsWrong:
    def test_types_and_names(self) -> None:
        text = (
            "household.desile <= 4 && household.floor == 'erth'\n"
            " && household.members.exists(m, m.pregnnt || age(m.birth_date) > household.rooms)\n"
            " && param('x') == 1 && (household.floor_area < dec('7.25') || household.floor < 'earth')"
        )
        with pytest.raises(Invalid) as error:
            check(parse(text), SCHEMA, "household", params=PARAMS, text=text, path="PKH.toml:criteria")
        assert [(reason.code, reason.path) for reason in error.value.reasons] == [
            ("variable-unknown", "PKH.toml:criteria:1:1"),
            ("code-unknown", "PKH.toml:criteria:1:45"),
            ("variable-unknown", "PKH.toml:criteria:2:33"),
            ("age-constant", "PKH.toml:criteria:2:46"),
            ("param-unknown", "PKH.toml:criteria:3:5"),
            ("decimal-scale", "PKH.toml:criteria:3:46"),
            ("order", "PKH.toml:criteria:3:79"),
        ]

    def test_words(self) -> None:
        text = "household && household.floor in [now(), dec('x')] || 1 + null > date('2026-13-01')"
        with pytest.raises(Invalid) as error:
            parse(text)
        assert [(reason.code, reason.path) for reason in error.value.reasons] == [
            ("name-alone", "1:1"),
            ("function-unknown", "1:34"),
            ("decimal-form", "1:41"),
            ("null", "1:58"),
            ("date-form", "1:65"),
        ]


class TestDerived:
    def test_a_circle_is_told(self) -> None:
        with pytest.raises(Invalid) as error:
            with_derived(SCHEMA, {"a": definition("household.b"), "b": definition("!household.a")})
        assert error.value.codes == ("derived-cycle", "derived-cycle")
        assert {reason.path for reason in error.value.reasons} == {"a", "b"}, "told at each of them"
        assert all(" → " in words for r in error.value.reasons for words in (r.text.id, r.text.en))
        with pytest.raises(Invalid) as error:
            with_derived(SCHEMA, {"a": definition("household.a")})
        assert error.value.codes == ("derived-cycle",)

    def test_every_definition_is_read_and_each_mistake_told_once(self) -> None:
        with pytest.raises(Invalid) as error:
            with_derived(
                SCHEMA,
                {
                    "bad": definition("household.desile == 1"),
                    "worse": definition("household.decile + 1"),
                    "uses_bad": definition("!household.bad"),
                    "good": definition("household.decile == 1"),
                },
            )
        assert sorted(error.value.codes) == ["type", "variable-unknown"]
        with pytest.raises(Invalid) as error:
            with_derived(SCHEMA, {"a": definition("1 +"), "b": definition("/"), "decile": definition("true")})
        assert sorted(error.value.codes) == ["derived-taken", "syntax", "syntax-end"]

    def test_an_individual_knows_no_family(self) -> None:
        with pytest.raises(Invalid) as error:
            with_derived(SCHEMA, {"a": definition("family.present", "individual")})
        assert error.value.codes == ("derived-scope",)

    def test_nobody_has_said_a_derived_one(self) -> None:
        schema = with_derived(SCHEMA, {"poor": definition("household.decile == 1")})
        for text in ("has(household.poor)", "default(household.poor, true)"):
            with pytest.raises(Invalid) as error:
                check(parse(text), schema, "household")
            assert error.value.codes == ("policy-derived",)


FIELD = {"is": "field", "of": "household", "name": "decile", "key": ""}
TRUE = {"is": "bool", "value": True}
ONE = {"is": "int", "value": 1}
PEOPLE = {"is": "relation", "of": "household", "name": "members"}


class TestDocuments:
    @pytest.mark.parametrize(
        ("document", "path"),
        [
            (None, "."),
            ([], "."),
            ({}, "is"),
            ({"is": ["bool"]}, "is"),
            ({"is": "lookup", "of": FIELD, "table": [], "low": 0, "high": 1}, "is"),
            ({"is": "bool"}, "."),
            ({"is": "bool", "value": 1}, "value"),
            ({"is": "bool", "value": True, "at": None}, "."),
            ({"is": "int", "value": True}, "value"),
            ({"is": "int", "value": 1.0}, "value"),
            ({"is": "int", "value": 10**15 + 1}, "value"),
            ({"is": "dec", "digits": 1, "scale": -1}, "scale"),
            ({"is": "dec", "digits": 1, "scale": 10**9}, "scale"),
            ({"is": "day", "value": "20260101"}, "value"),
            ({"is": "day", "value": "2026-W01-1"}, "value"),
            ({"is": "not", "of": PEOPLE}, "of"),
            ({"is": "and", "parts": []}, "parts"),
            ({"is": "or", "parts": [TRUE]}, "parts"),
            ({"is": "and", "parts": [TRUE, {"is": "x"}]}, "parts[1].is"),
            ({"is": "in", "of": FIELD, "options": []}, "options"),
            ({"is": "cmp", "op": "=", "left": FIELD, "right": ONE}, "op"),
            ({"is": "cmp", "op": "years", "left": FIELD, "right": ONE}, "op"),
            ({"is": "age", "of": FIELD, "unit": "=="}, "unit"),
            ({"is": "age", "of": FIELD, "unit": TRUE}, "unit"),
            ({"is": "scale", "by": FIELD, "of": ONE}, "by"),
            ({"is": "field", "of": "household", "name": "decile; drop", "key": ""}, "name"),
            ({"is": "field", "of": "for", "name": "decile", "key": ""}, "of"),
            ({"is": "field", "of": "household", "name": "participation", "key": "A'] == 'x' || household.y['B"}, "key"),
            ({"is": "code", "value": "it's"}, "value"),
            ({"is": "any", "among": PEOPLE, "var": "", "body": TRUE}, "var"),
            ({"is": "any", "among": PEOPLE, "var": "$1", "body": TRUE}, "var"),
            ({"is": "count", "among": PEOPLE, "var": "", "body": {"is": "bool", "value": False}}, "var"),
        ],
    )
    def test_what_no_text_could_say_is_refused(self, document: object, path: str) -> None:
        with pytest.raises(Invalid) as error:
            from_document(document)
        assert error.value.codes == ("expression-document",)
        assert error.value.reasons[0].path == path
        assert error.value.reasons[0].text.id != error.value.reasons[0].text.en

    def test_limits(self) -> None:
        deep: dict[str, Any] = TRUE
        for _ in range(100):
            deep = {"is": "not", "of": deep}
        wide = {"is": "or", "parts": [TRUE] * 2001}
        nested: dict[str, Any] = TRUE
        for name in "abc":
            nested = {"is": "any", "among": PEOPLE, "var": name, "body": nested}
        for document in (deep, wide, nested):
            with pytest.raises(Invalid):
                from_document(document)

    def test_whatever_a_text_says_fits_a_document(self) -> None:
        text = "true"
        for _ in range(19):
            text = f"implies({text}, true)"
        told(f"implies({text}, true)", "too-deep")
        node = parse(text)
        assert from_document(to_document(node)) == node
