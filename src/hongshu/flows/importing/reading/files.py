"""The text lines of a file, whether plain, gzipped or zipped, in bounded memory."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast

from hongshu.flows.importing.contracts import (
    FileDamaged,
    FileMissing,
    FileNotText,
    FileUnreadable,
    WrongEncoding,
)

# The longest line of the lists that are known has 20 KB; a file without line ends must not fill the memory.
LINE_MAX_BYTES = 1024 * 1024

_GZIP = b"\x1f\x8b"
_ZIP = b"PK"
_PARQUET = b"PAR1"
_BOM = b"\xef\xbb\xbf"
_BROKEN = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError, RuntimeError)


def read_lines(path: Path, *, encoding: str) -> Iterator[str]:
    """The lines of *path* with their line ends; what it is packed in is told from its first bytes.

    Raises a WrongFile that says what is wrong, with the line where there is one.
    """
    with _opened(path) as file:
        number = 0
        while raw := _next_line(file, path):
            number += 1
            if number == 1:
                raw = raw.removeprefix(_BOM)
            if len(raw) >= LINE_MAX_BYTES:
                raise FileNotText(file=path.name, line=number, why="the line is longer than 1 MB")
            if b"\0" in raw:
                raise FileNotText(file=path.name, line=number, why="a NUL byte stands here")
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                raise WrongEncoding(file=path.name, line=number, encoding=encoding.upper()) from None
            yield text


def check_parquet(path: Path) -> None:
    """Raise FileDamaged unless *path* begins and ends as a Parquet file does."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0, 2)
            size = file.tell()
            file.seek(max(0, size - 4))
            tail = file.read(4)
    except OSError as error:
        raise FileUnreadable(file=path.name, why=error.strerror or "unknown reason") from None
    if size < 12 or head != _PARQUET or tail != _PARQUET:
        raise FileDamaged(file=path.name, why="it does not end as a Parquet file does")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with ExitStack() as stack:
        try:
            file: IO[bytes] = stack.enter_context(path.open("rb"))
            head = file.read(2)
            file.seek(0)
        except FileNotFoundError:
            raise FileMissing(file=str(path), wanted="a CSV file, plain, gzipped or zipped") from None
        except OSError as error:
            raise FileUnreadable(file=path.name, why=error.strerror or "unknown reason") from None
        if head == _GZIP:
            file = stack.enter_context(cast("IO[bytes]", gzip.GzipFile(fileobj=file, mode="rb")))
        elif head == _ZIP:
            file = stack.enter_context(_opened_member(file, path))
        yield file


@contextmanager
def _opened_member(file: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    """The one CSV file of a zip file."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [
                name
                for name in archive.namelist()
                if name.lower().endswith(".csv") and not name.startswith("__MACOSX/")
            ]
            if len(names) != 1:
                raise FileDamaged(file=path.name, why=f"it holds {len(names)} CSV files, and one is needed")
            with archive.open(names[0]) as member:
                yield member
    except _BROKEN as error:
        raise FileDamaged(file=path.name, why=_why(error)) from None


def _next_line(file: IO[bytes], path: Path) -> bytes:
    try:
        return file.readline(LINE_MAX_BYTES)
    except _BROKEN as error:
        raise FileDamaged(file=path.name, why=_why(error)) from None
    except OSError as error:
        raise FileUnreadable(file=path.name, why=error.strerror or "unknown reason") from None


def _why(error: BaseException) -> str:
    """The library's words on one line, bounded."""
    return " ".join(str(error).split())[:120] or type(error).__name__
