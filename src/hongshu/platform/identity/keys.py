"""The keys of the vault: versioned master keys, and the key of the blind index. They are never in the
database.

They come from HONGSHU_IDENTITY_KEYS, or from a file that is made at the first use: ``identity_keys.json``
in the data folder, readable by its owner only. Whoever loses them loses every name and number; whoever has
them and the database has all of them. So the file is in no backup: it is kept somewhere else.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hongshu.kernel import settings
from hongshu.kernel.own_files import made_once, write_whole
from hongshu.kernel.settings import SettingError
from hongshu.platform.identity.contracts import MasterKeyMissing

VARIABLE = "HONGSHU_IDENTITY_KEYS"
_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Master keys by version, and the index key. The highest version seals; all of them open."""

    index: bytes
    masters: dict[int, bytes]

    @property
    def newest(self) -> int:
        """The version that seals."""
        return max(self.masters)

    def master(self, version: int) -> bytes:
        """The master key of a version. Raises MasterKeyMissing."""
        if version not in self.masters:
            raise MasterKeyMissing(version=version)
        return self.masters[version]


def read(text: str) -> KeyRing:
    """Read the keys' JSON: ``{"index": BASE64, "masters": {"1": BASE64, …}}``. Raises SettingError."""
    try:
        found = json.loads(text)
        index = _key(found["index"])
        masters = {int(version): _key(key) for version, key in found["masters"].items()}
        if not masters or min(masters) < 1 or len({index, *masters.values()}) != len(masters) + 1:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        # What stands there must not get into the message.
        raise SettingError(
            VARIABLE, "cannot be read: it is JSON with an index key and numbered master keys of 32 bytes"
        ) from None
    return KeyRing(index=index, masters=masters)


@cache
def ring() -> KeyRing:
    """The keys of this installation; the first use makes them where none were given."""
    given = settings.current().identity_keys
    if given:
        return read(given)
    path = file_of(settings.current().data_folder)
    return read(made_once(path, _fresh).decode("ascii"))


def file_of(data_folder: Path) -> Path:
    """Where the keys are kept when none are given."""
    return data_folder / "identity_keys.json"


def add_master(path: Path) -> int:
    """Add a newer master key to the file, for sealing from now on; its version. Old ones still open."""
    keys = read(path.read_text(encoding="ascii"))
    version = keys.newest + 1
    write_whole(path, _text_of(keys.index, {**keys.masters, version: secrets.token_bytes(_BYTES)}))
    ring.cache_clear()
    return version


def _fresh() -> bytes:
    return _text_of(secrets.token_bytes(_BYTES), {1: secrets.token_bytes(_BYTES)})


def _text_of(index: bytes, masters: dict[int, bytes]) -> bytes:
    whole = {"index": _text(index), "masters": {str(version): _text(key) for version, key in masters.items()}}
    return json.dumps(whole).encode("ascii")


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != _BYTES:
        raise ValueError
    return key


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")
