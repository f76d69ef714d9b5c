"""A large community: a million notes, who follows whom, and what is said under what everybody reads.

People and products are made as for the pages' world. All else is made by PostgreSQL itself from its seeded
``random()``: a million rows through Python would take longer than everything that is measured. What members
like, whom they follow and where they talk follows Zipf and Mandelbrot: a few are everywhere, most are hardly
seen. Every count is derived from rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection, models
from psycopg import sql

from benchmarks.world import LATEST, Size, WorldMaker
from hongshu.community.graph.models import FollowRow
from hongshu.community.notes.contracts import BODY_MAX
from hongshu.community.notes.models import NoteOfProduct, NoteOfTopic, NoteRow
from hongshu.community.notes.services import recount_products
from hongshu.community.responses.models import CommentLikeRow, CommentRow, LikeRow
from hongshu.kernel.ids import Id
from hongshu.kernel.ids.shape import EPOCH_MS
from hongshu.platform.media.models import MediaPicture, PictureState

_TEXTS = 4096
_DAYS = 500
# A rank of *most* with the shares of Zipf and Mandelbrot: {flat} is how flat the head is.
_RANK = "floor({flat} * (power(1 + {most} / {flat}::float8, random()) - 1))::bigint"


@dataclass(frozen=True, slots=True)
class CommunitySize:
    """How much there is of everything; ``celebrity_followers`` follow the first member."""

    members: int
    products: int
    notes: int
    likes: int
    comments: int
    comment_likes: int
    celebrity_followers: int
    # So many members follow so many others.
    followers_of_many: int
    many: int


class CommunityMaker:
    """Fills an empty, migrated database."""

    def __init__(self, size: CommunitySize, *, seed: int) -> None:
        self._size = size
        self._seed = seed
        self._people = WorldMaker(
            Size(members=size.members, products=size.products, notes=0, likes=0), seed=seed
        )

    def fill(self) -> None:
        """Make everything, then let PostgreSQL look at it, as autovacuum would have by then."""
        members = self._people.members()
        products = self._people.products()
        with connection.cursor() as cursor:
            cursor.execute("SELECT setseed(%s)", [Random(self._seed).random()])
            # Nothing of the making has to outlive a crash.
            cursor.execute("SET synchronous_commit = off")
        self._numbered("bm_member", members)
        self._numbered("bm_product", products)
        self._texts()
        self._notes()
        self._follows()
        self._likes()
        self._comments()
        recount_products(products)
        with connection.cursor() as cursor:
            for statement in _COUNTS:
                cursor.execute(statement)
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("RESET synchronous_commit")

    def _numbered(self, table: str, ids: Sequence[Id]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE {table} (no bigint PRIMARY KEY, id bigint NOT NULL)")
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in enumerate(ids):
                    copy.write_row([row[0], int(row[1])])
            cursor.execute(f"ANALYZE {table}")

    def _texts(self) -> None:
        words = self._people.words
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE bm_text (no bigint PRIMARY KEY, language text, title text, body text, "
                "place text, said text)"
            )
            with cursor.copy("COPY bm_text FROM STDIN") as copy:
                for number in range(_TEXTS):
                    language = words.language()
                    said = words.line(language, 10 + number % 60)
                    copy.write_row([number, language, words.title(language),
                                    words.body(language)[:BODY_MAX], words.place(), said])  # fmt: skip
            cursor.execute("ANALYZE bm_text")

    def _notes(self) -> None:
        size = self._size
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                CREATE TEMP TABLE bm_note AS
                SELECT drawn.no, {_id("drawn.at", "drawn.no")} AS id, author.id AS author_id, drawn.at,
                    {_id("drawn.at", "drawn.no", 1)} AS picture_id, product.id AS product_id, drawn.topic
                FROM (
                    SELECT no, %s::timestamptz - make_interval(secs => (%s - no) * {_DAYS * 86400.0} / %s)
                            AS at,
                        {_rank(200, size.members)} AS author, {_rank(30, size.products)} AS product,
                        {_rank(20, 3000)} AS topic
                    FROM generate_series(0, %s - 1) AS no
                ) AS drawn
                JOIN bm_member AS author ON author.no = drawn.author
                JOIN bm_product AS product ON product.no = drawn.product
                """,
                [LATEST, size.notes, size.notes, size.notes],
            )
            cursor.execute("CREATE UNIQUE INDEX ON bm_note (no)")
            cursor.execute("ANALYZE bm_note")
        name = "substr(md5(no::text), 1, 2) || '/' || md5(no::text)"
        _insert(
            MediaPicture,
            {
                "id": "picture_id", "owner_id": "author_id", "stem": name, "width": "1080", "height": "1440",
                "widths": "'{360,720,1080}'", "thumbhash": "substr(md5(no::text), 1, 28)",
                "color": "'#' || substr(md5(no::text), 1, 6)", "state": f"'{PictureState.READY.value}'",
                "attached_at": "at", "created_at": "at",
            },
            "bm_note",
        )  # fmt: skip
        _insert(
            NoteRow,
            {
                "id": "note.id", "author_id": "author_id", "source": "'member'", "title": "title",
                "body": "body", "language": "language", "channel": "'fashion'", "place": "place",
                "visibility": "'public'", "picture_ids": "ARRAY[picture_id]", "picture_alts": "ARRAY[title]",
                "product_ids": "ARRAY[product_id]", "topics": "ARRAY['话题' || topic]", "published_at": "at",
            },
            f"bm_note AS note JOIN bm_text AS text ON text.no = mod(note.no, {_TEXTS}) ORDER BY note.no",
        )  # fmt: skip
        listed = {"id": "id", "note_id": "id", "author_id": "author_id", "published_at": "at"}
        _insert(NoteOfProduct, {**listed, "product_id": "product_id", "source": "'member'"}, "bm_note")
        _insert(NoteOfTopic, {**listed, "topic": "'话题' || topic"}, "bm_note")

    def _follows(self) -> None:
        size = self._size
        drawn = f"""
            SELECT member.no, {_rank(100, size.members)} AS other
            FROM bm_member AS member
            CROSS JOIN LATERAL generate_series(1, 3 + floor(60 * power(random(), 3))::int + member.no * 0)
            UNION SELECT no, 0 FROM bm_member WHERE no BETWEEN 1 AND {size.celebrity_followers}
            UNION SELECT no, mod(no * 31 + other * 17, {size.members})
            FROM generate_series(1, {size.followers_of_many}) AS no, generate_series(1, {size.many}) AS other
        """
        _insert(
            FollowRow,
            {
                "id": _id("at", "no", 2), "user_id": "user_id", "followee_id": "followee_id",
                "is_on": "true", "is_counted": "true", "since": "at",
            },
            f"""(
                SELECT row_number() OVER () AS no, one.id AS user_id, other.id AS followee_id,
                    {_moment()} AS at
                FROM ({drawn}) AS pair JOIN bm_member AS one ON one.no = pair.no
                JOIN bm_member AS other ON other.no = pair.other WHERE pair.no <> pair.other
            ) AS drawn""",
        )  # fmt: skip

    def _likes(self) -> None:
        size = self._size
        _insert(
            LikeRow,
            {
                "id": _id("drawn.at", "drawn.no", 3), "user_id": "member.id", "note_id": "note.id",
                "author_id": "note.author_id", "is_on": "true", "is_counted": "true",
                "changed_at": "drawn.at",
            },
            f"""(
                SELECT no, {_hot(50, size.notes)} AS note, floor(random() * {size.members})::bigint AS member,
                    {_moment()} AS at
                FROM generate_series(1, {size.likes}) AS no
            ) AS drawn JOIN bm_note AS note ON note.no = drawn.note
            JOIN bm_member AS member ON member.no = drawn.member ON CONFLICT DO NOTHING""",
        )  # fmt: skip

    def _comments(self) -> None:
        size = self._size
        roots = size.comments * 6 // 10
        with connection.cursor() as cursor:
            cursor.execute(
                self._said("bm_root", roots, _hot(10, size.notes), "bm_note", "note.id, note.author_id, "
                           "NULL::bigint AS root_id, NULL::bigint AS root_user_id", table=4)
            )  # fmt: skip
            cursor.execute("CREATE INDEX ON bm_root (no)")
            # A reply answers the root that stands at its number among all, whatever note that is of.
            cursor.execute(
                self._said("bm_reply", size.comments - roots, f"1 + floor(random() * {roots})::bigint",
                           "bm_root", "note.note_id, note.author_id, note.id, note.user_id", table=5)
            )  # fmt: skip
            cursor.execute("ANALYZE bm_root")
            cursor.execute("ANALYZE bm_reply")
            cursor.execute(
                f"""
                CREATE TEMP TABLE bm_liked AS
                SELECT DISTINCT ON (comment_id, user_id) row_number() OVER () AS no, comment_id, user_id
                FROM (
                    SELECT root.id AS comment_id, member.id AS user_id FROM (
                        SELECT {_rank(300, roots)} + 1 AS root,
                            floor(random() * {size.members})::bigint AS who
                        FROM generate_series(1, {size.comment_likes})
                    ) AS drawn JOIN bm_root AS root ON root.no = drawn.root
                    JOIN bm_member AS member ON member.no = drawn.who
                ) AS pairs
                """
            )
            cursor.execute("ANALYZE bm_liked")
        values = {
            "id": "said.id", "note_id": "note_id", "author_id": "author_id", "user_id": "said.user_id",
            "root_id": "root_id", "root_user_id": "root_user_id", "parent_id": "root_id",
            "parent_user_id": "root_user_id", "body": "said", "is_counted": "true", "created_at": "at",
        }  # fmt: skip
        _insert(
            CommentRow,
            {
                **values,
                "like_count": "coalesce(likes.count, 0)",
                "reply_count": "coalesce(replies.count, 0)",
            },
            """bm_root AS said
            LEFT JOIN (SELECT comment_id, count(*) AS count FROM bm_liked GROUP BY 1) AS likes
                ON likes.comment_id = said.id
            LEFT JOIN (SELECT root_id AS of_root, count(*) AS count FROM bm_reply GROUP BY 1) AS replies
                ON replies.of_root = said.id""",
        )
        _insert(CommentRow, values, "bm_reply AS said")
        _insert(
            CommentLikeRow,
            {
                "id": _id("at", "no", 6), "user_id": "user_id", "comment_id": "comment_id", "is_on": "true",
                "is_counted": "true", "changed_at": "at",
            },
            f"(SELECT liked.*, {_moment()} AS at FROM bm_liked AS liked) AS drawn",
        )  # fmt: skip

    def _said(self, made: str, count: int, number: str, under: str, columns: str, *, table: int) -> str:
        """The statement that makes comments or replies under the rows of another table."""
        return f"""
            CREATE TEMP TABLE {made} (no, note_id, author_id, root_id, root_user_id, user_id, said, at, id) AS
            SELECT placed.*, {_id("placed.at", "placed.no", table)} FROM (
                SELECT drawn.no, {columns}, member.id, text.said,
                    least(
                        note.at + make_interval(secs => power(drawn.later, 4) * 2000000 + 1),
                        timestamptz '{LATEST.isoformat()}'
                    ) AS at
                FROM (
                    SELECT no, {number} AS under, floor(random() * {self._size.members})::bigint AS member,
                        floor(random() * {_TEXTS})::bigint AS text, random() AS later
                    FROM generate_series(1, {count}) AS no
                ) AS drawn JOIN {under} AS note ON note.no = drawn.under
                JOIN bm_member AS member ON member.no = drawn.member
                JOIN bm_text AS text ON text.no = drawn.text
            ) AS placed
        """


