"""Ratings from other places: brought in once, counted by kind, never twice for one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.database.test_importing import PRODUCTS, REVIEWS, sephora_data
from tests.support.community import member, product
from tests.support.foreign_lists import no_progress, write_ratings, write_sephora

from hongshu.community.members.models import ProfileRow
from hongshu.community.notes.contracts import ExternalRating, RatingSpread
from hongshu.community.notes.models import ExternalRatingRow
from hongshu.community.notes.queries import get_product_voices
from hongshu.community.notes.services import save_external_ratings
from hongshu.flows.demo_world.stars import save_stars
from hongshu.flows.importing.contracts import (
    ColumnsMissing,
    FileDamaged,
    FileEmpty,
    ImportReport,
    PartReport,
    RefusedRow,
)
from hongshu.flows.importing.services import import_sephora
from hongshu.kernel.ids import Id, wire_form
from hongshu.store.catalog.models import ProductRow
from hongshu.store.catalog.queries import list_products_by_key

pytestmark = pytest.mark.django_db
__all__ = ["sephora_data"]


def _import(folder: Path) -> ImportReport:
    return import_sephora(folder, progress=no_progress)


def _ratings_of(report: ImportReport) -> tuple[int, ...]:
    part = next(part for part in report.parts if part.part == "ratings")
    return (part.read, part.created, part.changed, part.known, part.repeated, part.refused)


def _rows() -> list[dict[str, Any]]:
    return list(ExternalRatingRow.objects.order_by("id").values())


def _folder(tmp_path: Path, ratings: Iterable[dict[str, Any]]) -> Path:
    folder = write_sephora(tmp_path / "in", products=PRODUCTS, reviews=REVIEWS)
    write_ratings(folder, ratings)
    return folder


def test_ratings_come_with_their_authors_and_their_days(tmp_path: Path) -> None:
    report = _import(_folder(tmp_path, [{}, {"author_id": "900009", "interaction_recency_days": 20.0}]))
    assert _ratings_of(report) == (2, 2, 0, 0, 0, 0)
    first, second = _rows()
    assert (first["stars"], first["rated_on"], first["source"]) == (4, date(2023, 3, 21), "sephora")
    assert second["rated_on"] == date(2023, 3, 1)
    author = ProfileRow.objects.get(user_id=second["author_id"])
    assert (author.name, author.origin) == ("Reviewer 900009", "sephora")
    # Who wrote a review is the same person.
    assert ProfileRow.objects.filter(origin="sephora").count() == 3


def test_twice_is_the_same_as_once_and_a_change_is_taken_over(tmp_path: Path) -> None:
    folder = _folder(tmp_path, [{}, {"product_id": "Q2"}])
    _import(folder)
    before = _rows()
    assert _ratings_of(_import(folder)) == (2, 0, 0, 2, 0, 0)
    assert _rows() == before
    write_ratings(folder, [{"review_rating": 1.0}, {"product_id": "Q2"}])
    assert _ratings_of(_import(folder)) == (2, 0, 1, 1, 0, 0)
    assert [row["stars"] for row in _rows()] == [1, 4]


def test_every_rating_that_is_not_imported_is_told_with_its_row_and_reason(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        [
            {},
            {},
            {"review_rating": 2.0},
            {"author_id": "900003", "review_rating": 3.5},
            {"author_id": "900004", "product_id": "Q77"},
            {"author_id": "900005", "interaction_recency_days": -1.0},
            {"author_id": "900006", "interaction_recency_days": 99999.0},
            {"author_id": None},
        ],
    )
    report = _import(folder)
    assert _ratings_of(report) == (8, 1, 0, 0, 1, 6)
    assert report.refused == tuple(
        RefusedRow("interactions.parquet", row, reason)
        for row, reason in (
            (3, "its author rated this product in an earlier row"),
            (4, "review_rating is not 1 to 5: 3.5"),
            (5, "its product Q77 is not in the catalogue"),
            (6, "interaction_recency_days is no whole number from 0: -1.0"),
            (7, "interaction_recency_days is before there were online reviews: 99999"),
            (8, "author_id has 1 to 30 characters that can be seen"),
        )
    )


def test_a_wrong_or_damaged_file_saves_nothing(tmp_path: Path) -> None:
    folder = _folder(tmp_path, [{}] * 3)
    file = folder / "interactions.parquet"
    whole = file.read_bytes()
    for damaged, refusal in (
        (whole[: len(whole) // 2], FileDamaged),
        (whole[:40] + b"\0" * 60 + whole[100:], FileDamaged),
        (b"PAR1" + b"\0" * 40 + b"PAR1", FileDamaged),
    ):
        file.write_bytes(damaged)
        with pytest.raises(refusal):
            _import(folder)
    duckdb.sql("SELECT 1 AS author_id").write_parquet(str(file))
    with pytest.raises(ColumnsMissing, match="review_rating"):
        _import(folder)
    write_ratings(folder, [])
    with pytest.raises(FileEmpty):
        _import(folder)
    assert not ProductRow.objects.exists()


def test_what_a_place_tells_as_a_note_and_as_stars_is_counted_once(tmp_path: Path) -> None:
    _import(_folder(tmp_path, [{"author_id": "900001"}, {"author_id": "900009"}]))
    toner = list_products_by_key("sephora", ["Q1"])["Q1"]
    voices = get_product_voices(toner)
    assert voices.spreads == (
        RatingSpread("sephora", has_notes=True, counts=(0, 0, 0, 0, 1)),
        RatingSpread("sephora", has_notes=False, counts=(0, 0, 0, 1, 0)),
    )
    assert ExternalRatingRow.objects.count() == 2


def test_the_bulk_door_is_one_statement_and_refuses_what_is_no_external_rating() -> None:
    lamp, author = product("lamp"), member("Robin")
    rating = ExternalRating("test", author, lamp, 5, date(2020, 1, 2))
    others = [ExternalRating("test", Id(author + n), lamp, 3, date(2020, 1, 2)) for n in range(1, 200)]
    with CaptureQueriesContext(connection) as asked:
        saved = save_external_ratings([rating, *others])
    assert (saved.created, saved.changed, saved.known) == (200, 0, 0)
    assert sum("INSERT" in query["sql"] for query in asked) == 1
    assert get_product_voices(lamp).spreads[0].counts == (0, 0, 199, 0, 1)
    assert save_external_ratings([]).created == 0
    with pytest.raises(AssertionError):
        save_external_ratings([ExternalRating("test", author, lamp, 6, date(2020, 1, 2))])
    with pytest.raises(IntegrityError), transaction.atomic():
        save_external_ratings([ExternalRating("member", author, lamp, 5, date(2020, 1, 2))])


@pytest.mark.soak
def test_all_ratings_of_the_real_set_are_there_once_with_their_authors(sephora_data: Path) -> None:
    told = duckdb.connect().execute(
        "SELECT author_id, product_id, review_rating::int, DATE '2023-03-21' - interaction_recency_days::int "
        "FROM read_parquet(?)",
        [str(sephora_data / "interactions.parquet")],
    )
    rows = told.fetchall()
    report = _import(sephora_data)
    assert report.parts[-1] == PartReport("ratings", 108_128, 108_128, 0, 0, 0, 0)
    keys = {key: wire for wire, key in ProductRow.objects.values_list("source_key", "id")}
    kept = {
        (author, keys[product_id]): (stars, rated_on)
        for author, product_id, stars, rated_on in ExternalRatingRow.objects.values_list(
            "author_id", "product_id", "stars", "rated_on"
        )
    }
    assert len(kept) == 108_128
    assert len({author for author, _ in kept}) == len({row[0] for row in rows}) == 50_322
    assert sorted(kept.values()) == sorted((row[2], row[3]) for row in rows)
    assert _ratings_of(_import(sephora_data)) == (108_128, 0, 0, 108_128, 0, 0)


def test_some_products_of_the_demo_world_have_stars_from_elsewhere_that_are_never_verified() -> None:
    shelf = {f"slug-{number}": product(f"slug-{number}") for number in range(24)}
    created = save_stars(shelf)
    assert created > 0
    assert save_stars(shelf) == 0, "twice is the same as once"
    rated = set(ExternalRatingRow.objects.values_list("product_id", flat=True))
    assert 2 <= len(rated) < len(shelf)
    html = Client().get(f"/product/{wire_form(Id(min(rated)))}").content.decode()
    assert "Petalboard" in html
    assert "external, no purchase here" in html
