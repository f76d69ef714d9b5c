"""Invented lists in the shapes of the two sources that can be imported. No row of real data is here."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

PRODUCT: dict[str, str] = {
    "product_id": "Q1", "product_name": "Cloud Pond Toner", "brand_id": "1", "brand_name": "Mossling",
    "loves_count": "12", "rating": "4.5", "reviews": "3", "size": "5 oz/ 150 mL", "variation_type": "Size",
    "variation_value": "5 oz/ 150 mL", "variation_desc": "", "ingredients": "['Aqua, Glycerin', 'Pond dew']",
    "price_usd": "20", "value_price_usd": "", "sale_price_usd": "", "limited_edition": "0", "new": "0",
    "online_only": "1", "out_of_stock": "0", "sephora_exclusive": "0",
    "highlights": "['Vegan', 'For dry skin']",
    "primary_category": "Skincare", "secondary_category": "Cleansers", "tertiary_category": "Toners",
    "child_count": "0", "child_max_price": "", "child_min_price": "",
}  # fmt: skip
REVIEW: dict[str, str] = {
    "": "7", "author_id": "900001", "rating": "5", "is_recommended": "1.0", "submission_time": "2021-03-04",
    "review_text": "It smells of rain. I would buy it again.", "review_title": "Rain in a bottle",
    "skin_tone": "", "skin_type": "dry", "product_id": "Q1", "product_name": "Cloud Pond Toner",
    "brand_name": "Mossling", "price_usd": "20.0",
}  # fmt: skip
RATING: dict[str, object] = {
    "author_id": "900001", "product_id": "Q1", "review_rating": 4.0, "interaction_recency_days": 0.0,
    "user_positive_rate": 0.5,
}  # fmt: skip
LISTING: dict[str, str] = {
    "update_time": "2016/11/11", "id": "B1", "title": "苔语云朵爽肤水150ml 温和补水", "price": "89",
    "sale_count": "40", "comment_count": "8", "店名": "苔语",
}  # fmt: skip


def csv_text(shape: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV file with the columns of *shape*; each row says only how it differs from it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(shape))
    writer.writeheader()
    writer.writerows({**shape, **row} for row in rows)
    return out.getvalue()


def write_sephora(
    folder: Path, *, products: Iterable[Mapping[str, str]] = (), reviews: Iterable[Mapping[str, str]] = ()
) -> Path:
    """A folder with zipped products and gzipped reviews."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "product_info.csv.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("product_info.csv", csv_text(PRODUCT, products))
    told = list(reviews)
    if told:
        (folder / "reviews_0-9.csv.gz").write_bytes(gzip.compress(csv_text(REVIEW, told).encode()))
    return folder


def write_ratings(folder: Path, ratings: Iterable[Mapping[str, object]]) -> Path:
    """The ratings of the same folder; each says only how it differs from RATING."""
    file = folder / "interactions.parquet"
    with duckdb.connect() as made:
        made.execute(
            "CREATE TABLE list (author_id VARCHAR, product_id VARCHAR, review_rating DOUBLE, "
            "interaction_recency_days DOUBLE, user_positive_rate DOUBLE)"
        )
        for rating in ratings:
            made.execute("INSERT INTO list VALUES (?, ?, ?, ?, ?)", list({**RATING, **rating}.values()))
        made.table("list").write_parquet(str(file))
    return file


def write_double11(file: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """A gzipped list in GBK."""
    file.write_bytes(gzip.compress(csv_text(LISTING, rows).encode("gbk")))
    return file


def no_progress(*, part: str, done: int, total: int) -> None:
    """Hears of every batch and does nothing."""
