"""The questions of the demo world: said by people who are there, answered by those who wrote about it."""

from __future__ import annotations

import re

from hongshu.community.questions.contracts import ANSWER_MAX, QUESTION_MAX
from hongshu.flows.demo_world.asking import read_questions
from hongshu.flows.demo_world.contracts import in_showing_order
from hongshu.flows.demo_world.kols import read_kols
from hongshu.flows.demo_world.reading import the_world
from hongshu.flows.demo_world.services import FIRST_NOTES


def test_there_are_questions_in_both_languages_each_known_by_its_product_and_asker() -> None:
    questions = read_questions()
    chinese = [each for each in questions if re.search(r"[\u3400-\u9fff]", each.body)]
    assert len(questions) >= 25
    assert min(len(chinese), len(questions) - len(chinese)) >= 10
    assert len({(each.product, each.asker) for each in questions}) == len(questions)


def test_everybody_is_there_and_only_who_wrote_about_the_product_answers() -> None:
    world = the_world()
    handles = {member.handle for member in world.members}
    wrote = {(note.author, slug) for note in world.notes for slug in note.products}
    products = {draft.source_key for draft in world.products}
    for question in read_questions():
        assert question.product in products, question.product
        assert question.asker in handles, question.asker
        assert question.answers, question.body
        assert 0 < len(question.body) <= QUESTION_MAX
        for handle, words in question.answers:
            assert handle in handles, handle
            assert (handle, question.product) in wrote, (handle, question.product)
            assert handle != question.asker
            assert 0 < len(words) <= ANSWER_MAX


def test_who_applies_for_the_badge_is_there_without_one() -> None:
    members = {member.handle: member for member in the_world().members}
    applications = read_kols().applications
    assert len(applications) == 6
    for handle, evidence in applications:
        assert not members[handle].kol_field
        assert evidence.words
        assert any(note.author == handle for note in the_world().notes)


def test_four_who_apply_have_notes_in_the_first_part_so_that_they_wait_right_after_the_start() -> None:
    first_part = {note.author for note in in_showing_order(the_world().notes)[:FIRST_NOTES]}
    waiting = [handle for handle, _ in read_kols().applications if handle in first_part]
    assert len(waiting) == 4
