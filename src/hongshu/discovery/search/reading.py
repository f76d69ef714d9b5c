"""The index as this process reads it: reloaded when something was committed, opened anew when another one
is used.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np

from hongshu.discovery.engines.searching.analysis import Analysed, Analyzer
from hongshu.discovery.engines.searching.finding import Finder
from hongshu.discovery.engines.searching.lexicon import Lexicon, Phrase, Speller
from hongshu.discovery.engines.searching.ranking import SITE_RANKER
from hongshu.discovery.engines.searching.shapes import Wanted
from hongshu.discovery.engines.searching.synonyms import Synonyms
from hongshu.discovery.engines.searching.tantivy_index import TantivyIndex
from hongshu.discovery.engines.searching.vectors import Neighbours, TextModel
from hongshu.discovery.search import folder

log = logging.getLogger(__name__)
_LOOKED_AT_S = 0.25
_AFTER_DAMAGE_S = 5.0
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that a search needs, of one generation."""

    finder: Finder
    lexicon: Lexicon
    speller: Speller


class Reader:
    """Holds the index for this process. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked_at = -1e9
        self._folder: Path | None = None
        self._stamp: tuple[int, int] | None = None
        self._index: TantivyIndex | None = None
        self._opened: Opened | None = None
        self._groups: Groups = ()

    def opened(self, groups: Callable[[], Groups]) -> Opened | None:
        """The index as it is now; None while there is none that can be read. *groups* gives the synonyms."""
        with self._lock:
            if monotonic() - self._looked_at < _LOOKED_AT_S:
                return self._opened
            self._looked_at = monotonic()
            try:
                self._look(groups)
            except (OSError, ValueError) as problem:
                # The worker makes a damaged one anew; until then the page finds by the database.
                log.warning("the search index cannot be read: %s", problem)
                self._opened = self._folder = None
                self._looked_at += _AFTER_DAMAGE_S
            return self._opened

    def forget(self) -> None:
        """Open anew next time."""
        with self._lock:
            self._looked_at = -1e9
            self._opened = self._folder = self._index = None

    def _look(self, ask: Callable[[], Groups]) -> None:
        there = folder.current()
        if there is None:
            self._opened = self._folder = None
            return
        groups = ask()
        status = (there / "index" / "meta.json").stat()
        stamp = (status.st_mtime_ns, status.st_ino)
        if there != self._folder or self._opened is None:
            self._opened = self._open(there, groups)
            self._folder = there
        elif stamp != self._stamp or groups != self._groups:
            assert self._index is not None
            before = self._opened
            analyzer = before.finder.analyzer
            finder = Finder(
                reading=self._index.reading(),
                analyzer=analyzer,
                ranker=SITE_RANKER,
                model=before.finder.model,
                neighbours=before.finder.neighbours,
                synonyms=_synonyms(groups, analyzer),
            )
            self._opened = Opened(finder, before.lexicon, before.speller)
        self._stamp, self._groups = stamp, groups

    def _open(self, there: Path, groups: Groups) -> Opened:
        lore = folder.read_lore(there)
        analyzer = Analyzer(words=lore.dictionary)
        self._index = TantivyIndex(there / "index", analyzer=analyzer)
        model, neighbours = None, None
        if (there / "vectors.npz").exists():
            model = TextModel.load(there / "model.npz")
            with np.load(there / "vectors.npz") as kept:
                neighbours = Neighbours(kept["keys"], kept["rows"])
        lexicon = Lexicon(Phrase(text, weight) for text, weight in lore.phrases)
        finder = Finder(
            reading=self._index.reading(),
            analyzer=analyzer,
            ranker=SITE_RANKER,
            model=model,
            neighbours=neighbours,
            synonyms=_synonyms(groups, analyzer),
        )
        return Opened(finder, lexicon, Speller(lore.words, lexicon))


def _synonyms(groups: Groups, analyzer: Analyzer) -> Callable[[Analysed], tuple[Wanted, ...]] | None:
    return Synonyms(groups, analyzer) if groups else None


READER = Reader()
