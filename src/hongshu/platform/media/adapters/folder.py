"""A folder of this machine as the store of pictures: the embedded default."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from hongshu.platform.media.ports import RENDITION, STEM, SUFFIX

_STEM_LENGTH = len("ab/") + 32


class FolderStore:
    """Files as ``{folder}/ab/abcdef…-720.webp``. A symbolic link in the folder is treated as not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, stem: str, files: Mapping[str, bytes]) -> None:
        """See ``PictureStore.write``: each file is written beside its place, flushed, and renamed into it."""
        assert STEM.fullmatch(stem), f"not a stem: {stem!r}"
        assert all(SUFFIX.fullmatch(suffix) for suffix in files), f"not suffixes: {sorted(files)}"
        home = self._made_home(stem)
        for suffix, data in files.items():
            final = self._folder / f"{stem}-{suffix}"
            # Begins with the stem, so that a half-written file is found and removed with its picture.
            part = final.with_name(f"{final.name}.{secrets.token_hex(4)}.part")
            try:
                with open(part, "xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.rename(final)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        _flush_folder(home)

    def read(self, name: str) -> bytes:
        """See ``PictureStore.read``."""
        return self.local_path(name).read_bytes()

    def local_path(self, name: str) -> Path:
        """See ``PictureStore.local_path``."""
        assert RENDITION.fullmatch(name), f"not the name of a rendition: {name!r}"
        path = self._folder / name
        if path.parent.is_symlink() or path.is_symlink() or not path.is_file():
            raise FileNotFoundError(name)
        return path

    def exists(self, name: str) -> bool:
        """See ``PictureStore.exists``."""
        try:
            self.local_path(name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, stem: str) -> None:
        """See ``PictureStore.delete``."""
        assert STEM.fullmatch(stem), f"not a stem: {stem!r}"
        home = self._folder / stem[:2]
        if home.is_symlink() or not home.is_dir():
            return
        begin = stem[3:] + "-"
        found = [entry.path for entry in os.scandir(home) if entry.name.startswith(begin)]
        for path in found:
            Path(path).unlink(missing_ok=True)
        if found:
            _flush_folder(home)

    def stems(self) -> Iterator[str]:
        """See ``PictureStore.stems``. Files that are none of ours are left alone."""
        if not self._folder.is_dir():
            return
        for home in os.scandir(self._folder):
            if not home.is_dir(follow_symlinks=False):
                continue
            names = (f"{home.name}/{entry.name}" for entry in os.scandir(home.path))
            yield from {
                name[:_STEM_LENGTH] for name in names if STEM.match(name) and name[_STEM_LENGTH:][:1] == "-"
            }

    def _made_home(self, stem: str) -> Path:
        home = self._folder / stem[:2]
        if not home.is_dir():
            home.mkdir(parents=True, exist_ok=True)
            _flush_folder(self._folder)
        assert not home.is_symlink(), f"a link stands in the media folder: {home}"
        return home


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
