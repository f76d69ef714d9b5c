"""What becomes of a row: a product, a note, or a reason why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise, permutations

import pytest
from tests.support.foreign_lists import LISTING, PRODUCT, REVIEW

from hongshu.community.notes.rules import CHANNEL_SLUGS
from hongshu.flows.importing.rules import double11, sephora
from hongshu.flows.importing.rules.outcomes import UnusableRow
from hongshu.flows.importing.rules.prices import DatedRate, in_selling_currency, read_price
from hongshu.flows.importing.rules.shop_tree import ROOT_FOR_THE_REST, shop_tree
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import Text

TREE = shop_tree()
RATE = DatedRate("7.1", "2026-11-20")
TODAY = date(2026, 11, 25)


def _product(**changes: str) -> sephora.ProductFound:
    return sephora.product_of({**PRODUCT, **changes}, tree=TREE, rate=RATE)


def _review(**changes: str) -> sephora.ReviewFound:
    return sephora.review_of({**REVIEW, **changes}, today=TODAY, max_title_units=20)


def _listing(**changes: str) -> double11.ProductFound:
    return double11.product_of(double11.sighting_of({**LISTING, **changes}, line=2), tree=TREE)


# The table of the shop's tree


def test_every_category_of_the_table_has_all_that_a_product_needs() -> None:
    for category in TREE.categories.values():
        assert category.weight_g > 0, category.slug
        assert len(category.hs_code) == 6, category.slug
        assert category.channel in CHANNEL_SLUGS, category.slug
        assert category.name.zh, category.slug
        assert category.name.en, category.slug


def test_every_way_into_the_tree_ends_at_a_category_and_leads_from_a_root() -> None:
    ends = {*TREE.sephora.values(), *(slug for slug, _ in TREE.double11), ROOT_FOR_THE_REST}
    assert ends <= TREE.categories.keys()
    for slug in ends:
        drafts = TREE.drafts(slug)
        assert drafts[0].parent == ""
        assert drafts[-1].slug == slug
        for above, below in pairwise(drafts):
            assert below.parent == above.slug


def test_an_unknown_leaf_goes_to_its_known_parent_and_an_unknown_root_is_told() -> None:
    leaf = _product(tertiary_category="Moon Water")
    assert leaf.category.slug == "cleanser"
    assert not leaf.doubts
    root = _product(primary_category="Garden", secondary_category="", tertiary_category="")
    assert root.category.slug == ROOT_FOR_THE_REST
    assert "'Garden'" in root.doubts[0]


# Products


def test_a_product_keeps_its_source_price_and_the_dated_rate() -> None:
    draft = _product().draft
    assert draft.source_price == Money(2000, "USD")
    assert (draft.rate, draft.rate_on) == ("7.1", "2026-11-20")
    assert draft.skus[0].price == Money(14200, "CNY")
    assert draft.skus[0].code == "sephora-Q1"
    assert draft.highlights_en == ("Vegan", "For dry skin")
    assert draft.ingredients == "Aqua, Glycerin\nPond dew"
    assert draft.category_slug == "toner"


def test_what_was_filled_by_a_guess_waits_for_staff() -> None:
    assert _product().draft.needs_review == ("weight_g", "hs_code")
    unknown = _product(size="", variation_value="")
    assert unknown.draft.skus[0].content is None
    assert unknown.draft.needs_review == ("weight_g", "hs_code", "content")


def test_a_sale_price_is_kept_beside_the_list_price() -> None:
    draft = _product(sale_price_usd="9", value_price_usd="40").draft
    assert draft.source_price == Money(2000, "USD")
    assert draft.attributes["sale_price_usd"] == "9"
    assert draft.attributes["value_price_usd"] == "40"
    assert draft.attributes["online_only"] == "1"


def test_a_shade_and_its_size_are_both_told() -> None:
    found = _product(variation_type="Color", variation_value="Fern", size="1 oz/ 30 mL")
    assert found.draft.skus[0].option == Text(en="Fern, 1 oz/ 30 mL")
    assert _product().draft.skus[0].option == Text(en="5 oz/ 150 mL")


def test_a_shade_and_a_size_are_axes_with_the_value_of_the_sku() -> None:
    draft = _product(variation_type="Color", variation_value="Fern", size="1 oz/ 30 mL").draft
    assert [axis.slug for axis in draft.axes] == ["shade", "volume"]
    shade, size = (axis.values for axis in draft.axes)
    assert shade[0].name == Text(en="Fern")
    assert size[0].name == Text(zh="30毫升", en="1 oz/ 30 mL")
    assert draft.skus[0].choice == (shade[0].slug, size[0].slug) == ("fern", "1-oz-30-ml")


@pytest.mark.parametrize(
    "changes, slugs",
    [
        ({}, ["volume"]),
        ({"variation_type": "Size + Concentration", "variation_value": "5 oz/ 150 mL Refill"}, ["volume"]),
        ({"variation_type": "", "variation_value": ""}, ["volume"]),
        ({"variation_type": "Scent", "variation_value": "Rain", "size": ""}, ["scent"]),
        ({"variation_type": "Type", "variation_value": "5 oz/ 150 mL"}, ["volume"]),
        ({"variation_type": "Color", "variation_value": "–", "size": ""}, []),
        ({"variation_type": "", "variation_value": "", "size": ""}, []),
    ],
)
def test_a_row_has_only_the_axes_of_which_it_tells(changes: dict[str, str], slugs: list[str]) -> None:
    draft = _product(**changes).draft
    assert [axis.slug for axis in draft.axes] == slugs
    assert draft.skus[0].choice == tuple(axis.values[0].slug for axis in draft.axes)


@pytest.mark.parametrize(
    "size, content, unit, chinese",
    [
        ("1.7 oz/ 50 g", "50", "g", "50克"),
        ("2 fl oz", "59.147", "ml", ""),
        ("2 oz", "56.699", "g", ""),
        ("60 Capsules", "60", "piece", "60件"),
    ],
)
def test_a_size_in_ounces_is_a_content_in_our_units(size: str, content: str, unit: str, chinese: str) -> None:
    draft = _product(size=size, variation_value=size).draft
    sku = draft.skus[0]
    assert (str(sku.content), sku.content_unit) == (content, unit)
    # What a person should look at is not said in other words.
    assert draft.axes[0].values[0].name == Text(zh=chinese, en=size)


def test_a_size_that_only_the_variation_tells_is_the_content() -> None:
    sku = _product(size="", variation_type="Size", variation_value="1 oz/ 30 mL").draft.skus[0]
    assert (str(sku.content), sku.content_unit) == ("30", "ml")


def test_a_broken_list_is_kept_as_it_stands_and_told() -> None:
    found = _product(ingredients="Aqua, Glycerin", highlights="['Vegan'")
    assert found.draft.ingredients == "Aqua, Glycerin"
    assert found.draft.attributes["highlights"] == "['Vegan'"
    assert len(found.doubts) == 2


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"price_usd": ""}, "price_usd is empty"),
        ({"price_usd": "0"}, "price_usd is zero"),
        ({"price_usd": "twenty"}, "price_usd is not a price: 'twenty'"),
        ({"price_usd": "-3"}, "price_usd is not a price"),
        ({"price_usd": "1e9"}, "price_usd is not a price"),
        ({"price_usd": "NaN"}, "price_usd is not a price"),
        ({"product_id": ""}, "product_id has 1 to 40"),
        ({"product_name": " "}, "product_name is empty"),
        ({"brand_name": ""}, "brand_name has 1 to 120"),
    ],
)
def test_a_product_row_that_cannot_be_used_says_why(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(UnusableRow, match=reason):
        _product(**changes)


def test_a_converted_price_is_rounded_to_the_fen() -> None:
    assert in_selling_currency(Money(999, "USD"), DatedRate("7.1234", "2026-11-20")) == Money(7116, "CNY")
    assert read_price("12.5", "USD", column="price") == Money(1250, "USD")


# Reviews


def test_a_review_becomes_a_note_of_its_day() -> None:
    review = _review()
    assert review.title == "Rain in a bottle"
    assert review.published_at == datetime(2021, 3, 4, 12, tzinfo=UTC)
    assert review.rating == 5
    assert (review.author_key, review.product_key) == ("900001", "Q1")


def test_a_review_without_title_or_text_still_has_a_title() -> None:
    assert _review(review_title="").title == "It smells of rain"
    assert _review(review_title="", review_text="").title == "5 of 5 stars"


def test_long_titles_and_texts_stay_whole() -> None:
    review = _review(review_title="w" * 90, review_text="long " * 900)
    assert review.title == "w" * 90
    assert len(review.body) == 4499


def test_one_author_may_write_again_on_another_day_and_of_another_product() -> None:
    keys = {
        _review().source_key,
        _review(submission_time="2021-03-05").source_key,
        _review(product_id="Q2").source_key,
        _review(author_id="900002").source_key,
    }
    assert len(keys) == 4
    assert _review(review_text="other words").source_key == _review().source_key


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"submission_time": "soon"}, "submission_time is not a date: 'soon'"),
        ({"submission_time": "2026-11-26"}, "submission_time is in the future"),
        ({"submission_time": "1970-01-01"}, "submission_time is before"),
        ({"rating": "6"}, "rating is not 1 to 5: '6'"),
        ({"rating": "4.5"}, "rating is not 1 to 5"),
        ({"author_id": ""}, "author_id has 1 to 30"),
        ({"product_id": "x" * 41}, "product_id has 1 to 40"),
        ({"review_title": "", "review_text": " ", "rating": ""}, "no title, no text and no rating"),
    ],
)
def test_a_review_row_that_cannot_be_used_says_why(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(UnusableRow, match=reason):
        _review(**changes)


def test_a_rating_may_be_missing_or_written_with_a_point() -> None:
    assert _review(rating="").rating is None
    assert _review(rating="4.0").rating == 4


# The Chinese list


def test_a_listing_becomes_a_product_of_its_shop() -> None:
    found = _listing()
    assert found.brand.name == Text(zh="苔语")
    assert found.category.slug == "toner"
    assert found.draft.name == Text(zh="苔语云朵爽肤水150ml 温和补水")
    assert found.draft.skus[0].price == Money(8900, "CNY")
    assert str(found.draft.skus[0].content) == "150"
    assert found.draft.attributes["sale_count"] == "40"
    assert found.draft.source_price is None


def test_the_words_of_the_sale_are_not_in_the_name_and_not_lost() -> None:
    draft = _listing(title="【11-11预售】苔语云朵霜50g 11-11抢先预售").draft
    assert draft.name.zh == "苔语云朵霜50g"
    assert draft.attributes["title"] == "【11-11预售】苔语云朵霜50g 11-11抢先预售"
    assert _listing(title="【双11预售】").draft.name.zh == "【双11预售】"


def test_brands_with_two_names_are_one_brand() -> None:
    shop = TREE.brand_of_shop("雅诗兰黛")
    assert shop == TREE.brand("Estée Lauder")
    assert shop.name.zh
    assert shop.name.en


@pytest.mark.parametrize(
    "title, slug",
    [
        ("苔语晨露润唇膏", "lip-care"),
        ("苔语晨露哑光口红", "lipstick"),
        ("苔语云朵卸妆水 眼部可用", "makeup-removers"),
        ("苔语云朵水乳套装", "skincare-sets"),
        ("苔语石头", ROOT_FOR_THE_REST),
    ],
)
def test_the_first_word_that_is_known_decides_the_category(title: str, slug: str) -> None:
    assert TREE.of_title(title).slug == slug


def test_the_newest_day_speaks_whatever_the_order_of_the_rows() -> None:
    days = [
        double11.sighting_of({**LISTING, "update_time": day, "price": price, "sale_count": sold}, line=line)
        for line, (day, price, sold) in enumerate(
            [("2016/11/5", "99", "10"), ("2016/11/11", "59", ""), ("2016/11/9", "129", "30")], start=2
        )
    ]
    for first, second, third in permutations(days):
        merged = double11.merged(double11.merged(first, second), third)
        assert (merged.day, merged.price) == (date(2016, 11, 11), Money(5900))
        assert (merged.lowest, merged.highest) == (Money(5900), Money(12900))
        assert merged.sale_count in ("10", "30")


def test_on_one_day_the_later_row_speaks() -> None:
    early = double11.sighting_of(LISTING, line=2)
    late = replace(early, line=9, price=Money(7700))
    assert double11.merged(early, late).price == Money(7700)
    assert double11.merged(late, early).price == Money(7700)


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"update_time": "2016/13/1"}, "update_time is not a date"),
        ({"price": "?"}, "price is not a price"),
        ({"sale_count": "many"}, "sale_count is not a count: 'many'"),
        ({"id": ""}, "id has 1 to 60"),
        ({"title": ""}, "title has 1 to 300"),
        ({"店名": ""}, "店名 has 1 to 120"),
    ],
)
def test_a_listing_that_cannot_be_used_says_why(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(UnusableRow, match=reason):
        _listing(**changes)


def test_a_price_that_was_rather_a_deposit_waits_for_staff() -> None:
    assert "price" in _listing(price="1").draft.needs_review
    assert "price" not in _listing().draft.needs_review
