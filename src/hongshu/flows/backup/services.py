"""Making a backup, and restoring one."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg

from hongshu import __version__
from hongshu.flows.backup import archive
from hongshu.flows.backup.contracts import ArchiveExists, ArchiveTooNew, Manifest, NotEmpty, Progress
from hongshu.kernel import clock
from hongshu.kernel.private_database.tools import run_tool

# A dump by PostgreSQL 18 begins with a setting that came with 17.
_UNKNOWN_BEFORE_17 = "SET transaction_timeout = 0;"


def make_backup(
    *, file: Path, database_url: str, media_folder: Path, secret_key: str, demo: bool, progress: Progress
) -> Manifest:
    """Keep the database, the pictures and the secret key in *file*, while the program runs or not.

    Pictures are written before the rows that name them, so the database is taken first: what it names is
    there. Raises ArchiveExists. The file is readable for its owner only, and has its name when it is whole.
    """
    if file.exists():
        raise ArchiveExists(f"{file} exists already: choose another name.")
    part = file.with_name(file.name + ".part")
    with _removed_in_the_end(part), _removed_in_the_end(file.with_name(file.name + ".dump")) as dump:
        progress(step="database", done=0, total=1)
        _touch(dump)
        run_tool(
            "pg_dump",
            [
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--file={dump}",
                f"--dbname={database_url}",
            ],
        )
        progress(step="database", done=1, total=1)
        pictures = sorted(path for path in media_folder.rglob("*") if path.is_file())
        pictures = [path for path in pictures if not path.name.startswith(".")]
        _touch(part)
        with part.open("wb") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                writer = archive.ArchiveWriter(tar)
                writer.add_file(archive.DATABASE, dump)
                writer.add_bytes(archive.SECRET_KEY, secret_key.encode())
                for number, path in enumerate(pictures, 1):
                    try:
                        writer.add_file(archive.MEDIA + path.relative_to(media_folder).as_posix(), path)
                    except FileNotFoundError:
                        continue  # Deleted since: its row says so, or will never be seen.
                    progress(step="pictures", done=number, total=len(pictures))
                writer.finish(
                    version=__version__, made_at=clock.now().isoformat(timespec="seconds"), demo=demo
                )
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, file)
    return archive.checked_manifest(file, lambda done, total: progress(step="check", done=done, total=total))


def check_backup(*, file: Path, progress: Progress) -> Manifest:
    """Read an archive through. Raises ArchiveDamaged, ArchiveTooNew."""
    manifest = archive.checked_manifest(
        file, lambda done, total: progress(step="check", done=done, total=total)
    )
    if _numbers(manifest.version) > _numbers(__version__):
        raise ArchiveTooNew(
            f"{file} was made by Hongshu {manifest.version}, and this is {__version__}: install that version."
        )
    return manifest


def restore_backup(
    *, file: Path, database_url: str, media_folder: Path, secret_key_file: Path, progress: Progress
) -> None:
    """Fill an empty database and media folder from an archive that ``check_backup`` has passed.

    The database comes whole or not at all. Raises NotEmpty before anything is written.
    """
    _check_empty(database_url, media_folder)
    contents = archive.entries(file)
    total = sum(1 for _ in archive.entries(file))
    with _removed_in_the_end(secret_key_file.with_name("restore.dump")) as dump:
        for number, (name, content) in enumerate(contents, 1):
            if name == archive.DATABASE:
                _write(dump, content)
                progress(step="database", done=0, total=1)
                _restore_database(dump, database_url)
                progress(step="database", done=1, total=1)
            elif name == archive.SECRET_KEY:
                _write(secret_key_file, content)
            else:
                _write(media_folder / name.removeprefix(archive.MEDIA), content, mode=0o644)
            progress(step="files", done=number, total=total)


def _check_empty(database_url: str, media_folder: Path) -> None:
    if media_folder.exists() and any(path.is_file() for path in media_folder.rglob("*")):
        raise NotEmpty(f"{media_folder} holds pictures: restore into an empty data folder.")
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE n.nspname = 'public' AND relkind IN ('r', 'p')"
        ).fetchone()
    if row is not None and row[0]:
        raise NotEmpty(f"The database holds {row[0]} tables: restore into an empty one.")


def _restore_database(dump: Path, database_url: str) -> None:
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        is_old = connection.info.server_version < 170_000
    options = ["--no-owner", "--no-privileges"]
    if not is_old:
        run_tool(
            "pg_restore",
            [*options, "--single-transaction", "--exit-on-error", f"--dbname={database_url}", dump],
        )
        return
    with _removed_in_the_end(dump.with_suffix(".sql")) as script:
        _touch(script)
        run_tool("pg_restore", [*options, f"--file={script}", dump])
        with script.open("r+b") as file:
            head = file.read(4096)
            file.seek(0)
            unknown = _UNKNOWN_BEFORE_17.encode()
            file.write(head.replace(unknown, b"-" * len(unknown), 1))
        run_tool(
            "psql",
            [
                *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
                *(f"--file={script}", f"--dbname={database_url}"),
            ],
        )


def _write(path: Path, content: IO[bytes], *, mode: int = 0o600) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.restored")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        archive.copy(content, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _touch(path: Path) -> None:
    """An empty file that only we may read, before anything secret is written into it."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)


@contextmanager
def _removed_in_the_end(path: Path) -> Iterator[Path]:
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
