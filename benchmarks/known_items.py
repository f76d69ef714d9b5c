"""Known-item collections of the real lists: titles with words dropped, misspelt, or typed as pinyin.

Each query is made of one title, which is what it should find: three files for ``hongshu search evaluate``.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from hongshu.discovery.engines.searching import pinyin
from hongshu.discovery.engines.searching.analysis import Analyzer

_QUERIES = 1_500
Row = tuple[str, ...]


def write_known_items(data: Path, target: Path, *, seed: int) -> list[Path]:
    """Write a folder for each collection of the lists in *data*; the folders."""
    chinese, english = _chinese_titles(data), _english_titles(data)
    made = (
        ("chinese_dropped", chinese, _dropped_chinese(Analyzer())),
        ("chinese_pinyin", chinese, _as_pinyin(Analyzer())),
        ("english_dropped", english, _dropped_english),
        ("english_misspelt", english, _misspelt),
    )
    return [_write(target / name, titles, make, Random(seed)) for name, titles, make in made]


def _chinese_titles(data: Path) -> list[str]:
    packed = (data / "chinese" / "double11_beauty_2016.csv.gz").read_bytes()
    rows = csv.reader(io.StringIO(gzip.decompress(packed).decode("gbk", "ignore")))
    return list(dict.fromkeys(" ".join(row[2].split()) for row in list(rows)[1:]))


def _english_titles(data: Path) -> list[str]:
    with zipfile.ZipFile(data / "sephora" / "product_info.csv.zip") as folder:
        rows = csv.DictReader(io.StringIO(folder.read(folder.namelist()[0]).decode("utf-8")))
        return list(dict.fromkeys(f"{row['brand_name']} {row['product_name']}" for row in rows))


def _some(words: Sequence[str], count: int, chance: Random) -> list[str]:
    places = sorted(chance.sample(range(len(words)), min(count, len(words))))
    return [words[place] for place in places]


def _dropped_chinese(analyzer: Analyzer) -> Callable[[str, Random], str]:
    def make(title: str, chance: Random) -> str:
        words = [word for word in dict.fromkeys(analyzer.analyse(title).words) if len(word) > 1]
        return " ".join(_some(words, chance.randint(3, 5), chance))

    return make


def _as_pinyin(analyzer: Analyzer) -> Callable[[str, Random], str]:
    dropped = _dropped_chinese(analyzer)
    return lambda title, chance: " ".join(pinyin.typed(word) for word in dropped(title, chance).split())


def _dropped_english(title: str, chance: Random) -> str:
    words = title.split()
    return " ".join(_some(words, max(2, len(words) * 6 // 10), chance))


def _misspelt(title: str, chance: Random) -> str:
    words = _dropped_english(title, chance).split()
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    word, at = words[longest], chance.randrange(max(len(words[longest]) - 1, 1))
    words[longest] = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return " ".join(words)


def _write(folder: Path, titles: list[str], make: Callable[[str, Random], str], chance: Random) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [chance.randrange(len(titles)) for _ in range(_QUERIES)]
    queries = [(f"q{number}", make(titles[key], chance)) for number, key in enumerate(wanted)]
    _lines(folder / "corpus.tsv", [(f"d{key}", title) for key, title in enumerate(titles)])
    _lines(folder / "queries.tsv", queries)
    _lines(folder / "qrels.tsv", [(f"q{number}", "0", f"d{key}", "1") for number, key in enumerate(wanted)])
    return folder


def _lines(path: Path, rows: Sequence[Row]) -> None:
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
