"""The rows of a Parquet file, a batch at a time and in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from hongshu.flows.importing.contracts import ColumnsMissing, FileDamaged, FileEmpty
from hongshu.flows.importing.reading.files import check_parquet

_MEMORY = "256MB"


def count_parquet_rows(path: Path, *, columns: Sequence[str]) -> int:
    """How many rows *path* has. The wanted columns are read to their end, so a damaged file is known now.

    Raises FileDamaged, FileUnreadable, ColumnsMissing, FileEmpty.
    """
    check_parquet(path)
    with _opened(path) as source:
        there = {row[0] for row in source.execute("DESCRIBE SELECT * FROM list").fetchall()}
        if missing := [name for name in columns if name not in there]:
            raise ColumnsMissing(file=path.name, columns=", ".join(missing))
        hashes = ", ".join(f'bit_xor(hash("{name}"))' for name in columns)
        found = source.execute(f"SELECT count(*), {hashes} FROM list").fetchone()  # noqa: S608 - our names
    count = int(found[0]) if found else 0
    if not count:
        raise FileEmpty(file=path.name)
    return count


def read_parquet_rows(path: Path, *, columns: Sequence[str], most: int) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in batches of at most *most*: each its number in the file, from 1, then the wanted columns.

    Raises FileDamaged.
    """
    chosen = ", ".join(f'"{name}"' for name in columns)
    with _opened(path) as source:
        source.execute(f"SELECT file_row_number + 1, {chosen} FROM list ORDER BY 1")  # noqa: S608 - our names
        while batch := source.fetchmany(most):
            yield batch


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file as the view ``list`` of an engine that loads nothing and writes nothing."""
    try:
        with duckdb.connect(
            config={
                "memory_limit": _MEMORY,
                "threads": 1,
                "autoinstall_known_extensions": False,
                "temp_directory": "",
            }
        ) as source:
            name = str(path).replace("'", "''")
            source.execute(
                f"CREATE VIEW list AS SELECT * FROM read_parquet(['{name}'], file_row_number = true)"  # noqa: S608
            )
            yield source
    except duckdb.Error as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        raise FileDamaged(file=path.name, why=why) from None
