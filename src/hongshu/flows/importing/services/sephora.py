"""Import the public Sephora set: products, reviews as the notes of their authors, ratings as stars alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from hongshu.community.members.contracts import ImportedMember
from hongshu.community.members.services import import_members
from hongshu.community.notes.contracts import TITLE_MAX_UNITS, ImportedNote
from hongshu.community.notes.services import import_notes
from hongshu.flows.importing.contracts import FileMissing, ImportReport, Progress
from hongshu.flows.importing.reading.parquet import count_parquet_rows
from hongshu.flows.importing.reading.tables import BrokenRow, Row, count_rows, read_rows
from hongshu.flows.importing.rules import sephora as rules
from hongshu.flows.importing.rules.outcomes import UnusableRow
from hongshu.flows.importing.rules.prices import DatedRate
from hongshu.flows.importing.rules.sephora_ratings import RATING_COLUMNS
from hongshu.flows.importing.rules.shop_tree import ROOT_FOR_THE_REST, ShopTree, shop_tree
from hongshu.flows.importing.services.counting import Doubts, Tally, report_of
from hongshu.flows.importing.services.sephora_ratings import import_ratings
from hongshu.flows.importing.services.shelves import Found, Shelves
from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import RateMissing
from hongshu.store.catalog.queries import list_products_by_key, rate_on

BATCH_ROWS = 1000
ENCODING = "utf-8"
PRODUCTS = "product_info"
REVIEWS = "reviews_"
RATINGS = "interactions.parquet"

_ENDINGS = (".csv", ".csv.gz", ".csv.zip")


def import_sephora(folder: Path, *, progress: Progress) -> ImportReport:
    """Read ``product_info.csv`` and ``reviews_*.csv`` (also .gz, .zip) of *folder* into catalogue and notes.

    Where ``interactions.parquet`` is there too, its ratings become external ratings of their authors.

    All files are checked whole before anything is saved. Saved a batch at a time, each for good: run it again
    after a kill, and it goes on; run it twice, and nothing changes. Raises a WrongFile.
    """
    products, reviews = _files(folder)
    ratings = folder / RATINGS
    rating_rows = count_parquet_rows(ratings, columns=RATING_COLUMNS) if ratings.exists() else 0
    product_rows = count_rows(products, encoding=ENCODING, columns=rules.PRODUCT_COLUMNS)
    review_rows = sum(count_rows(file, encoding=ENCODING, columns=rules.REVIEW_COLUMNS) for file in reviews)
    doubts = Doubts()
    tree = shop_tree()
    catalogue = _Catalogue(tree, Tally("products", product_rows, progress), doubts)
    for batch in _batches(read_rows(products, encoding=ENCODING, columns=rules.PRODUCT_COLUMNS)):
        catalogue.take(products.name, batch)
    notes = _Notes(catalogue, Tally("notes", review_rows, progress), doubts)
    for file in reviews:
        for batch in _batches(read_rows(file, encoding=ENCODING, columns=rules.REVIEW_COLUMNS)):
            notes.take(file.name, batch)
    warnings = list(doubts.warnings())
    if not reviews:
        warnings.append(f"no {REVIEWS}*.csv in the folder: products only")
    tallies = [catalogue.tally, notes.tally]
    if rating_rows:
        tallies.append(Tally("ratings", rating_rows, progress))
        import_ratings(ratings, tally=tallies[-1], find_products=catalogue.find)
    return report_of(rules.SOURCE, tallies, tuple(warnings))


class _Catalogue:
    """The products of this import, and where a review finds its product."""

    def __init__(self, tree: ShopTree, tally: Tally, doubts: Doubts) -> None:
        self.tally = tally
        self._tree = tree
        self._doubts = doubts
        self._shelves = Shelves(tree)
        self._rate = _rate_of_today()
        self._seen: set[str] = set()
        self._brand_names: dict[str, str] = {}
        self._ids: dict[str, Id] = {}
        self._channels: dict[str, str] = {}

    def take(self, file: str, batch: list[Row | BrokenRow]) -> None:
        """Save a batch of product rows."""
        found = [item for row in batch for item in self._found(file, row)]
        self._ids |= self._shelves.put(found, self.tally)
        self._channels |= {item.draft.source_key: item.category.channel for item in found}
        self.tally.read += len(batch)
        self.tally.tell()

    def find(self, keys: set[str]) -> dict[str, Id]:
        """Ids of products, also of those that an earlier import has brought."""
        missing = keys - self._ids.keys()
        if missing:
            self._ids |= list_products_by_key(rules.SOURCE, missing)
        return {key: self._ids[key] for key in keys if key in self._ids}

    def channel(self, key: str) -> str:
        """The channel of notes about a product."""
        return self._channels.get(key) or self._tree.categories[ROOT_FOR_THE_REST].channel

    def _found(self, file: str, row: Row | BrokenRow) -> Iterator[Found]:
        if isinstance(row, BrokenRow):
            self.tally.refuse(file, row.line, row.reason)
            return
        try:
            product = rules.product_of(row.values, tree=self._tree, rate=self._rate)
        except UnusableRow as error:
            self.tally.refuse(file, row.line, str(error))
            return
        key = product.draft.source_key
        if key in self._seen:
            self.tally.refuse(file, row.line, f"product_id {key} stands in an earlier row")
            return
        self._seen.add(key)
        for doubt in product.doubts:
            self._doubts.add(doubt, file, row.line)
        name = row.values["brand_name"].strip()
        first = self._brand_names.setdefault(product.brand.slug, name)
        if first != name:
            self._doubts.add(f"brands {first!r} and {name!r} are one here", file, row.line)
        yield Found(file, row.line, product.draft, product.brand, product.category)


class _Notes:
    """The reviews of this import."""

    def __init__(self, catalogue: _Catalogue, tally: Tally, doubts: Doubts) -> None:
        self.tally = tally
        self._catalogue = catalogue
        self._doubts = doubts
        self._today: date = clock.now().date()
        # A digest of what each review says, so that a second row for it is told from a contradiction.
        self._said: dict[str, int] = {}

    def take(self, file: str, batch: list[Row | BrokenRow]) -> None:
        """Save a batch of reviews with their authors."""
        found = [item for row in batch for item in self._found(file, row)]
        products = self._catalogue.find({review.product_key for _, review in found})
        tagged: list[tuple[int, rules.ReviewFound]] = []
        for line, review in found:
            if review.product_key in products:
                tagged.append((line, review))
            else:
                self.tally.refuse(file, line, f"its product {review.product_key} is not in the catalogue")
        self._save(file, tagged, products)
        self.tally.read += len(batch)
        self.tally.tell()

    def _save(self, file: str, tagged: list[tuple[int, rules.ReviewFound]], products: dict[str, Id]) -> None:
        keys = sorted({review.author_key for _, review in tagged})
        authors = import_members(
            source=rules.SOURCE,
            drafts=[
                ImportedMember(source_key=key, name=rules.author_name(key), language="en") for key in keys
            ],
        )
        saved = import_notes(
            [
                ImportedNote(
                    source=rules.SOURCE,
                    source_key=review.source_key,
                    author_id=authors[review.author_key],
                    title=review.title,
                    body=review.body,
                    product_id=products[review.product_key],
                    channel=self._catalogue.channel(review.product_key),
                    language="en",
                    published_at=review.published_at,
                    rating=review.rating,
                )
                for _, review in tagged
            ]
        )
        self.tally.created += saved.created
        self.tally.known += saved.known
        lines = {review.source_key: line for line, review in tagged}
        for key, error in saved.refused.items():
            self.tally.refuse(file, lines[key], str(error))

    def _found(self, file: str, row: Row | BrokenRow) -> Iterator[tuple[int, rules.ReviewFound]]:
        if isinstance(row, BrokenRow):
            self.tally.refuse(file, row.line, row.reason)
            return
        try:
            review = rules.review_of(row.values, today=self._today, max_title_units=TITLE_MAX_UNITS)
        except UnusableRow as error:
            self.tally.refuse(file, row.line, str(error))
            return
        said = hash((review.title, review.body, review.rating))
        said_before = self._said.get(review.source_key)
        if said_before is None:
            self._said[review.source_key] = said
            yield row.line, review
        elif said_before == said:
            self.tally.repeated += 1
        else:
            self.tally.refuse(file, row.line, "its author wrote another review of this product on this day")


def _files(folder: Path) -> tuple[Path, list[Path]]:
    """The product file and the review files; of one list that is there in two packings, the plainest."""
    if not folder.is_dir():
        raise FileMissing(file=str(folder), wanted=f"a folder with {PRODUCTS}.csv and {REVIEWS}*.csv")
    by_name: dict[str, Path] = {}
    for ending in _ENDINGS:
        for path in sorted(folder.glob(f"*{ending}")):
            by_name.setdefault(path.name.removesuffix(ending), path)
    if PRODUCTS not in by_name:
        raise FileMissing(file=str(folder), wanted=f"{PRODUCTS}.csv (or .csv.gz, .csv.zip) in it")
    return by_name[PRODUCTS], [path for name, path in sorted(by_name.items()) if name.startswith(REVIEWS)]


def _batches(rows: Iterator[Row | BrokenRow]) -> Iterator[list[Row | BrokenRow]]:
    while batch := list(islice(rows, BATCH_ROWS)):
        yield batch


def _rate_of_today() -> DatedRate:
    """What buyers entered, or else what the operator's settings say."""
    try:
        rate = rate_on("USD", clock.now().date())
    except RateMissing:
        now = settings.current()
        return DatedRate(rate=now.usd_cny, on=now.usd_cny_on)
    return DatedRate(rate=f"{rate.rate.normalize():f}", on=rate.on.isoformat())
