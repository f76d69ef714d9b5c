"""Reading sets of actions: ``user item item …`` lines, plain or gzipped, and the Sephora ratings."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scipy import sparse

from hongshu.discovery.engines.collaborative.interactions import matrix_of

_GZIP = b"\x1f\x8b"


class UnreadableSet(ValueError):
    """The file holds no actions; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class ActionSets:
    """Binary matrices of one shape. ``valid`` is None when the numbers are chosen inside ``train``."""

    train: sparse.csr_matrix
    test: sparse.csr_matrix
    valid: sparse.csr_matrix | None


@dataclass(slots=True)
class _Names:
    """Dense numbers of users and items by the names that files give them."""

    users: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)

    def user(self, name: str) -> int:
        return self.users.setdefault(name, len(self.users))

    def item(self, name: str) -> int:
        return self.items.setdefault(name, len(self.items))


def read_lines(train: Path, test: Path, valid: Path | None) -> ActionSets:
    """Sets in lines of a user and their items. Raises UnreadableSet, OSError."""
    names = _Names()
    read = [
        {} if path is None else _actions(path, names) for path in (train, test, valid)
    ]  # every file before the first matrix: they share their shape
    shape = {"n_users": len(names.users), "n_items": len(names.items)}
    sets = [matrix_of(actions, **shape) for actions in read]
    if not sets[0].nnz:
        raise UnreadableSet(f"{train}: no action in it; lines are wanted of a user and their items")
    return ActionSets(train=sets[0], test=sets[1], valid=None if valid is None else sets[2])


def read_sephora(path: Path) -> ActionSets:
    """Ratings as Parquet (author_id, product_id, interaction_recency_days): the last of each author is asked.

    Authors of one rating only teach. *path* is the file, or the folder it lies in.
    """
    from pyarrow import parquet

    file = path / "interactions.parquet" if path.is_dir() else path
    columns = ("author_id", "product_id", "interaction_recency_days")
    try:
        table = parquet.read_table(file, columns=list(columns)).to_pydict()
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableSet(f"{file}: Parquet with {', '.join(columns)} is wanted ({error})") from error
    rows = sorted(
        zip(*(table[name] for name in columns), strict=True), key=lambda row: (row[0], -row[2], row[1])
    )
    names = _Names()
    train: dict[int, list[int]] = {}
    test: dict[int, list[int]] = {}
    for place, (author, product, _) in enumerate(rows):
        user, item = names.user(author), names.item(product)
        last = place + 1 == len(rows) or rows[place + 1][0] != author
        (test if last and user in train else train).setdefault(user, []).append(item)
    shape = {"n_users": len(names.users), "n_items": len(names.items)}
    return ActionSets(train=matrix_of(train, **shape), test=matrix_of(test, **shape), valid=None)


def _actions(path: Path, names: _Names) -> dict[int, list[int]]:
    actions: dict[int, list[int]] = {}
    for words in _lines(path):
        actions.setdefault(names.user(words[0]), []).extend(names.item(word) for word in words[1:])
    return actions


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as file:
        zipped = file.read(2) == _GZIP
    try:
        with gzip.open(path, "rt", encoding="utf-8") if zipped else path.open(encoding="utf-8") as lines:
            for line in lines:
                if words := line.split():
                    yield words
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
        raise UnreadableSet(f"{path}: not text in UTF-8 ({error})") from error
