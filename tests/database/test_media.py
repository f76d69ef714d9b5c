"""A picture is stored whole, attached by its owner, and swept when nothing uses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.media import adapters, queries, services
from hongshu.platform.media.adapters.folder import FolderStore
from hongshu.platform.media.contracts import MediaSweep, Picture, PictureBroken, PictureNotFound, Rendered
from hongshu.platform.media.models import MediaPicture, PictureState

# Storing a picture opens transactions of its own, which pytest's own around a test lets pass.
pytestmark = pytest.mark.django_db

OWNER = Id(11)
STRANGER = Id(12)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A media folder of this test alone: a sweep looks at all that is in it."""
    own = tmp_path / "media"
    monkeypatch.setattr(adapters, "current_store", lambda: FolderStore(own))
    return own


def _rendered(mark: bytes = b"x") -> Rendered:
    """What rendering gives; the bytes do not matter to the store."""
    return Rendered(
        width=900,
        height=1200,
        widths=(360, 720),
        thumbhash="1QcSHQRnh493V4dIh4eXh1h4kJUI",
        color="#aabbcc",
        digest=mark * 32,
        files={f"{width}.{kind}": mark for width in (360, 720) for kind in ("webp", "avif")},
    )


def _store(owner_id: Id = OWNER) -> Picture:
    return services.store_rendered(owner_id=owner_id, rendered=_rendered())


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _sweep(*, later: timedelta = timedelta(0)) -> MediaSweep:
    return services.sweep_media(clock.now() + later)


def test_a_stored_picture_has_all_its_files_under_its_stem(folder: Path) -> None:
    picture = _store()
    assert {path.relative_to(folder).as_posix() for path in _files(folder)} == {
        picture.path(width, kind) for width in (360, 720) for kind in ("webp", "avif")
    }
    stored = queries.open_file(picture.path(720, "avif"))
    assert stored.path.read_bytes() == b"x"
    assert stored.content_type == "image/avif"
    assert queries.picture_base(picture) == f"/media/{picture.stem}"


def test_pictures_are_read_in_one_query_and_none_for_none(folder: Path) -> None:
    first, second = _store(), _store(STRANGER)
    with CaptureQueriesContext(
        connection,
    ) as queried:
        found = queries.list_pictures_by_id([first.id, second.id, new_id()])
        assert queries.list_pictures_by_id([]) == {}
    assert len(queried) == 1
    assert found == {first.id: first, second.id: second}


def test_the_same_bytes_again_are_a_picture_of_their_own(folder: Path) -> None:
    assert _store().stem != _store().stem


@pytest.mark.parametrize(
    "name", ["", "../secret_key", "ab/../../x-360.webp", "ab/" + "c" * 32 + "-360.png", "/etc/passwd", "ab\0"]
)
def test_what_is_no_rendition_is_not_there(folder: Path, name: str) -> None:
    with pytest.raises(PictureNotFound):
        queries.open_file(name)


def test_a_link_in_the_folder_is_not_followed(folder: Path) -> None:
    picture = _store()
    path = folder / picture.path(360, "webp")
    path.unlink()
    path.symlink_to("/etc/hostname")
    with pytest.raises(PictureNotFound):
        queries.open_file(picture.path(360, "webp"))


def test_a_refused_upload_leaves_nothing(folder: Path) -> None:
    with pytest.raises(PictureBroken):
        services.store_picture(owner_id=OWNER, data=b"\xff\xd8\xff\xe0 no more than that")
    assert not MediaPicture.objects.exists()
    assert not folder.exists()


def test_a_claimed_picture_outlives_every_sweep(folder: Path) -> None:
    picture = _store()
    for _ in range(2):
        services.claim_pictures(owner_id=OWNER, picture_ids=[picture.id, picture.id])
    assert _sweep(later=timedelta(days=400)) == MediaSweep(pictures=0, orphan_stems=0)
    assert len(list(_files(folder))) == 4


