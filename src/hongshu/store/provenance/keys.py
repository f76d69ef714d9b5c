"""The keys that sign codes, by number: the newest signs, all of them are recognised.

They come from HONGSHU_PROVENANCE_KEYS, or from ``provenance_keys.json`` in the data folder, made at the
first use. A code on a bottle lives for years, so an old key is kept; a code signed by a key that leaked still
has to name a unit that was sold.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from functools import cache
from pathlib import Path

from hongshu.kernel import settings
from hongshu.kernel.own_files import made_once, write_whole
from hongshu.kernel.settings import SettingError
from hongshu.store.provenance.rules.codes import MOST_KEYS

VARIABLE = "HONGSHU_PROVENANCE_KEYS"
_BYTES = 32
Keys = dict[int, bytes]


@cache
def keys() -> Keys:
    """The keys of this installation by number."""
    given = settings.current().provenance_keys
    if given:
        return read(given)
    path = file_of(settings.current().data_folder)
    return read(made_once(path, lambda: _text_of({1: secrets.token_bytes(_BYTES)})).decode("ascii"))


def read(text: str) -> Keys:
    """Read the keys' JSON: ``{"1": BASE64, …}``, each 32 bytes. Raises SettingError."""
    try:
        found = {
            int(number): base64.b64decode(key, validate=True) for number, key in json.loads(text).items()
        }
        if not found or any(not 0 < number <= MOST_KEYS for number in found):
            raise ValueError
        if any(len(key) != _BYTES for key in found.values()) or len(set(found.values())) != len(found):
            raise ValueError
    except (ValueError, TypeError, AttributeError, binascii.Error):
        # What stands there must not get into the message.
        raise SettingError(VARIABLE, "cannot be read: it is JSON with numbered keys of 32 bytes") from None
    return found


def file_of(data_folder: Path) -> Path:
    """Where the keys are kept when none are given."""
    return data_folder / "provenance_keys.json"


def add_key(path: Path) -> int:
    """Add a newer key to the file; its number. Running processes sign with it from their next start on."""
    known = keys()
    number = max(known) + 1
    assert number <= MOST_KEYS, "no number is left"
    write_whole(path, _text_of({**known, number: secrets.token_bytes(_BYTES)}))
    keys.cache_clear()
    return number


def _text_of(made: Keys) -> bytes:
    return json.dumps(
        {str(number): base64.b64encode(key).decode("ascii") for number, key in made.items()}
    ).encode("ascii")
