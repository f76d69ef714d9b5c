"""Questions on the demo world's products, answered by people who wrote about them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from hongshu.community.questions.contracts import DatedAnswer, DatedQuestion
from hongshu.community.questions.services import save_dated_questions
from hongshu.flows.demo_world.contracts import chance_of
from hongshu.kernel.ids import Id

CONTENT = Path(__file__).resolve().parent / "content" / "questions.toml"


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """A question of the content. An answer is a handle and words."""

    product: str
    asker: str
    age_days: float
    body: str
    answers: tuple[tuple[str, str], ...]


@cache
def read_questions() -> tuple[DemoQuestion, ...]:
    """The questions of the content, in its order."""
    return tuple(
        DemoQuestion(
            product=entry["product"],
            asker=entry["asker"],
            age_days=entry["age_days"],
            body=entry["body"],
            answers=tuple(_answer(line) for line in entry["answers"]),
        )
        for entry in tomllib.loads(CONTENT.read_text(encoding="utf-8"))["question"]
    )


def save_questions(people: Mapping[str, Id], products: Mapping[str, Id], *, now: datetime) -> int:
    """Keep the questions whose product and people are there; how many are new. Idempotent."""
    return save_dated_questions(
        [
            _dated(question, people, products[question.product], now)
            for question in read_questions()
            if question.product in products and question.asker in people
        ]
    )


def _dated(question: DemoQuestion, people: Mapping[str, Id], product_id: Id, now: datetime) -> DatedQuestion:
    asked_at = now - timedelta(days=question.age_days)
    chance = chance_of("answers", question.product, question.asker)
    delays = sorted(chance.uniform(0.01, 0.6) * min(question.age_days, 2.0) for _ in question.answers)
    return DatedQuestion(
        source_key=f"{question.product}/{question.asker}",
        product_id=product_id,
        user_id=people[question.asker],
        body=question.body,
        asked_at=asked_at,
        answers=tuple(
            DatedAnswer(user_id=people[handle], body=words, answered_at=asked_at + timedelta(days=delay))
            for (handle, words), delay in zip(question.answers, delays, strict=True)
            if handle in people
        ),
    )


def _answer(line: str) -> tuple[str, str]:
    handle, _, words = line.partition(": ")
    return handle, words
