"""How Chinese is typed by sound: whole syllables, initials, and syllables that people mix up."""

from __future__ import annotations

import re
from functools import lru_cache

# Sounds that many people do not tell apart; each is put in place of the first of its pair.
_BEGIN = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_END = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_LETTER = (("l", "n"), ("h", "f"))


@lru_cache(maxsize=200_000)
def syllables_of(text: str) -> tuple[str, ...]:
    """Each character's syllable without its tone; what is not Chinese stays as it is, in lower case."""
    # Its dictionary of phrases takes a quarter of a second and tens of megabytes: only who asks has it.
    from pypinyin import Style, lazy_pinyin

    return tuple(syllable.lower() for syllable in lazy_pinyin(text, style=Style.NORMAL))


def typed(text: str) -> str:
    """What is typed for *text* without spaces: 口红 → kouhong."""
    return "".join("".join(syllables_of(text)).split())


def initials(text: str) -> str:
    """The first letters: 口红 → kh."""
    return "".join(syllable[0] for syllable in syllables_of(text) if syllable.strip())


def near(text: str) -> str:
    """Syllables with what is mixed up made the same; equal for texts that sound almost alike."""
    return " ".join(map(_near, syllables_of(text)))


@lru_cache(maxsize=4096)
def _near(syllable: str) -> str:
    for sound, same in _BEGIN:
        if syllable.startswith(sound):
            syllable = same + syllable.removeprefix(sound)
    for sound, same in _END:
        if syllable.endswith(sound):
            syllable = syllable[: -len(sound)] + same
    for sound, same in _LETTER:
        if syllable.startswith(sound):
            syllable = same + syllable.removeprefix(sound)
    return syllable


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return re.search("[\u3400-\u9fff]", text) is not None
