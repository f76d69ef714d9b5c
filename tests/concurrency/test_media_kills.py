"""Uploads that are killed midway: nothing acknowledged is lost, nothing unfinished is seen or left behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.concurrency.programs import running
from tests.concurrency.together import DJANGO, database_url, together

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.media import adapters, services
from hongshu.platform.media.adapters.folder import FolderStore
from hongshu.platform.media.contracts import PictureNotFound, Rendered
from hongshu.platform.media.models import MediaPicture, PictureState

pytestmark = pytest.mark.django_db(transaction=True)

RENDER = """
    from hongshu.platform.media.contracts import Rendered
    rendered = Rendered(
        width=900, height=1200, widths=(360, 720),
        thumbhash="1QcSHQRnh493", color="#aabbcc", digest=b"x" * 32,
        files={f"{width}.{kind}": bytes(20_000) for width in (360, 720) for kind in ("webp", "avif")},
    )
    from hongshu.platform.media import services
"""

STORE = (
    DJANGO
    + RENDER
    + """
    while True:
        print("stored", services.store_rendered(owner_id=7, rendered=rendered).stem, flush=True)
"""
)

# Stops after the second of four files, where nothing else would stop it.
STOP_MIDWAY = (
    DJANGO
    + RENDER
    + """
    import signal
    from pathlib import Path
    rename, renamed = Path.rename, []
    def rename_or_stop(path, target):
        renamed.append(rename(path, target))
        if len(renamed) == 2:
            print("midway", flush=True)
            signal.pause()
    Path.rename = rename_or_stop
    services.store_rendered(owner_id=7, rendered=rendered)
"""
)

SWEEP = (
    DJANGO
    + """
    import signal
    from datetime import timedelta
    from pathlib import Path
    from hongshu.kernel import clock
    from hongshu.platform.media import services
    unlink, gone = Path.unlink, []
    def unlink_or_stop(path, missing_ok=False):
        gone.append(unlink(path, missing_ok=missing_ok))
        if len(gone) == 6:
            print("midway", flush=True)
            signal.pause()
    Path.unlink = unlink_or_stop
    services.sweep_media(clock.now() + timedelta(days=2))
"""
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "media"
    monkeypatch.setattr(adapters, "current_store", lambda: FolderStore(own))
    return own


def _stems(folder: Path) -> dict[str, int]:
    """How many whole files each stem has."""
    found: dict[str, int] = {}
    for path in folder.rglob("*-*"):
        stem = f"{path.parent.name}/{path.name.partition('-')[0]}"
        found[stem] = found.get(stem, 0) + path.suffix.endswith(("webp", "avif"))
    return found


def _sweep_later() -> None:
    services.sweep_media(clock.now() + timedelta(hours=2))


@pytest.mark.parametrize("count", [1, 4])
def test_a_killed_upload_loses_nothing_that_was_acknowledged(folder: Path, count: int) -> None:
    with running(STORE, database_url(), folder.as_uri()) as program:
        acknowledged = {program.line("stored") for _ in range(count)}
        program.process.kill()
        acknowledged |= {
            line.split()[1] for line in program.rest().splitlines() if line.startswith("stored ")
        }
    ready = set(MediaPicture.objects.filter(state=PictureState.READY).values_list("stem", flat=True))
    assert acknowledged <= ready
    files = _stems(folder)
    assert all(files[stem] == 4 for stem in ready)
    _sweep_later()
    assert set(_stems(folder)) == ready
    assert not MediaPicture.objects.exclude(state=PictureState.READY).exists()


def test_an_upload_killed_between_its_files_is_swept_whole(folder: Path) -> None:
    with running(STOP_MIDWAY, database_url(), folder.as_uri()) as program:
        program.line("midway")
        program.process.kill()
        program.process.wait()
    assert MediaPicture.objects.get().state == PictureState.STORING
    assert list(_stems(folder).values()) == [2]
    services.sweep_media(clock.now())
    assert list(_stems(folder).values()) == [2], "for an hour it might be under way"
    _sweep_later()
    assert _stems(folder) == {}
    assert not MediaPicture.objects.exists()


def test_a_killed_sweep_is_finished_by_the_next(folder: Path) -> None:
    pictures = [services.store_rendered(owner_id=Id(7), rendered=_rendered()) for _ in range(3)]
    with running(SWEEP, database_url(), folder.as_uri()) as program:
        program.line("midway")
        with pytest.raises(PictureNotFound):
            services.claim_pictures(owner_id=Id(7), picture_ids=[pictures[2].id])
        program.process.kill()
        program.process.wait()
    assert MediaPicture.objects.filter(state=PictureState.REMOVING).count() == 3
    services.sweep_media(clock.now())
    assert _stems(folder) == {}
    assert not MediaPicture.objects.exists()


def test_a_claim_and_a_sweep_at_once_agree(folder: Path) -> None:
    for _ in range(5):
        picture = services.store_rendered(owner_id=Id(7), rendered=_rendered())
        claimed, _ = together(
            [
                lambda key=picture.id: services.claim_pictures(owner_id=Id(7), picture_ids=[key]),  # type: ignore[misc]
                lambda: services.sweep_media(clock.now() + timedelta(days=2)),
            ]
        )
        is_there = MediaPicture.objects.filter(id=picture.id, state=PictureState.READY).exists()
        assert is_there == (claimed is None)
        assert _stems(folder).get(picture.stem, 0) == (4 if is_there else 0)


def _rendered() -> Rendered:
    return Rendered(
        width=900,
        height=1200,
        widths=(360, 720),
        thumbhash="1QcSHQRnh493",
        color="#aabbcc",
        digest=new_id().to_bytes(8, "big") * 4,
        files={f"{width}.{kind}": b"x" for width in (360, 720) for kind in ("webp", "avif")},
    )
