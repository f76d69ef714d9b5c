"""What becomes of a file of products, and why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 200_000
# What one request may ask for; larger files have the command line.
MOST_BYTES_ON_PAGE = 8 * 1024 * 1024
MOST_ROWS_ON_PAGE = 5_000


class TableKind(StrEnum):
    """What a table is of: a row a SKU with its product, or a row a price with its time."""

    PRODUCTS = "products"
    PRICES = "prices"


class FileKind(StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a row that keeps the whole file from being brought in.

    ``row`` is counted as a spreadsheet does: the header is row 1. ``code`` is stable and has words;
    ``value`` is what stands there, shortened.
    """

    table: TableKind
    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ProductChange:
    """What becomes of a product that is not as the file says. ``columns`` are those that differ; none: the
    product is new. ``withdrawn`` are codes of SKUs that the file leaves out.
    """

    row: int
    source: str
    key: str
    name: str
    columns: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a file did, or would do. With problems it did nothing.

    ``imported_on`` is the day (ISO) on which the same file was brought in before; empty: it was not.
    ``written_in`` is the encoding of a CSV.
    """

    file_name: str
    written_in: str
    rows: int
    created: int
    changed: int
    unchanged: int
    prices_set: int
    prices_unchanged: int
    changes: tuple[ProductChange, ...]
    problems: tuple[Problem, ...]
    imported_on: str
    is_applied: bool

    @property
    def would_change(self) -> bool:
        """Whether anything would be other than it is."""
        return bool(self.created or self.changed or self.prices_set)


class CatalogueFileEmpty(DomainError):
    """There is nothing in the file, or no row below its header."""

    code = "catalogue_file_empty"


class CatalogueFileTooLarge(DomainError):
    """The file is larger than can be taken at once. Details: ``max_mb``, ``max_rows``."""

    code = "catalogue_file_too_large"
    kind = RefusalKind.TOO_LARGE


class CatalogueFileNotRead(DomainError):
    """The file is neither CSV nor a whole XLSX workbook."""

    code = "catalogue_file_not_read"


class CatalogueWrongEncoding(DomainError):
    """The file is written neither in UTF-8 nor in GB18030."""

    code = "catalogue_wrong_encoding"


class CatalogueColumnUnknown(DomainError):
    """There is no such column. Details: ``column``, ``nearest`` (a column that there is)."""

    code = "catalogue_column_unknown"


class CatalogueColumnTwice(DomainError):
    """Two columns have one name. Details: ``column``."""

    code = "catalogue_column_twice"


class CatalogueColumnMissing(DomainError):
    """A column is missing that every row needs. Details: ``column``."""

    code = "catalogue_column_missing"


class CatalogueImportedBefore(DomainError):
    """The very same file was brought in before. Details: ``on``."""

    code = "catalogue_imported_before"
    kind = RefusalKind.CONFLICT


class CatalogueImportGone(NotFound):
    """The file that was looked at is kept no longer."""

    code = "catalogue_import_gone"
