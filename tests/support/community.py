"""Small worlds for tests of the catalogue and the community."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cache

import pyvips

from hongshu.community.members.services import create_profile
from hongshu.community.notes.contracts import NoteDraft, NotePicture, Visibility
from hongshu.flows.publishing.services import publish_dated_note, publish_note
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.platform.accounts.services import create_account
from hongshu.platform.media.contracts import Rendered
from hongshu.platform.media.services import render_picture, store_rendered
from hongshu.store.catalog.contracts import BrandDraft, CategoryDraft, ProductDraft, SkuDraft, Text
from hongshu.store.catalog.services import save_brands, save_categories, save_products


def member(name: str = "Robin", *, handle: str = "", login: str = "") -> Id:
    """A member with a profile; nobody can sign in unless *login* is set (password "only-for-tests-7")."""
    password = "only-for-tests-7" if login else None
    user_id = create_account(login=login or f"{secrets.token_hex(6)}@example.com", password=password)
    create_profile(user_id=user_id, name=name, handle=handle)
    return user_id


@cache
def rendered_picture(color: tuple[int, int, int] = (190, 90, 120)) -> Rendered:
    """A small picture of one colour, rendered once a process."""
    image = (pyvips.Image.black(300, 400, bands=3) + list(color)).cast("uchar")
    return render_picture(image.copy(interpretation="srgb").jpegsave_buffer(Q=80))


def picture(owner_id: Id) -> Id:
    """A stored picture that waits to be claimed."""
    return store_rendered(owner_id=owner_id, rendered=rendered_picture()).id


def product_draft(key: str = "lamp", *, price_minor: int = 9_900, **changes: object) -> ProductDraft:
    """A draft of brand "nordlys" in category "lamps"."""
    values: dict[str, object] = {
        "source": "test",
        "source_key": key,
        "brand_slug": "nordlys",
        "category_slug": "lamps",
        "name": Text(zh=f"{key} 台灯", en=f"{key.title()} lamp"),
        "skus": (SkuDraft(code=f"NRD-{key}", price=Money(price_minor)),),
    }
    return ProductDraft(**{**values, **changes})  # type: ignore[arg-type]


def shelf() -> None:
    """The brand and the categories that ``product_draft`` names."""
    save_brands([BrandDraft(slug="nordlys", name=Text(zh="北光", en="Nordlys"), color="#335577")])
    save_categories(
        [
            CategoryDraft(slug="home", parent="", name=Text(zh="家居", en="Home")),
            CategoryDraft(slug="lamps", parent="home", name=Text(zh="灯具", en="Lamps")),
        ]
    )


def product(key: str = "lamp", **changes: object) -> Id:
    """A listed product on the shelf."""
    shelf()
    return save_products([product_draft(key, **changes)]).ids[key]  # type: ignore[arg-type]


def note_draft(author_id: Id, **changes: object) -> NoteDraft:
    """A draft with one picture of the author's."""
    values: dict[str, object] = {
        "title": "A lamp",
        "body": "It shines.",
        "pictures": (NotePicture(picture_id=picture(author_id), alt="A lamp on a desk"),),
        "language": "en",
        "visibility": Visibility.PUBLIC,
    }
    return NoteDraft(**{**values, **changes})  # type: ignore[arg-type]


def note(author_id: Id, *, key: str = "", **changes: object) -> Id:
    """A published note."""
    draft = note_draft(author_id, **changes)
    return publish_note(author_id=author_id, draft=draft, key=key or secrets.token_hex(8))


def dated_note(author_id: Id, *, day: int, **changes: object) -> Id:
    """A note of a day in January 2026."""
    return publish_dated_note(
        author_id=author_id,
        draft=note_draft(author_id, **changes),
        source="test",
        source_key=secrets.token_hex(8),
        published_at=datetime(2026, 1, day, 12, tzinfo=UTC),
    )
