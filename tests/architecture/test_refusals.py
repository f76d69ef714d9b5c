"""Every refusal of the program has one code, and words for it in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re

from django.utils import translation

import hongshu
from hongshu.kernel.errors import DomainError, all_refusals
from hongshu.surfaces.words import WORDS, words_of


def _refusals() -> list[type[DomainError]]:
    for module in pkgutil.walk_packages(hongshu.__path__, "hongshu."):
        if not {"migrations", "__main__", "config"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    return [refusal for refusal in all_refusals() if refusal.__module__.startswith("hongshu.")]


def test_every_refusal_has_words_in_both_languages() -> None:
    silent = []
    for refusal in _refusals():
        with translation.override("en"):
            english = words_of(refusal()) if refusal.code in WORDS else ""
        with translation.override("zh-hans"):
            chinese = words_of(refusal()) if refusal.code in WORDS else ""
        if not english or not re.search(r"[\u4e00-\u9fff]", chinese):
            silent.append(refusal.code)
    assert not silent


def test_a_code_means_one_refusal() -> None:
    owner: dict[str, type[DomainError]] = {}
    for refusal in _refusals():
        first = owner.setdefault(refusal.code, refusal)
        assert first.kind == refusal.kind, f"{refusal.code} is two refusals: {first} and {refusal}"
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", refusal.code)