def hot_notes(most: int) -> list[Id]:
    """The notes under which most is said."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note_id FROM responses_note_comments ORDER BY comment_count DESC, note_id LIMIT %s",
            [most],
        )
        return [Id(key) for (key,) in cursor.fetchall()]


_COUNTS = (
    """
    INSERT INTO responses_note_count (id, note_id, author_id, like_count)
    SELECT note_id, note_id, min(author_id), count(*) FROM responses_like
    WHERE is_on AND is_counted GROUP BY note_id
    """,
    """
    INSERT INTO responses_note_comments (id, note_id, comment_count, is_closed)
    SELECT note_id, note_id, count(*), false FROM responses_comment
    WHERE is_on AND is_counted GROUP BY note_id
    """,
    """
    INSERT INTO graph_follow_count (id, user_id, follower_count, following_count)
    SELECT member, member, count(*) FILTER (WHERE is_follower), count(*) FILTER (WHERE NOT is_follower)
    FROM (
        SELECT followee_id AS member, true AS is_follower FROM graph_follow
        UNION ALL SELECT user_id, false FROM graph_follow
    ) AS ends GROUP BY member
    """,
)


def _rank(flat: int, most: int) -> str:
    """SQL: a number from 0 to below *most*, the low ones more often."""
    return "least(" + _RANK.format(flat=flat, most=most) + f", {most - 1})"


def _hot(flat: int, notes: int) -> str:
    """SQL: the number of a note, where the often drawn ones lie scattered over the years."""
    return f"mod({_rank(flat, notes)} * 104729 + 12345, {notes})"


def _moment() -> str:
    """SQL: a moment of the world's last 400 days."""
    return f"timestamptz '{LATEST.isoformat()}' - make_interval(secs => floor(random() * 34560000))"


