"""The world that is measured: members, a shop, and many notes, made from a seed and copied into the tables.

Services would take an hour for a hundred thousand notes, and nothing of them is measured here. What they
promise is kept: every count is derived from rows, and everybody's note is listed with its products.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db import connection, models
from psycopg import sql

from benchmarks.words import Words
from hongshu.community.members.models import HandleClaim, ProfileRow
from hongshu.community.members.rules import color_from_id, handle_from_id
from hongshu.community.notes.models import NoteOfProduct, NoteOfTopic, NoteRow
from hongshu.community.notes.rules import CHANNELS
from hongshu.community.notes.services import recount_products
from hongshu.community.responses.models import LikeRow
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.ids.shape import NODES, SEQUENCES, assemble, milliseconds_since_epoch
from hongshu.kernel.money import Money
from hongshu.platform.accounts.models import User
from hongshu.platform.media.contracts import HOUSE_OWNER, RENDITION_WIDTHS
from hongshu.platform.media.models import MediaPicture, PictureState
from hongshu.store.catalog.contracts import BrandDraft, CategoryDraft, ProductDraft, SkuDraft, Text
from hongshu.store.catalog.services import save_brands, save_categories, save_products, set_product_pictures

LATEST = datetime(2026, 11, 20, 12, tzinfo=UTC)
_DAYS = 500
_BATCH = 500
_RATIOS = ((1080, 1440), (1080, 1350), (1080, 1080), (1440, 1080), (1080, 1920))
_COUNT_LIKES = """
INSERT INTO responses_note_count (id, note_id, author_id, like_count)
SELECT note_id, note_id, min(author_id), count(*) FROM responses_like
WHERE is_on AND is_counted GROUP BY note_id
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    members: int
    products: int
    notes: int
    likes: int


@dataclass(slots=True)
class _Drawn:
    """Rows on their way into the tables."""

    pictures: list[tuple[Any, ...]]
    notes: list[tuple[Any, ...]]
    of_products: list[tuple[Any, ...]]
    of_topics: list[tuple[Any, ...]]


