"""The search engine among many notes and products: queries, completion and updates, beside bare BM25."""

from __future__ import annotations

import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.machine import describe
from hongshu.discovery.engines.searching.analysis import Analyzer
from hongshu.discovery.engines.searching.finding import Finder
from hongshu.discovery.engines.searching.lexicon import Lexicon, Phrase
from hongshu.discovery.engines.searching.shapes import Document, Filter, Lookup
from hongshu.discovery.engines.searching.tantivy_index import TantivyIndex

_SUBJECTS = (
    "口红 面霜 精华 防晒霜 眼霜 面膜 香水 粉底液 洗面奶 奶粉 台灯 跑鞋 耳机 serum cream lipstick lamp shoes"
)
_SAYINGS = (
    "真的好用 空瓶记 干皮亲妈 学生党平价 回购三次 不推荐 测评 合集 通勤 敏感肌 成分党 honest review worth it"
)
_CHANNELS = ("skincare", "makeup", "fashion", "home", "travel", "baby", "food", "digital")


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """How much of everything."""

    notes: int = 1_000_000
    products: int = 100_000
    queries: int = 1_000
    updates: int = 2_000


SMALL = SearchPlan(notes=4_000, products=400, queries=60, updates=100)


def measure_search(plan: SearchPlan, *, seed: int, say: Callable[[str], object]) -> dict[str, Any]:
    """Index, ask, complete and update; times in milliseconds, on one core."""
    folder = Path(tempfile.mkdtemp(prefix="hongshu-search-"))
    try:
        return _measured(plan, folder, Random(seed), say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(plan: SearchPlan, folder: Path, chance: Random, say: Callable[[str], object]) -> dict[str, Any]:
    analyzer = Analyzer()
    names = [f"{_name(chance)}{chance.choice(_SUBJECTS.split())}" for _ in range(max(plan.products // 4, 50))]
    index = TantivyIndex(folder, analyzer=analyzer)
    begun = perf_counter()
    index.write_prepared(
        (
            (one, analyzer.analyse(one.title), analyzer.analyse(one.body))
            for one in _documents(plan, names, chance)
        ),
        is_new=True,
    )
    index_s = perf_counter() - begun
    say(f"{plan.notes + plan.products} documents in {index_s:.0f} s")
    finder = Finder(reading=index.reading(), analyzer=analyzer)
    asked = [_query(names, chance) for _ in range(plan.queries)]
    whole = _times(asked, lambda text: _page(finder, text, chance))
    bare = _times(asked, lambda text: finder.reading.find(Lookup(words=finder.question(text)[0], limit=20)))
    lexicon = Lexicon(Phrase(name, chance.random()) for name in names)
    begun_with = [text[: chance.randint(1, 4)] for text in asked]
    completed = _times(begun_with, lambda text: lexicon.complete(text, limit=8))
    begun = perf_counter()
    for batch in range(0, plan.updates, 100):
        index.write(_note(key, names, chance) for key in range(batch, min(batch + 100, plan.updates)))
        finder = Finder(reading=index.reading(), analyzer=analyzer)
        _page(finder, asked[batch % len(asked)], chance)
    updates_s = plan.updates / (perf_counter() - begun)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {
        "machine": describe(),
        "documents": plan.notes + plan.products,
        "index_documents_s": round((plan.notes + plan.products) / index_s),
        "query_ms": whole,
        "bare_bm25_ms": bare,
        "complete_ms": completed,
        "updates_s": round(updates_s),
        "index_bytes": size,
        "memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def _name(chance: Random) -> str:
    return "".join(chance.choice("莱兰雅诗蔻碧娜思菲诺薇欧娅玛塔丽") for _ in range(chance.randint(2, 3)))


def _documents(plan: SearchPlan, names: list[str], chance: Random) -> Iterator[Document]:
    for key in range(plan.notes):
        yield _note(key, names, chance)
    for key in range(plan.notes, plan.notes + plan.products):
        name = chance.choice(names)
        yield Document(
            key,
            f"{name} {chance.randint(1, 500)}ml",
            "",
            {"kind": ("product",), "brand": (name[:2],), "stock": ("yes",)},
            {"price_minor": chance.randint(1_000, 200_000)},
        )


def _note(key: int, names: list[str], chance: Random) -> Document:
    sayings, subjects = _SAYINGS.split(), _SUBJECTS.split()
    return Document(
        key,
        f"{chance.choice(names)} {chance.choice(sayings)}",
        "，".join(f"{chance.choice(sayings)}{chance.choice(subjects)}" for _ in range(chance.randint(4, 20))),
        {"kind": ("note",), "channel": (chance.choice(_CHANNELS),)},
        {"made_s": chance.randint(1_700_000_000, 1_795_000_000), "likes": int(chance.paretovariate(1.2))},
    )


def _query(names: list[str], chance: Random) -> str:
    words = [chance.choice(names), chance.choice(_SAYINGS.split()), chance.choice(_SUBJECTS.split())]
    return " ".join(chance.sample(words, chance.randint(1, 3)))


def _page(finder: Finder, text: str, chance: Random) -> None:
    """What a result page asks: notes with facets and mostly a filter, a rail of products, highlights."""
    words, units = finder.question(text)
    channel = {"channel": (chance.choice(_CHANNELS),)} if chance.random() < 0.5 else {}
    kinds = (("note", channel, ("channel",)), ("product", {}, ("brand",)))
    for kind, more, facets in kinds:
        finder.find(
            Lookup(
                words=words,
                units=units,
                least=min(len(words), 2),
                filter=Filter(labels={"kind": (kind,), **more}),
                limit=300,
                facets=facets,
            )
        )
    for _ in range(30):
        list(finder.analyzer.spans("雅诗兰黛小棕瓶 空瓶记 honest review"))


def _times(texts: list[str], ask: Callable[[str], object]) -> dict[str, float]:
    found = []
    for text in texts:
        begun = perf_counter()
        ask(text)
        found.append((perf_counter() - begun) * 1000)
    middle, last = np.percentile(found, [50, 99])
    return {"p50": round(float(middle), 2), "p99": round(float(last), 2)}