def _id(at: str, number: str, table: int = 0) -> str:
    """SQL: an id of that moment; two million rows of one millisecond would be needed for two equal ones."""
    millisecond = f"(floor(extract(epoch FROM {at}) * 1000)::bigint - {EPOCH_MS} + {table})"
    return f"(({millisecond} << 22) | ((512 + mod({number} / 4096, 500)) << 12) | mod({number}, 4096))"


def _insert(model: type[models.Model], values: Mapping[str, str], source: str) -> None:
    """Rows made in the database. Columns that are not named get their default, as from the ORM."""
    others: dict[str, Any] = {
        str(field.column): field.get_default()
        for field in model._meta.concrete_fields
        if field.column not in values
        and field.db_default is models.NOT_PROVIDED
        and not getattr(field, "generated", False)
    }
    prepared = {
        name: model._meta.get_field(name).get_db_prep_save(value, connection)
        for name, value in others.items()
    }
    rows, _, tail = source.partition(" ON CONFLICT")
    rows, _, order = rows.partition(" ORDER BY")
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}{}{}").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, (*values, *prepared))),
        sql.SQL(", ").join(
            [*map(sql.SQL, values.values()), *(sql.Literal(value) for value in prepared.values())]
        ),
        sql.SQL(rows),
        sql.SQL(f" ORDER BY{order}" if order else ""),
        sql.SQL(f" ON CONFLICT{tail}" if tail else ""),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