class WorldMaker:
    """Fills an empty, migrated database."""

    def __init__(self, size: Size, *, seed: int) -> None:
        self._size = size
        self._chance = Random(seed)
        self.words = Words(self._chance)
        self._sequence = count()

    def fill(self) -> None:
        """Make everything, then let PostgreSQL look at it, as autovacuum would have by then."""
        members = self.members()
        products = self.products()
        written = self._notes(members, products)
        self._likes(members, written)
        recount_products(products)
        with connection.cursor() as cursor:
            cursor.execute(_COUNT_LIKES)
            cursor.execute("VACUUM ANALYZE")

    def _id(self, moment: datetime) -> Id:
        # Two million ids go by before a node and a sequence come together again.
        turn, sequence = divmod(next(self._sequence), SEQUENCES)
        node = NODES // 2 + turn % (NODES // 2)
        return assemble(millisecond=milliseconds_since_epoch(moment), node=node, sequence=sequence)

    def members(self) -> list[Id]:
        """Accounts with their profiles; seven of ten have a picture."""
        step = timedelta(days=_DAYS) / self._size.members
        begin = LATEST - timedelta(days=_DAYS + 30)
        people = [
            (self._id(begin + number * step), begin + number * step) for number in range(self._size.members)
        ]
        avatars = {
            key: self._picture(key, joined, square=True)
            for key, joined in people
            if self._chance.random() < 0.7
        }
        _copy(
            User,
            (
                "id",
                "password",
                "is_superuser",
                "login",
                "email",
                "phone",
                "is_active",
                "is_staff",
                "joined_at",
            ),
            (
                (key, "!" + "x" * 40, False, wire_form(key), "", "", True, False, joined)
                for key, joined in people
            ),
        )
        _copy_pictures(avatars.values())
        _copy(
            ProfileRow,
            ("id", "user_id", "handle", "name", "bio", "region", "language", "color", "avatar_id",
             "kol_field", "origin", "joined_at"),
            (
                (key, key, handle_from_id(key), self.words.name(number), self.words.line("zh", 60),
                 self.words.place(), "zh", color_from_id(key),
                 avatars[key][0] if key in avatars else None, "", "member", joined)
                for number, (key, joined) in enumerate(people)
            ),
        )  # fmt: skip
        _copy(HandleClaim, ("handle", "user_id"), ((handle_from_id(key), key) for key, _ in people))
        return [key for key, _ in people]

    def products(self) -> list[Id]:
        """A shop: brands, categories, products with pictures, through the catalogue's services."""
        brands = [f"brand-{number}" for number in range(max(2, self._size.products // 40))]
        roots = [channel.slug for channel in CHANNELS]
        leaves = [f"{root}-{number}" for root in roots for number in range(4)]
        save_brands(
            [
                BrandDraft(
                    slug=slug, name=Text(zh=f"品牌{slug[6:]}", en=f"Maison {slug[6:]}"), color="#7a5a44"
                )
                for slug in brands
            ]
        )
        save_categories(
            [CategoryDraft(slug=root, parent="", name=Text(zh=root, en=root.title())) for root in roots]
            + [
                CategoryDraft(slug=leaf, parent=leaf.rpartition("-")[0], name=Text(zh=leaf, en=leaf.title()))
                for leaf in leaves
            ]
        )
        ids: list[Id] = []
        drafts = [self._product(number, brands, leaves) for number in range(self._size.products)]
        for begin in range(0, len(drafts), _BATCH):
            ids += save_products(drafts[begin : begin + _BATCH]).ids.values()
        pictures = [
            [self._picture(HOUSE_OWNER, LATEST - timedelta(minutes=number)) for _ in range(3)]
            for number in range(len(ids))
        ]
        _copy_pictures(picture for three in pictures for picture in three)
        for key, three in zip(ids, pictures, strict=True):
            set_product_pictures(product_id=key, picture_ids=[Id(picture[0]) for picture in three])
        return ids

    def _product(self, number: int, brands: Sequence[str], leaves: Sequence[str]) -> ProductDraft:
        words, chance = self.words, self._chance
        skus = tuple(
            SkuDraft(
                code=f"BM-{number}-{place}",
                price=Money(chance.randint(39, 4990) * 100),
                option=Text(zh=f"{30 * (place + 1)}毫升", en=f"{30 * (place + 1)} ml"),
            )
            for place in range(chance.randint(1, 4))
        )
        return ProductDraft(
            source="benchmark",
            source_key=str(number),
            brand_slug=chance.choice(brands),
            category_slug=chance.choice(leaves),
            name=Text(zh=words.line("zh", 18), en=words.line("en", 34)),
            description=Text(zh=words.line("zh", 220), en=words.line("en", 420)),
            highlights_zh=tuple(words.line("zh", 16) for _ in range(3)),
            highlights_en=tuple(words.line("en", 32) for _ in range(3)),
            ingredients=words.line("en", 300),
            skus=skus,
        )

    def _notes(self, members: Sequence[Id], products: Sequence[Id]) -> list[tuple[Id, Id]]:
        step = timedelta(days=_DAYS) / self._size.notes
        written: list[tuple[Id, Id]] = []
        for begin in range(0, self._size.notes, 5000):
            drawn = _Drawn([], [], [], [])
            for number in range(begin, min(begin + 5000, self._size.notes)):
                at = LATEST - timedelta(days=_DAYS) + number * step
                written.append(self._note(at, members, products, drawn))
            _copy_pictures(drawn.pictures)
            _copy(
                NoteRow,
                ("id", "author_id", "source", "source_key", "title", "body", "language", "channel", "place",
                 "visibility", "picture_ids", "picture_alts", "product_ids", "topics", "original_url",
                 "published_at"),
                drawn.notes,
            )  # fmt: skip
            _copy(
                NoteOfProduct, ("id", "product_id", "note_id", "author_id", "published_at"), drawn.of_products
            )
            _copy(NoteOfTopic, ("id", "topic", "note_id", "author_id", "published_at"), drawn.of_topics)
        return written

    def _note(
        self, at: datetime, members: Sequence[Id], products: Sequence[Id], drawn: _Drawn
    ) -> tuple[Id, Id]:
        words, chance = self.words, self._chance
        key, author, language = self._id(at), chance.choice(members), words.language()
        shots = [self._picture(author, at) for _ in range(chance.choice((1, 1, 2, 3, 4, 6)))]
        # A few products are in very many notes, as it is with shops.
        shown = {
            products[int(len(products) * chance.random() ** 2.5)]
            for _ in range(chance.choice((1, 1, 1, 2, 3)))
        }
        topics = sorted({f"话题{int(3000 * chance.random() ** 3)}" for _ in range(chance.randint(1, 4))})
        is_public = chance.random() < 0.97
        drawn.pictures += shots
        drawn.notes.append(
            (key, author, "member", "", words.title(language), words.body(language), language,
             chance.choice(CHANNELS).slug, words.place(), "public" if is_public else "private",
             [shot[0] for shot in shots], [words.line(language, 40) for _ in shots], list(shown), topics, "",
             at)
        )  # fmt: skip
        if is_public:
            drawn.of_products += [(self._id(at), product, key, author, at) for product in shown]
            drawn.of_topics += [(self._id(at), topic, key, author, at) for topic in topics]
        return key, author

    def _likes(self, members: Sequence[Id], written: Sequence[tuple[Id, Id]]) -> None:
        chance = self._chance
        pairs = {
            (chance.choice(members), int(len(written) * chance.random() ** 2))
            for _ in range(self._size.likes)
        }
        _copy(
            LikeRow,
            ("id", "user_id", "note_id", "author_id", "is_on", "is_counted"),
            ((self._id(LATEST + timedelta(milliseconds=number)), user, *written[place], True, True)
             for number, (user, place) in enumerate(sorted(pairs))),
        )  # fmt: skip

    def _picture(self, owner: Id, at: datetime, *, square: bool = False) -> tuple[Any, ...]:
        key = self._id(at)
        name = hashlib.blake2b(str(key).encode(), digest_size=16).hexdigest()
        width, height = (720, 720) if square else self._chance.choice(_RATIOS)
        widths = sorted({min(width, wanted) for wanted in RENDITION_WIDTHS})
        color = f"#{self._chance.randrange(1 << 24):06x}"
        thumbhash = hashlib.blake2b(name.encode(), digest_size=14).hexdigest()
        return (key, owner, f"{name[:2]}/{name}", width, height, widths, thumbhash, color,
                PictureState.READY.value, at, at)  # fmt: skip


def _copy_pictures(pictures: Iterable[tuple[Any, ...]]) -> None:
    columns = ("id", "owner_id", "stem", "width", "height", "widths", "thumbhash", "color", "state",
               "attached_at", "created_at")  # fmt: skip
    _copy(MediaPicture, columns, pictures)


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows into the model's table. Columns that are not named get their default, as from the ORM."""
    # As the ORM writes it: psycopg makes of a plain empty list an array, which JSON reads as an object.
    others = {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in columns and field.db_default is models.NOT_PROVIDED
    }
    names = [sql.Identifier(name) for name in (*columns, *others)]
    table = sql.Identifier(model._meta.db_table)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(names))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            # psycopg writes a plain number without asking what an Id is.
            copy.write_row([int(value) if type(value) is Id else value for value in (*row, *others.values())])
