"""A backup holds everything, and a damaged one restores nothing."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support.served import own_database

from hongshu import __version__
from hongshu.flows.backup import services
from hongshu.flows.backup.contracts import ArchiveDamaged, ArchiveExists, ArchiveTooNew, NotEmpty

SECRET = "the-secret-key-of-the-installation-that-was-kept"


def unheard(*, step: str, done: int, total: int) -> None:
    assert 0 <= done <= total, step


@pytest.fixture
def source() -> Iterator[str]:
    with own_database("backup_source") as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE note (id bigint PRIMARY KEY, title text NOT NULL)")
            connection.execute("INSERT INTO note SELECT n, '笔记 ' || n FROM generate_series(1, 5000) AS n")
        yield url


@pytest.fixture
def target() -> Iterator[str]:
    with own_database("backup_target") as url:
        yield url


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    for number in range(40):
        path = folder / f"{number % 4:02x}" / f"picture-{number}-720.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(1000 + number))
    return folder


@pytest.fixture
def archive(source: str, media: Path, tmp_path: Path) -> Path:
    file = tmp_path / "kept.tar"
    services.make_backup(
        file=file, database_url=source, media_folder=media, secret_key=SECRET, demo=True, progress=unheard
    )
    return file


def restore(archive: Path, target: str, folder: Path) -> None:
    services.check_backup(file=archive, progress=unheard)
    services.restore_backup(
        file=archive,
        database_url=target,
        media_folder=folder / "media",
        secret_key_file=folder / "secret_key",
        progress=unheard,
    )


def test_what_was_kept_comes_back_to_the_last_byte(
    archive: Path, source: str, target: str, media: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "restored"
    restore(archive, target, folder)
    question = "SELECT count(*), md5(string_agg(id || title, ',' ORDER BY id)) FROM note"
    with psycopg.connect(source) as one, psycopg.connect(target) as other:
        assert one.execute(question).fetchone() == other.execute(question).fetchone()
    before = {path.relative_to(media): path.read_bytes() for path in media.rglob("*.webp")}
    after = {path.relative_to(folder / "media"): path.read_bytes() for path in folder.rglob("*.webp")}
    assert after == before
    assert len(after) == 40
    assert (folder / "secret_key").read_text() == SECRET


def test_an_archive_and_a_restored_key_are_for_their_owner_only(
    archive: Path, target: str, tmp_path: Path
) -> None:
    restore(archive, target, tmp_path / "restored")
    assert archive.stat().st_mode & 0o077 == 0
    assert (tmp_path / "restored" / "secret_key").stat().st_mode & 0o077 == 0


def test_a_backup_tells_its_version_and_leaves_nothing_beside_it(archive: Path) -> None:
    manifest = services.check_backup(file=archive, progress=unheard)
    assert manifest.version == __version__
    assert manifest.demo
    assert len(manifest.files) == 42
    assert sorted(path.name for path in archive.parent.iterdir()) == ["kept.tar", "media"]


def test_a_backup_does_not_take_the_place_of_another(archive: Path, source: str, media: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(ArchiveExists):
        services.make_backup(
            file=archive,
            database_url=source,
            media_folder=media,
            secret_key=SECRET,
            demo=False,
            progress=unheard,
        )
    assert archive.read_bytes() == before


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.9])
def test_an_archive_that_is_cut_off_is_refused(archive: Path, share: float) -> None:
    with archive.open("r+b") as file:
        file.truncate(int(archive.stat().st_size * share))
    with pytest.raises(ArchiveDamaged):
        services.check_backup(file=archive, progress=unheard)


@pytest.mark.parametrize("share", [0.1, 0.4, 0.6, 0.8])
def test_an_archive_with_one_changed_byte_is_refused(archive: Path, share: float) -> None:
    position = _content_position(archive, share)
    with archive.open("r+b") as file:
        file.seek(position)
        byte = file.read(1)
        file.seek(position)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ArchiveDamaged):
        services.check_backup(file=archive, progress=unheard)


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Hongshu,\n" * 200)
    with pytest.raises(ArchiveDamaged):
        services.check_backup(file=file, progress=unheard)


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/hongshu", "media/../../outside", "media/.hidden", "more"]
)
def test_an_archive_that_would_write_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    from hongshu.flows.backup.archive import DATABASE, SECRET_KEY, ArchiveWriter

    file = tmp_path / "evil.tar"
    with tarfile.open(file, "w") as tar:
        writer = ArchiveWriter(tar)
        for entry in (DATABASE, SECRET_KEY, name):
            writer.add_bytes(entry, b"content")
        writer.finish(version=__version__, made_at="2026-11-25T00:00:00+00:00", demo=False)
    with pytest.raises(ArchiveDamaged):
        services.check_backup(file=file, progress=unheard)


def test_an_archive_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    from hongshu.flows.backup.archive import DATABASE, SECRET_KEY, ArchiveWriter

    file = tmp_path / "newer.tar"
    with tarfile.open(file, "w") as tar:
        writer = ArchiveWriter(tar)
        writer.add_bytes(DATABASE, b"")
        writer.add_bytes(SECRET_KEY, b"")
        writer.finish(version="999.0.0", made_at="2036-11-25T00:00:00+00:00", demo=False)
    with pytest.raises(ArchiveTooNew):
        services.check_backup(file=file, progress=unheard)


def test_nothing_is_restored_over_a_database_with_tables(archive: Path, source: str, tmp_path: Path) -> None:
    with pytest.raises(NotEmpty):
        restore(archive, source, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_nothing_is_restored_over_pictures(archive: Path, target: str, media: Path, tmp_path: Path) -> None:
    with pytest.raises(NotEmpty):
        restore(archive, target, tmp_path)
    with psycopg.connect(target) as connection:
        assert connection.execute("SELECT to_regclass('note')").fetchone() == (None,)


def _content_position(archive: Path, share: float) -> int:
    """A place inside the content of an entry: the padding between entries is nothing that can be damaged."""
    wanted = archive.stat().st_size * share
    with tarfile.open(archive) as tar:
        spans = [(entry.offset_data, entry.offset_data + entry.size) for entry in tar if entry.size]
    start, end = next(span for span in spans if span[1] > wanted)
    return max(start, min(int(wanted), end - 1))
