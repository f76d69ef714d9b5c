"""The port to an index, and what every index holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hongshu.discovery.engines.searching.shapes import Document, Found, Lookup

# Exact values, for filters and facets.
LABELS = ("kind", "form", "brand", "category", "channel", "topic", "author", "place", "stock")
# Whole numbers, for filters, sorts and features.
NUMBERS = ("made_s", "likes", "comments", "collects", "price_minor", "quality", "verified", "kol")


class Reading(Protocol):
    """An index as it was at one moment. Threads may share one."""

    @property
    def count(self) -> int:
        """How many documents it holds."""
        ...

    def find(self, lookup: Lookup) -> Found:
        """The best documents for *lookup*."""
        ...

    def frequency(self, term: str) -> int:
        """How many documents hold a word (about: the greatest of its fields)."""
        ...

    def terms_with_prefix(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Words that begin so, with the number of documents."""
        ...

    def signatures(self, places: Sequence[object]) -> list[bytes]:
        """Each document's terms in their order, as ``signature.packed`` made them."""
        ...

    def numbers(self, field: str, places: Sequence[object]) -> NDArray[np.int64]:
        """A number of each document; 0 where it has none."""
        ...

    def mean_length(self) -> float:
        """How many words a document has, on average."""
        ...


class Index(Protocol):
    """An index. One process writes, any number reads."""

    def write(self, documents: Iterable[Document], *, removed: Iterable[int] = ()) -> int:
        """Put documents in, in place of those with the same keys, and take *removed* out; then commit.

        Gives the number of documents that were written.
        """
        ...

    def reading(self) -> Reading:
        """The index as it is now, with everything that was committed."""
        ...

    def describe(self) -> Mapping[str, int]:
        """Figures for whoever operates it."""
        ...
