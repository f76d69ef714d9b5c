"""Every refusal has its words and its status, and the words say what to do in both languages."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from django.utils import translation

import hongshu
from hongshu.community.notes.contracts import InvalidTopic, TitleTooLong
from hongshu.kernel.errors import DomainError, RefusalKind, all_refusals
from hongshu.surfaces.words import STATUS, WORDS, status_of, words_of


def _load_every_contract() -> None:
    for module in pkgutil.walk_packages(hongshu.__path__, "hongshu."):
        if module.name.rpartition(".")[2] in ("contracts", "errors", "cursors", "shape", "idempotency"):
            importlib.import_module(module.name)


def test_every_refusal_has_words() -> None:
    _load_every_contract()
    missing = sorted({refusal.code for refusal in all_refusals()} - set(WORDS))
    assert not missing


def test_every_kind_has_a_status() -> None:
    assert set(STATUS) == set(RefusalKind)
    assert status_of(TitleTooLong(max=20, units=23)) == 422


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_details_fill_the_blanks(language: str) -> None:
    with translation.override(language):
        said = words_of(TitleTooLong(max=20, units=23))
        assert "20" in said
        assert "23" in said
        assert "面膜!" in words_of(InvalidTopic(topic="面膜!"))


def test_a_missing_detail_leaves_a_gap_and_no_crash() -> None:
    assert "…" in words_of(TitleTooLong())


def test_an_unknown_code_gets_general_words() -> None:
    error = DomainError()
    error.code = "never_heard_of"  # on the instance: a class would stay known to all_refusals()
    with translation.override("en"):
        assert words_of(error) == WORDS["refused"]
