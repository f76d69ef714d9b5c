"""Tokens of streams of counts: good for whom they were made for, for a while, and for nobody else."""

from __future__ import annotations

import pytest

from hongshu.kernel.ids import Id
from hongshu.platform.notifications.contracts import StreamTokenRefused
from hongshu.platform.notifications.tokens import key_of, seal, unseal

KEY = key_of("only-for-tests-only-for-tests-only")
ANN = Id(123_456_789_012_345)


def test_a_token_opens_the_stream_of_its_member_until_its_end() -> None:
    token = seal(ANN, expires_s=1000, key=KEY)
    assert unseal(token, now_s=999.9, key=KEY) == ANN
    with pytest.raises(StreamTokenRefused):
        unseal(token, now_s=1000.0, key=KEY)


def test_a_token_of_another_key_or_with_any_character_changed_is_refused() -> None:
    token = seal(ANN, expires_s=1000, key=KEY)
    with pytest.raises(StreamTokenRefused):
        unseal(token, now_s=1, key=key_of("another-secret-another-secret-another"))
    for place in range(len(token) - 1):
        forged = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(StreamTokenRefused):
            unseal(forged, now_s=1, key=KEY)


@pytest.mark.parametrize("text", ["", "x", "红薯" * 20, "A" * 44, "=" * 44, "\0" * 44, "A" * 100_000])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(StreamTokenRefused):
        unseal(text, now_s=1, key=KEY)
