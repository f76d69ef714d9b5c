"""A small world: two members, a member of staff, a brand with two products, notes about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pyvips
from django.test import Client

from hongshu.community.members.services import create_profile
from hongshu.community.notes.contracts import NoteDraft, NotePicture, Visibility
from hongshu.community.questions.services import ask_question
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.services import post_comment
from hongshu.flows.moderation.services import decide, report
from hongshu.flows.publishing.services import publish_note
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.money import Money
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import User
from hongshu.platform.accounts.services import create_account, grant_role
from hongshu.platform.media.contracts import Rendered
from hongshu.platform.media.services import render_picture, store_rendered
from hongshu.platform.trust.contracts import Action, Subject
from hongshu.store.catalog.contracts import BrandDraft, CategoryDraft, ProductDraft, SkuDraft, Text
from hongshu.store.catalog.services import save_brands, save_categories, save_products


def jpeg(color: tuple[int, int, int] = (190, 70, 60)) -> bytes:
    """A small picture of one colour."""
    image = (pyvips.Image.black(64, 80, bands=3) + list(color)).cast("uchar")
    return bytes(image.jpegsave_buffer(Q=80))


@dataclass
class World:
    """What there is, by id."""

    author: Id
    other: Id
    staff: Id
    product: Id
    notes: list[Id]
    private_note: Id
    picture: Id
    comment: Id
    decision: Id
    question: Id

    def client(self, role: str, **options: Any) -> Client:
        """A browser of "anonymous", "author", "other" or "staff"."""
        client = Client(raise_request_exception=False, **options)
        if role != "anonymous":
            user = User.objects.get(pk=getattr(self, role))
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


def _person(name: str) -> Id:
    user_id = create_account(login=f"{name}@example.com", password=None)
    create_profile(user_id=user_id, name=name, handle=name)
    return user_id


@cache
def _rendered() -> Rendered:
    # Rendering is pure and takes longer than all the rest of a world.
    return render_picture(jpeg())


def _picture_of(owner_id: Id) -> Id:
    return store_rendered(owner_id=owner_id, rendered=_rendered()).id


def draft_of(picture_id: Id, product_id: Id, **changed: Any) -> NoteDraft:
    """A note about the product."""
    wanted: dict[str, Any] = {
        "title": "早晚都在用",
        "body": "三周下来的感受。",
        "pictures": (NotePicture(picture_id=picture_id, alt="瓶子"),),
        "product_ids": (product_id,),
        "topics": ("护肤",),
        "channel": "skincare",
        "language": "zh",
    }
    return NoteDraft(**{**wanted, **changed})


def _warn(user_id: Id, *, reporter_id: Id, decider_id: Id) -> Id:
    """A decision about a member, which can be appealed."""
    case_id = report(reporter_id=reporter_id, subject=Subject("member", user_id), reason="spam")
    decisions = decide(
        case_id=case_id, decider_id=decider_id, actions=[Action.WARN], reason="spam", words="请不要刷屏。"
    )
    return decisions[0].id


def make_world() -> World:
    """The world, made by the services that make every other one."""
    author, other, staff = _person("author"), _person("other"), _person("staff")
    grant_role(user_id=staff, role=Role.ADMIN)
    save_brands([BrandDraft(slug="mingyu", name=Text("茗屿", "Mingyu"), color="#446655")])
    save_categories([CategoryDraft(slug="serum", parent="", name=Text("精华", "Serum"))])
    saved = save_products(
        [
            ProductDraft(
                source="test",
                source_key=key,
                brand_slug="mingyu",
                category_slug="serum",
                name=Text(f"茶籽精华 {key}", f"Camellia serum {key}"),
                skus=(SkuDraft(code=f"MY-{key}", price=Money(42_500)),),
            )
            for key in ("one", "two")
        ]
    )
    product = saved.ids["one"]
    notes = [
        publish_note(author_id=author, draft=draft_of(_picture_of(author), product), key=f"note-{n}")
        for n in range(3)
    ]
    hidden = draft_of(_picture_of(author), product, visibility=Visibility.PRIVATE)
    private_note = publish_note(author_id=author, draft=hidden, key="hidden")
    comment = post_comment(user_id=author, note_id=notes[0], draft=CommentDraft(body="还在用。"))
    warning = _warn(author, reporter_id=other, decider_id=staff)
    question = ask_question(user_id=_person("asker"), product_id=product, body="油皮能用吗？")
    return World(
        author, other, staff, product, notes, private_note, _picture_of(author), comment, warning, question
    )


def note_input(world: World, **changed: Any) -> dict[str, Any]:
    """A note as a caller sends it, by the author."""
    wanted: dict[str, Any] = {
        "title": "第二瓶了",
        "body": "还是喜欢。",
        "pictures": [{"id": wire_form(world.picture), "alt": "瓶子"}],
        "product_ids": [wire_form(world.product)],
        "topics": ["护肤"],
        "channel": "skincare",
    }
    return {**wanted, **changed}
