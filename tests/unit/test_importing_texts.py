"""Sizes, lists, titles and names of foreign rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.community.notes.contracts import TITLE_MAX_UNITS
from hongshu.community.notes.rules import title_units
from hongshu.flows.importing.rules.shop_tree import shop_tree, weight_of
from hongshu.flows.importing.rules.sizes import CONTENT_MAX, Size, read_size
from hongshu.flows.importing.rules.texts import derive_title, one_line, read_list, slug_of


@pytest.mark.parametrize(
    "text, content, unit",
    [
        ("1.7 oz/ 50 mL", "50", "ml"),
        (".23 fl oz / 7 ml", "7", "ml"),
        ("0.14oz/4g", "4", "g"),
        ("100 mL/ 3.4 oz", "100", "ml"),
        ("3.4 oz/ 100 mL eau de parfum spray", "100", "ml"),
        ("Mini Size - 0.2 oz/ 6 g", "6", "g"),
        ("6 x 0.5 oz/ 15 mL", "90", "ml"),
        ("6 x 0.5 oz/ 6 x 15 mL", "90", "ml"),
        ("2 x 30 mL", "60", "ml"),
        ("60 Capsules", "60", "piece"),
        ("30 Vegan Capsules", "30", "piece"),
        ("苔语面霜50g", "50", "g"),
        ("苔语护手霜80g*2支", "160", "g"),
        ("苔语面膜 10片装", "10", "piece"),
    ],
)
def test_a_size_is_read(text: str, content: str, unit: str) -> None:
    assert read_size(text) == Size(Decimal(content), unit, is_certain=True)


@pytest.mark.parametrize(
    "text, content, unit",
    [("7 oz", "198.446", "g"), ("2 fl oz", "59.147", "ml"), ("2 x 0.5 oz/ 30 mL", "30", "ml")],
)
def test_the_other_way_to_tell_a_content_is_understood(text: str, content: str, unit: str) -> None:
    size = read_size(text)
    assert size is not None
    assert (size.content, size.unit) == (Decimal(content), unit)


def test_amounts_that_contradict_each_other_are_left_to_staff() -> None:
    assert read_size("0.4 oz/ 100 mL") == Size(Decimal(100), "ml", is_certain=False)
    assert read_size("7 oz") == Size(Decimal("198.446"), "g", is_certain=False)


@pytest.mark.parametrize(
    "text",
    ["", "Standard", '1" wand', "1.7 / 50", "0 g", "0.1 oz gel/ 0.007 oz pencil/ 2.9 g gel/ 0.2 g pencil",
     "50 mL + 8 mL"],
)  # fmt: skip
def test_no_content_is_guessed_where_none_or_several_are_told(text: str) -> None:
    assert read_size(text) is None


@given(text=st.text(alphabet="0123456789. x/oz mlgML-+片*", max_size=40))
def test_a_size_is_positive_bounded_and_fits_the_column(text: str) -> None:
    size = read_size(text)
    if size is not None:
        assert 0 < size.content <= CONTENT_MAX
        assert size.content == size.content.quantize(Decimal("0.001"))
        assert size.unit in ("ml", "g", "piece")


@given(count=st.integers(1, 20), each=st.integers(1, 500))
def test_pieces_of_one_size_add_up(count: int, each: int) -> None:
    assert read_size(f"{count} x {each} mL") == Size(Decimal(count * each), "ml", is_certain=True)


def test_a_list_written_as_python_is_read() -> None:
    assert read_list("['Aqua, Glycerin', \"it's fine\"]") == ("Aqua, Glycerin", "it's fine")
    assert read_list("") == ()
    assert read_list("[]") == ()


@pytest.mark.parametrize(
    "text",
    ["Aqua", "['a'", "{'a': 1}", "[1, 2]", "[__import__('os')]", "[" * 5000, "['" + "a" * 200_000 + "']"],
)
def test_what_is_no_list_of_texts_is_not_taken_for_one(text: str) -> None:
    assert read_list(text) is None


@given(items=st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), max_size=6))
def test_every_list_of_texts_comes_back(items: list[str]) -> None:
    assert read_list(repr(items)) == tuple(item.strip() for item in items if item.strip())


def test_a_title_is_the_first_sentence_where_it_fits() -> None:
    assert derive_title("I adore this eye cream. It costs a lot.", max_units=20) == "I adore this eye cream"
    assert derive_title("Love it!! And the jar too.", max_units=20) == "Love it!! And the jar too"
    assert derive_title("质地很轻，吸收快。第二天不油。", max_units=20) == "质地很轻，吸收快"


def test_a_long_first_sentence_is_cut_between_words() -> None:
    title = derive_title("This dried out my skin within a week of using it every day", max_units=20)
    assert title == "This dried out my skin within a week…"


@given(body=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_a_derived_title_keeps_the_rule_and_is_never_empty(body: str) -> None:
    title = derive_title(body, max_units=TITLE_MAX_UNITS)
    assert title_units(title) <= TITLE_MAX_UNITS
    assert bool(title) == bool(body.strip())


def test_one_line_leaves_no_breaks() -> None:
    assert one_line(" a\u2028b \n c\u00a0d ") == "a b c d"


@pytest.mark.parametrize(
    "name, slug",
    [("Crème d'Été", "creme-dete"), ("Moss & Co.+", "moss-co"), ("19-70", "19-70"), ("MOSSLING", "mossling")],
)
def test_a_brand_has_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(name=st.text(min_size=1, max_size=150))
def test_every_name_has_an_address_that_fits(name: str) -> None:
    slug = slug_of(name)
    assert 0 < len(slug) <= 80
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug_of(name)


def test_two_chinese_shops_have_two_addresses() -> None:
    assert slug_of("苔语") != slug_of("云岫")


def test_a_heavy_content_weighs_more_than_the_guess() -> None:
    toner = shop_tree().categories["toner"]
    assert weight_of(toner, None) == toner.weight_g
    assert weight_of(toner, Size(Decimal(10), "ml", is_certain=True)) == toner.weight_g
    assert weight_of(toner, Size(Decimal(1000), "ml", is_certain=True)) == 1250
