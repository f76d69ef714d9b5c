"""Words for each thing that may be wrong in a row of a product file: what it is, and what to write."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from hongshu.flows.cataloguing.contracts import Problem

WORDS: dict[str, str] = {
    # cells
    "formula": _("This cell is calculated. Paste its value in its place."),
    "too_long": _("This is longer than the column can hold. Shorten it."),
    "not_a_number": _("This is not a number. Write it with digits and a point, without a unit."),
    "negative": _("This is below zero. Write zero or more."),
    "fractional": _("This is a part of one. Write a whole number."),
    "too_exact": _("This has too many digits behind the point."),
    "not_a_date": _("This is not a time. Write it as 2026-11-11 or 2026-11-11T20:00."),
    "unknown_state": _("A state is draft, published or withdrawn."),
    "unknown_kind": _("A price is list, selling or member."),
    "too_many_cells": _("There are more cells than columns. A comma may stand outside of quotes."),
    "required": _("This must be filled in."),
    # between rows
    "twice_in_file": _("This stands in the file twice. Keep one of the rows."),
    "disagrees": _("Another row of this product says something else. Write the same in all of its rows."),
    # SKUs
    "sku_code_length": _("A SKU code has 1 to 80 characters."),
    "price_wrong": _("A price is above zero, in yuan."),
    "price_above_list": _("The selling price is above the list price."),
    "price_above_selling": _("The member price is above the selling price."),
    "content_wrong": _("A content is above zero; leave the cell empty where there is none."),
    "content_unit_unknown": _("A content is measured in ml, g or piece."),
    "barcode_wrong": _("A barcode has 8, 12, 13 or 14 digits, and its last one checks the others. Scan it."),
    "hs_code_wrong": _("An HS code has ten digits."),
    "country_unknown": _("A country is two capital letters, such as FR or JP."),
    "shelf_life_wrong": _("A shelf life is one day or more; leave the cell empty for what does not expire."),
    "weight_wrong": _("A weight is zero grams or more."),
    "sku_taken": _("Another product has this SKU code, or a published product would be left without a SKU."),
    "barcode_taken": _("Another SKU has this barcode."),
    "sku_unknown": _("There is no SKU with this code. Bring in its product first."),
    # products
    "brand_unknown": _("There is no such brand. Fill in brand_zh or brand_en to make it."),
    "category_unknown": _("There is no such category."),
    "choice_wrong": _("Each SKU needs a value for each axis, and no two the same ones."),
    "axes_wrong": _("At most three axes, each with 1 to 200 different values; a colour is #b5483a."),
    "attribute_wrong": _("Its category does not allow this value, or asks for one."),
    "too_many_attributes": _("A product has at most 60 attributes."),
    "name_wrong": _("A product has a name in at least one language, of at most 300 characters."),
    "key_wrong": _("A product needs a key of its own."),
    "price_conflict": _("A price that is planned for later would be above or below what is allowed then."),
    "no_picture": _("It has no picture. Write into picture_waiver why, or keep it a draft."),
    "no_price": _("It has no price yet."),
    "no_sku": _("It has no SKU."),
    "no_attribute": _("Its category asks for an attribute that is missing."),
    "cannot_from_here": _("It cannot get into this state from the one in which it is."),
    "held": _("Moderators hold it; it is shown again when they let go of it."),
    # prices
    "price_not_positive": _("A price is above zero, in yuan."),
    "price_in_the_past": _("A new price cannot begin in the past. Leave the start empty for now."),
    "price_ends_first": _("It would end before it begins."),
}  # fmt: skip


def words_of_problem(problem: Problem) -> str:
    """What is wrong and what to do, in the language of the moment."""
    return gettext(WORDS[problem.code])
