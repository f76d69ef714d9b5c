"""Stores of pictures. Which one serves is chosen by ``MEDIA_STORE``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hongshu.kernel import settings
from hongshu.platform.media.adapters.folder import FolderStore
from hongshu.platform.media.ports import PictureStore


def current_store() -> PictureStore:
    """The store of this installation."""
    return _folder_store(settings.current().media_folder)


@cache
def _folder_store(folder: Path) -> FolderStore:
    return FolderStore(folder)
