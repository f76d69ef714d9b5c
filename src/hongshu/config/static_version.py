"""The version of the static files: a digest of what they hold."""

from __future__ import annotations

import hashlib
from pathlib import Path


def static_version(folder: Path) -> str:
    """Ten hexadecimal characters that change when a file in *folder* changes its name or content."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]
