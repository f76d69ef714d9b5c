"""The publish and settings forms read what was sent without believing it."""

from __future__ import annotations

from django.http import QueryDict

from hongshu.community.notes.contracts import NoPicture, TitleTooLong, Visibility
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.contracts import FactVisibility, InvalidFact
from hongshu.surfaces.web.forms.publishing import read_form, split_topics
from hongshu.surfaces.web.forms.settings import read_settings

ONE, TWO = wire_form(Id(1 << 40)), wire_form(Id(2 << 40))


def _post(*pairs: tuple[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query


def test_pictures_keep_their_order_and_their_words() -> None:
    form = read_form(_post(("picture", TWO), ("alt", "two"), ("picture", ONE), ("alt", " one ")))
    assert [(picture.picture_id, picture.alt) for picture in form.pictures] == [
        (Id(2 << 40), "two"),
        (Id(1 << 40), "one"),
    ]


def test_a_removed_picture_is_left_out_and_the_others_keep_their_words() -> None:
    form = read_form(
        _post(("picture", ONE), ("alt", "one"), ("picture", TWO), ("alt", "two"), ("remove", ONE))
    )
    assert [picture.alt for picture in form.pictures] == ["two"]


def test_ids_that_are_none_are_passed_over() -> None:
    form = read_form(_post(("picture", "../etc"), ("picture", ""), ("product", "no"), ("product", ONE)))
    assert form.pictures == []
    assert form.product_ids == [Id(1 << 40)]


def test_topics_are_parted_by_spaces_commas_and_hashes() -> None:
    assert split_topics(" #护肤,空瓶记、 敏感肌＃护肤  ") == ["护肤", "空瓶记", "敏感肌"]


def test_the_language_of_a_draft_is_that_of_its_letters() -> None:
    assert read_form(_post(("title", "空瓶"))).draft().language == "zh"
    assert read_form(_post(("title", "Empties"))).draft().language == "en"


def test_an_unknown_visibility_is_not_made_public_by_chance() -> None:
    assert read_form(_post()).draft().visibility is Visibility.PUBLIC
    assert read_form(_post(("visibility", "private"))).draft().visibility is Visibility.PRIVATE
    assert read_form(_post(("visibility", "everybody!"))).draft().visibility is Visibility.PRIVATE


def test_a_refusal_is_shown_beside_its_field() -> None:
    form = read_form(_post())
    form.refuse(TitleTooLong(max=20, units=30))
    form.refuse(NoPicture())
    form.refuse(NoPicture())
    assert set(form.errors) == {"title", "pictures"}
    assert len(form.errors["pictures"]) == 1


def test_every_form_has_a_key_of_its_own() -> None:
    assert read_form(_post()).key != read_form(_post()).key
    assert read_form(_post(("key", "k1"))).key == "k1"


def test_a_fact_without_a_known_visibility_stays_private() -> None:
    form = read_settings(_post(("city", "杭州"), ("city_visibility", "world"), ("gender", "f")))
    assert form.fact("city").visibility is FactVisibility.PRIVATE
    assert form.fact("city").value == "杭州"
    form.refuse(InvalidFact(field="birth_year"))
    assert "birth_year" in form.errors