def test_a_picture_of_another_or_none_is_not_claimed_and_neither_are_those_beside_it(folder: Path) -> None:
    mine, theirs = _store(), _store(STRANGER)
    for wrong in (theirs.id, new_id()):
        with pytest.raises(PictureNotFound):
            services.claim_pictures(owner_id=OWNER, picture_ids=[mine.id, wrong])
    assert not MediaPicture.objects.exclude(attached_at=None).exists()
    services.claim_pictures(owner_id=OWNER, picture_ids=[])


def test_a_picture_that_nothing_uses_is_swept_after_a_day(folder: Path) -> None:
    picture = _store()
    assert _sweep(later=timedelta(hours=23)).pictures == 0
    assert _sweep(later=timedelta(hours=25)) == MediaSweep(pictures=1, orphan_stems=0)
    assert list(_files(folder)) == []
    assert not MediaPicture.objects.exists()
    with pytest.raises(PictureNotFound):
        services.claim_pictures(owner_id=OWNER, picture_ids=[picture.id])


def test_a_released_picture_is_swept_and_only_by_its_owner(folder: Path) -> None:
    picture = _store()
    services.claim_pictures(owner_id=OWNER, picture_ids=[picture.id])
    services.release_pictures(owner_id=STRANGER, picture_ids=[picture.id])
    assert _sweep(later=timedelta(days=2)).pictures == 0
    services.release_pictures(owner_id=OWNER, picture_ids=[picture.id])
    assert _sweep(later=timedelta(days=2)).pictures == 1


@pytest.mark.parametrize("state", [PictureState.STORING, PictureState.REMOVING])
def test_what_a_kill_left_can_neither_be_seen_nor_claimed_and_is_swept(
    folder: Path, state: PictureState
) -> None:
    picture = _store()
    MediaPicture.objects.update(state=state)
    (folder / picture.path(720, "avif")).unlink()
    assert queries.list_pictures_by_id([picture.id]) == {}
    with pytest.raises(PictureNotFound):
        services.claim_pictures(owner_id=OWNER, picture_ids=[picture.id])
    assert _sweep(later=timedelta(hours=2)).pictures == 1
    assert list(_files(folder)) == []


def test_an_upload_that_is_under_way_is_left_alone(folder: Path) -> None:
    _store()
    MediaPicture.objects.update(state=PictureState.STORING)
    assert _sweep(later=timedelta(minutes=50)) == MediaSweep(pictures=0, orphan_stems=0)
    assert len(list(_files(folder))) == 4


def test_an_upload_that_the_sweep_gave_up_is_refused_and_leaves_no_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = FolderStore.write

    def write_slowly(store: FolderStore, stem: str, files: dict[str, bytes]) -> None:
        write(store, stem, files)
        _sweep(later=timedelta(hours=2))
        write(store, stem, files)

    monkeypatch.setattr(FolderStore, "write", write_slowly)
    with pytest.raises(PictureNotFound):
        _store()
    assert list(_files(folder)) == []


def test_files_without_a_row_are_removed_and_strange_ones_left(folder: Path) -> None:
    kept = _store()
    stem = "ab/" + "ab" * 16
    FolderStore(folder).write(stem, {"360.webp": b"orphan"})
    (folder / f"{stem}-720.webp.0a1b2c3d.part").write_bytes(b"half")
    (folder / "README").write_text("of the operator")
    assert _sweep() == MediaSweep(pictures=0, orphan_stems=1)
    left = {path.name for path in _files(folder)}
    assert "README" in left
    assert not any(name.startswith("ab" * 16) for name in left)
    assert queries.open_file(kept.path(360, "webp"))


def test_a_full_disk_leaves_a_row_that_the_sweep_removes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_store: FolderStore, _stem: str, _files: dict[str, bytes]) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "write", no_space)
        with pytest.raises(OSError, match="space"):
            _store()
    assert _sweep(later=timedelta(hours=2)).pictures == 1
