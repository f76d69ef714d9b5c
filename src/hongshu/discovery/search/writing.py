"""Writing the index: one process does (the worker's), and whoever makes a new generation beside it."""

from __future__ import annotations

import logging
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np

from hongshu.discovery.engines.searching.analysis import Analyzer, fold
from hongshu.discovery.engines.searching.shapes import Document
from hongshu.discovery.engines.searching.signature import numbers_of
from hongshu.discovery.engines.searching.tantivy_index import TantivyIndex
from hongshu.discovery.engines.searching.vectors import train
from hongshu.discovery.search import folder
from hongshu.discovery.search.contracts import Kind
from hongshu.discovery.search.documents import BATCH, all_ids, documents_of
from hongshu.discovery.search.models import ChangedRow
from hongshu.discovery.search.shipped import SHIPPED_ALIASES
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import list_brands, list_categories, list_product_ids_from

log = logging.getLogger(__name__)
_KEPT = timedelta(hours=6)
_SWEPT = 200
_GROWN, _GROWN_SHARE = 40, 0.25
_WORDS_MAX = 50_000
_TRAINED_ON = 60_000
_LATIN = re.compile(r"[a-z][a-z0-9]{2,30}")
_TOPIC = re.compile(r"[#＃]([\w]{2,20})")


def make_generation() -> Path:
    """A new generation of everything there is, put to use when it is whole. The old one serves until then."""
    target = folder.begin()
    try:
        dictionary = _dictionary()
        analyzer = Analyzer(words=dictionary)
        index = TantivyIndex(target / "index", analyzer=analyzer)
        learnt = _Learning(analyzer)
        index.write_prepared(
            (
                (document, analyzer.analyse(document.title), analyzer.analyse(document.body))
                for document in learnt.watch(_everything())
            ),
            is_new=True,
        )
        index.close()
        folder.write_lore(target, learnt.lore(dictionary))
        learnt.save_vectors(target)
        folder.use(target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return target


def _everything() -> Iterator[Document]:
    for kind, ids in all_ids():
        yield from documents_of(kind, ids)


def _dictionary() -> list[str]:
    names = [name for brand in list_brands(limit=20_000) for name in (brand.name.zh, brand.name.en)]
    names += [name for one in list_categories() for name in (one.name.zh, one.name.en)]
    return sorted({name for name in names if name})


class _Learning:
    """Looks at documents as they pass: what to suggest, what is spelt how, and what is alike."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._phrases: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        self._keys: list[int] = []
        self._texts: list[np.ndarray[tuple[int], np.dtype[np.int32]]] = []

    def watch(self, documents: Iterator[Document]) -> Iterator[Document]:
        for document in documents:
            yield document
            kind = document.labels["kind"][0]
            text = f"{document.title} {document.body}"
            self._words.update(set(_LATIN.findall(fold(text))))
            if kind == Kind.PRODUCT.value:
                self._phrases.update(dict.fromkeys(document.names, 3))
            elif kind == Kind.BRAND.value:
                self._phrases.update(dict.fromkeys(document.names, 60))
            elif kind == Kind.NOTE.value:
                self._phrases.update(dict.fromkeys(document.labels.get("topic", ()), 5))
                words = set(self._analyzer.analyse(document.title).words)
                self._phrases.update({word: 1 for word in words if len(word) > 1 and not word.isascii()})
            if len(self._texts) < _TRAINED_ON:
                self._keys.append(document.key)
                self._texts.append(numbers_of(self._analyzer.analyse(text).words))

    def lore(self, dictionary: list[str]) -> folder.Lore:
        for name in (*dictionary, *(name for group in SHIPPED_ALIASES for name in group)):
            self._phrases[name] += 30
        phrases = [
            (text, float(weight)) for text, weight in self._phrases.most_common(_WORDS_MAX) if len(text) <= 60
        ]
        return folder.Lore(dictionary, phrases, dict(self._words.most_common(_WORDS_MAX)))

    def save_vectors(self, target: Path) -> None:
        model = train(self._texts)
        if not len(model.numbers):
            return
        model.save(target / "model.npz")
        order = np.argsort(np.array(self._keys, dtype=np.int64))
        keys = np.array(self._keys, dtype=np.int64)[order]
        np.savez(target / "vectors.npz", keys=keys, rows=model.vectors_of(self._texts)[order])


class IndexKeeper:
    """Keeps the index up to what changes. One of them, in the worker."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._index: TantivyIndex | None = None
        self._next_product = 0
        self._written = 0
        self._seen: dict[int, Document] = {}

    def refresh(self) -> int:
        """Take up what changed since the last time; how many things. Makes the index if there is none."""
        self._open()
        assert self._index is not None
        rows = list(
            ChangedRow.objects.filter(done_at__isnull=True)
            .order_by("id")
            .values_list("id", "subject_kind", "subject_id")[:BATCH]
        )
        documents: list[Document] = []
        removed: set[int] = set()
        for kind in Kind:
            ids = list({Id(subject) for _, of, subject in rows if of == kind.value})
            found = documents_of(kind, ids)
            documents += found
            removed |= {int(key) for key in ids} - {document.key for document in found}
        swept, gone = self._sweep_products()
        documents += swept
        removed |= gone
        if documents or removed:
            self._index.write(documents, removed=removed)
        # What is swept is mostly there already.
        self._written += len(documents) - len(swept)
        if rows:
            ChangedRow.objects.filter(id__in=[key for key, _, _ in rows]).update(done_at=clock.now())
        elif self._written > max(_GROWN, self._index.describe()["documents"] * _GROWN_SHARE):
            # What is suggested, how words are spelt and what is alike was learnt of fewer things.
            make_generation()
            self._written = 0
        return len(rows)

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
        self._index = self._folder = None

    def _open(self) -> None:
        there = folder.current()
        if there is not None and there == self._folder:
            return
        self.close()
        for attempt in range(2):
            there = folder.current() or make_generation()
            try:
                lore = folder.read_lore(there)
                index = TantivyIndex(there / "index", analyzer=Analyzer(words=lore.dictionary))
                # Looks into every segment, so that what is damaged shows now.
                index.reading().mean_length()
                break
            except (OSError, ValueError) as problem:
                if attempt:
                    raise
                log.warning("the search index cannot be read and is made anew: %s", problem)
                make_generation()
        self._index, self._folder = index, there
        self._seen.clear()
        # What was taken up by the generation before may have come while this one was made.
        ChangedRow.objects.filter(done_at__gte=clock.now() - _KEPT).update(done_at=None)
        ChangedRow.objects.filter(done_at__lt=clock.now() - _KEPT).delete()

    def _sweep_products(self) -> tuple[list[Document], set[int]]:
        """The next few products, those that look otherwise than the last time: prices and stock send no
        events.
        """
        ids = list(list_product_ids_from(self._next_product, limit=_SWEPT))
        self._next_product = ids[-1] + 1 if len(ids) == _SWEPT else 0
        changed = []
        for document in documents_of(Kind.PRODUCT, ids):
            if self._seen.get(document.key) != document:
                self._seen[document.key] = document
                changed.append(document)
        return changed, set()
