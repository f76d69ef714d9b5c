"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path, register_converter

from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form
from hongshu.surfaces.web.views import (
    explore,
    members,
    notes,
    preferences,
    products,
    publish,
    settings,
    shop,
)


class IdConverter:
    """An id in its wire form."""

    regex = "[1-9A-HJ-NP-Za-km-z]{11}"

    def to_python(self, value: str) -> Id:
        try:
            return parse_id(value)
        except InvalidId:
            raise ValueError(value) from None

    def to_url(self, value: Id | str) -> str:
        return value if isinstance(value, str) else wire_form(value)


register_converter(IdConverter, "id")

urlpatterns = [
    path("", explore.explore, name="explore"),
    path("search", shop.search, name="search"),
    path("note/<id:note_id>", notes.note, name="note"),
    path("note/<id:note_id>/like", notes.like, name="like_note"),
    path("note/<id:note_id>/delete", notes.delete, name="delete_note"),
    path("product/<id:product_id>", products.product, name="product"),
    path("brand/<slug:slug>", products.brand, name="brand"),
    path("shop", shop.front, name="shop"),
    path("shop/<slug:slug>", shop.category, name="category"),
    path("member/<slug:handle>", members.profile, name="member"),
    path("publish", publish.publish, name="publish"),
    path("publish/pictures", publish.add_picture, name="publish_pictures"),
    path("publish/products", publish.find, name="publish_products"),
    path("settings", settings.settings_page, name="settings"),
    path("language/<str:language>", preferences.language, name="language"),
    path("theme/<str:theme>", preferences.theme, name="theme"),
]
