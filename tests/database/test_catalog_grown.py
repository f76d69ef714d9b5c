"""Axes, numbers, states, attributes and links of the catalogue."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.support.community import product, product_draft, shelf

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import (
    Attribute,
    AttributeChoice,
    AttributeKind,
    CategoryDraft,
    InvalidLinks,
    LinkKind,
    OptionAxis,
    OptionValue,
    ProductNotFound,
    ProductState,
    SkuDraft,
    Text,
)
from hongshu.store.catalog.models import ChangeRow, ProductRow, SkuRow
from hongshu.store.catalog.queries import (
    ask_led_to,
    get_product,
    list_products_for_staff,
    list_skus_by_barcode,
    list_skus_by_id,
)
from hongshu.store.catalog.services import (
    publish_products,
    save_attributes,
    save_categories,
    save_products,
    set_links,
    set_product_pictures,
    set_products_in_stock,
    waive_picture,
    withdraw_products,
)

pytestmark = pytest.mark.django_db
BUYER = Id(7)

SHADES = OptionAxis(
    "shade",
    Text(zh="色号", en="Shade"),
    (
        OptionValue("rose", Text(zh="玫瑰", en="Rose"), "#b5483a"),
        OptionValue("fig", Text(zh="无花果", en="Fig")),
    ),
)
SIZES = OptionAxis(
    "size", Text(zh="规格", en="Size"), (OptionValue("3g", Text(en="3 g")), OptionValue("6g", Text(en="6 g")))
)


def _sku(code: str, *choice: str, price: int = 9_900, **more: Any) -> SkuDraft:
    return SkuDraft(code=code, price=Money(price), choice=choice, **more)


def _why(*drafts: Any) -> dict[str, str]:
    return {key: str(error.details["why"]) for key, error in save_products(drafts).refused.items()}


def test_a_sku_is_one_choice_on_each_axis_and_is_called_by_it() -> None:
    key = product("tint", axes=(SHADES, SIZES), skus=(_sku("T1", "rose", "3g"), _sku("T2", "fig", "6g")))
    found = get_product(key)
    assert found.axes == (SHADES, SIZES)
    assert [(sku.choice, sku.option) for sku in found.skus] == [
        (("rose", "3g"), Text(zh="玫瑰 3 g", en="Rose, 3 g")),
        (("fig", "6g"), Text(zh="无花果 6 g", en="Fig, 6 g")),
    ]


def test_what_is_no_choice_of_the_axes_is_refused_with_its_reason() -> None:
    shelf()
    four = tuple(OptionAxis(f"a{n}", Text(en="A"), (OptionValue("v", Text(en="V")),)) for n in range(4))
    assert _why(
        product_draft("twice", axes=(SHADES,), skus=(_sku("A1", "rose"), _sku("A2", "rose"))),
        product_draft("stray", axes=(SHADES,), skus=(_sku("B1", "plum"),)),
        product_draft("short", axes=(SHADES, SIZES), skus=(_sku("C1", "rose"),)),
        product_draft("four", axes=four, skus=(_sku("D1", "v", "v", "v", "v"),)),
    ) == {
        "twice": "two of its SKUs are one choice",
        "stray": "SKU B1: axis 'shade' has no value 'plum'",
        "short": "SKU C1 needs a value for each option axis",
        "four": "it has more than 3 option axes",
    }


def test_two_skus_may_change_places_and_a_withdrawn_one_frees_its_choice() -> None:
    first = (_sku("T1", "rose", barcode="4006381333931"), _sku("T2", "fig", barcode="73513537"))
    key = product("tint", axes=(SHADES,), skus=first)
    other = (_sku("T1", "fig", barcode="73513537"), _sku("T2", "rose", barcode="4006381333931"))
    assert save_products([product_draft("tint", axes=(SHADES,), skus=other)]).changed == 1
    assert [sku.choice for sku in get_product(key).skus] == [("fig",), ("rose",)]
    assert save_products([product_draft("tint", axes=(SHADES,), skus=(_sku("T3", "rose"),))]).changed == 1
    assert [sku.code for sku in get_product(key).skus] == ["T3"]


def test_several_skus_without_axes_are_told_apart_by_their_options() -> None:
    key = product(
        "oil",
        skus=(
            SkuDraft("S", Money(100), option=Text(en="Small")),
            SkuDraft("L", Money(200), option=Text(en="Large")),
            SkuDraft("X", Money(300), option=Text(en="Large")),
        ),
    )
    found = get_product(key)
    assert [axis.slug for axis in found.axes] == ["option"]
    assert [sku.choice for sku in found.skus] == [("small",), ("large",), ("sku-X",)]


def test_the_database_itself_refuses_the_same_choice_twice() -> None:
    product("tint", axes=(SHADES,), skus=(_sku("T1", "rose"), _sku("T2", "fig")))
    with pytest.raises(IntegrityError, match="catalog_sku_choice_once_a_product"):
        SkuRow.objects.filter(code="T2").update(choice=["rose"])


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("content_unit", "oz", "catalog_sku_content_unit"),
        ("barcode", "123", "catalog_sku_barcode_digits"),
        ("hs_code", "330499", "catalog_sku_hs_code"),
        ("origin_country", "fr", "catalog_sku_origin"),
        ("shelf_life_days", 0, "catalog_sku_shelf_life"),
        ("choice", ["a", "b", "c", "d"], "catalog_sku_few_choices"),
    ],
)
def test_the_database_itself_refuses_a_sku_that_cannot_be(column: str, value: Any, constraint: str) -> None:
    product()
    with pytest.raises(IntegrityError, match=constraint):
        SkuRow.objects.update(**{column: value})


def test_a_barcode_is_one_skus_whatever_its_length_is() -> None:
    product("one", skus=(_sku("ONE", barcode="036000291452"),))
    assert _why(product_draft("two", skus=(_sku("TWO", barcode="0036000291452"),))) == {
        "two": "barcode 0036000291452 belongs to another SKU"
    }
    (found,) = list_skus_by_barcode(["0036000291452", "96385074"]).values()
    assert list_skus_by_id([found])[found].sku.code == "ONE"
    with pytest.raises(IntegrityError, match="catalog_sku_barcode_once"):
        product("three")
        SkuRow.objects.filter(code="NRD-three").update(barcode="0036000291452")


def test_numbers_that_others_assign_are_checked() -> None:
    shelf()
    assert _why(
        product_draft("check", skus=(_sku("A", barcode="4006381333932"),)),
        product_draft("unit", skus=(_sku("B", content_unit="oz"),)),
        product_draft("customs", skus=(_sku("C", hs_code="33O4990000"),)),
        product_draft("land", skus=(_sku("D", origin_country="XX"),)),
        product_draft("life", skus=(_sku("E", shelf_life_days=0),)),
    ) == {
        "check": "SKU A: the check digit of barcode 4006381333932 is wrong",
        "unit": "SKU B: a content is measured in ml, g, piece",
        "customs": "SKU C: an HS code has 10 digits",
        "land": "SKU D: 'XX' is no country of ISO 3166",
        "life": "SKU E would have expired at once",
    }


def test_what_a_sku_does_not_tell_comes_from_its_category_and_waits_for_staff() -> None:
    shelf()
    save_categories(
        [
            CategoryDraft(
                "lamps", "home", Text(en="Lamps"), default_weight_g=400, default_hs_code="940520",
                default_shelf_life_days=900,
            )
        ]
    )  # fmt: skip
    whole = _sku("WHOLE", weight_g=10, hs_code="9405210000", shelf_life_days=30, origin_country="SE")
    ids = save_products(
        [product_draft("bare", origin="IT"), product_draft("whole", origin="IT", skus=(whole,))]
    ).ids
    bare, told = get_product(ids["bare"]), get_product(ids["whole"])
    (sku,) = bare.skus
    assert (sku.weight_g, sku.hs_code, sku.origin_country) == (400, "9405200000", "IT")
    assert list_skus_by_id([sku.id])[sku.id].shelf_life_days == 900
    assert bare.needs_review == ("weight_g", "hs_code", "shelf_life_days")
    assert (told.skus[0].hs_code, told.skus[0].origin_country, told.needs_review) == ("9405210000", "SE", ())


FINISH = Attribute(
    "home", "finish", Text(zh="妆效", en="Finish"), AttributeKind.CHOICE,
    (AttributeChoice("matte", Text(en="Matte")), AttributeChoice("gloss", Text(en="Gloss"))), is_facet=True,
)  # fmt: skip
POWER = Attribute("lamps", "power", Text(zh="功率", en="Power"), AttributeKind.NUMBER, is_required=True)


def test_an_attribute_holds_below_its_category_and_takes_only_what_it_can_be() -> None:
    shelf()
    save_attributes([FINISH, POWER])
    assert _why(
        product_draft("none"),
        product_draft("wild", attributes={"power": "4", "finish": "sticky"}),
        product_draft("words", attributes={"power": "strong"}),
        product_draft("good", attributes={"power": "4.5", "finish": "matte", "told": "elsewhere"}),
    ) == {
        "none": "its category asks for power",
        "wild": "finish cannot be 'sticky'",
        "words": "power is a number, not 'strong'",
    }


def test_only_a_choice_can_be_a_facet() -> None:
    shelf()
    wrong = Attribute("home", "story", Text(zh="故事", en="Story"), AttributeKind.TEXT, is_facet=True)
    with pytest.raises(IntegrityError, match="catalog_attribute_facet_is_choice"), transaction.atomic():
        save_attributes([wrong])


def _draft_product(**changes: Any) -> Id:
    shelf()
    values: dict[str, Any] = {"state": ProductState.DRAFT, "picture_waiver": "", **changes}
    return save_products([product_draft("new", **values)]).ids["new"]


def test_a_draft_is_seen_by_staff_only_until_it_lacks_nothing() -> None:
    key = _draft_product(skus=())
    with pytest.raises(ProductNotFound):
        get_product(key)
    assert get_product(key, of_any_state=True).state is ProductState.DRAFT
    ((shown,), _) = list_products_for_staff(state=ProductState.DRAFT)
    assert (shown.id, shown.price) == (key, None)
    save_attributes([POWER])
    refused = publish_products(product_ids=[key], actor_id=BUYER)
    assert refused.refused == {key: ("no_sku", "no_price", "no_picture", "no_attribute")}
    save_products(
        [product_draft("new", state=ProductState.DRAFT, picture_waiver="", attributes={"power": "4"})]
    )
    set_product_pictures(product_id=key, picture_ids=[Id(5)])
    assert publish_products(product_ids=[key], actor_id=BUYER).changed == (key,)
    assert get_product(key).state is ProductState.PUBLISHED


def test_a_picture_may_be_waived_and_every_act_of_staff_is_written_down() -> None:
    key = _draft_product()
    assert publish_products(product_ids=[key], actor_id=BUYER).refused == {key: ("no_picture",)}
    waive_picture(product_id=key, why="sold in a plain box", actor_id=BUYER)
    publish_products(product_ids=[key], actor_id=BUYER)
    assert publish_products(product_ids=[key], actor_id=BUYER).changed == ()
    withdraw_products(product_ids=[key], actor_id=BUYER)
    acts = list(ChangeRow.objects.order_by("id").values_list("actor_id", "act", "subject_id"))
    assert acts == [
        (7, "picture_waived", key), (7, "product_published", key), (7, "product_withdrawn", key),
    ]  # fmt: skip
    with pytest.raises(Exception, match="append"), transaction.atomic():
        ChangeRow.objects.all().delete()


def test_a_product_that_members_have_seen_is_no_draft_again() -> None:
    key = product()
    with pytest.raises(IntegrityError, match="catalog_product_state"), transaction.atomic():
        ProductRow.objects.filter(id=key).update(state="secret")
    assert withdraw_products(product_ids=[key]).changed == (key,)
    assert publish_products(product_ids=[key]).changed == (key,)


def test_the_database_itself_shows_nothing_without_price_or_picture() -> None:
    key = _draft_product(skus=())
    with pytest.raises(IntegrityError, match="catalog_product_shown_with_p"):
        ProductRow.objects.filter(id=key).update(state="published")


def test_stock_is_told_for_many_products_and_only_what_changes_is_counted() -> None:
    shelf()
    one, two, three = save_products([product_draft(f"p{n}") for n in range(3)]).ids.values()
    assert get_product(one).summary.is_in_stock is None
    assert set_products_in_stock(in_stock=[one, two], sold_out=[three]) == 3
    assert set_products_in_stock(in_stock=[one], sold_out=[two, three]) == 1
    assert [get_product(key).summary.is_in_stock for key in (one, two, three)] == [True, False, False]


def test_similar_products_are_staffs_choice_or_those_with_the_nearest_price() -> None:
    shelf()
    prices = {"self": 5000, "near": 5100, "far": 9000, "low": 4800, "gone": 5001}
    ids = save_products([product_draft(key, price_minor=price) for key, price in prices.items()]).ids
    withdraw_products(product_ids=[ids["gone"]])
    found = ask_led_to(ids["self"]).answer
    assert [one.id for one in found[LinkKind.SIMILAR]] == [ids["near"], ids["low"], ids["far"]]
    assert found[LinkKind.COMPLEMENTARY] == ()
    set_links(product_id=ids["self"], kind=LinkKind.SIMILAR, other_ids=[ids["far"], ids["gone"]])
    set_links(product_id=ids["self"], kind=LinkKind.COMPLEMENTARY, other_ids=[ids["low"]])
    found = ask_led_to(ids["self"]).answer
    assert [one.id for one in found[LinkKind.SIMILAR]] == [ids["far"]]
    assert [one.id for one in found[LinkKind.COMPLEMENTARY]] == [ids["low"]]


def test_a_product_leads_neither_to_itself_nor_to_nothing() -> None:
    key = product()
    for others in ([key], [Id(1)], [Id(2), Id(2)]):
        with pytest.raises(InvalidLinks):
            set_links(product_id=key, kind=LinkKind.SIMILAR, other_ids=others)
