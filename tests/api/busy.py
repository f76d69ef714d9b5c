"""A world in which much goes on: as many people, notes, comments, follows and all else as are asked for."""

from __future__ import annotations

from dataclasses import replace

from tests.api.world import World, draft_of, jpeg
from tests.support.community import member

from hongshu.community.graph.services import block_member, follow_member, mute_member
from hongshu.community.members.contracts import KolEvidence
from hongshu.community.members.services import (
    apply_for_kol,
    change_profile,
    refuse_kol,
    set_banner,
    verify_kol,
)
from hongshu.community.notes.contracts import ListEntry, NoteDraft, NotePicture, ProductSpot
from hongshu.community.notes.services import delete_note
from hongshu.community.places.services import place_all_notes
from hongshu.community.questions.services import answer_question, ask_question
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.services import (
    collect_note,
    create_board,
    invite_editor,
    like_comment,
    like_note,
    post_comment,
    save_board,
)
from hongshu.discovery.recommendation.services import refresh_trending
from hongshu.flows.moderation.services import decide, report
from hongshu.flows.publishing.services import edit_note, publish_note, save_draft
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.platform.media.contracts import HOUSE_OWNER
from hongshu.platform.media.services import render_picture, store_rendered
from hongshu.platform.notifications.contracts import Kind
from hongshu.platform.notifications.contracts import Subject as ToldAbout
from hongshu.platform.notifications.services import tell
from hongshu.platform.trust.contracts import Action, Subject
from hongshu.platform.trust.services import without_limits
from hongshu.store.catalog.contracts import ProductDraft, SkuDraft, Text
from hongshu.store.catalog.services import save_products, set_brand_mark, set_product_pictures


def make_busy(world: World, size: int) -> Id:
    """Let *size* people do everything that a page may show of people; returns a held note of the author's."""
    with without_limits():
        busy = _Busy(world, size)
        busy.people_and_products()
        busy.notes_and_talk()
        busy.questions()
        busy.boards()
        busy.told()
        busy.kols()
        held = busy.decisions()
    place_all_notes()
    refresh_trending()
    return held


class _Busy:
    def __init__(self, world: World, size: int) -> None:
        self.world = world
        self.size = size
        self.rendered = render_picture(jpeg())
        self.people: list[Id] = []
        self.notes: list[Id] = []
        self.comments: list[Id] = []

    def picture(self, owner: Id) -> Id:
        return store_rendered(owner_id=owner, rendered=self.rendered).id

    def people_and_products(self) -> None:
        world = self.world
        self.people = [member(f"P{number}", handle=f"person{number}") for number in range(self.size)]
        for person in (*self.people, world.author, world.other):
            change_profile(user_id=person, name="有人", bio="在。", avatar_id=self.picture(person))
        set_banner(user_id=world.author, banner_id=self.picture(world.author))
        for reader in (world.author, world.other):
            for person in self.people[:-2]:
                follow_member(user_id=person, followee_id=reader)
                follow_member(user_id=reader, followee_id=person)
            mute_member(user_id=reader, muted_id=self.people[-2])
        drafts = [
            ProductDraft(
                source="test",
                source_key=f"more-{number}",
                brand_slug="mingyu",
                category_slug="serum",
                name=Text(f"面霜 {number}", f"Cream {number}"),
                skus=(SkuDraft(code=f"MY-M{number}", price=Money(9_900)),),
            )
            for number in range(self.size)
        ]
        self.products = list(save_products(drafts).ids.values())
        for product in (*self.products, world.product):
            set_product_pictures(product_id=product, picture_ids=[self.picture(HOUSE_OWNER)])
        set_brand_mark(slug="mingyu", picture_id=self.picture(HOUSE_OWNER))

    def draft(self, author: Id) -> NoteDraft:
        shot = self.picture(author)
        product = self.world.product
        entry = ListEntry(product_id=product, word="还会买", place="东京")
        return draft_of(
            shot,
            product,
            place="东京",
            body="和 @author 一起。@other",
            pictures=(NotePicture(picture_id=shot, alt="瓶子"),),
            spots=(ProductSpot(product_id=product, picture_id=shot, x=0.5, y=0.5),),
            entries=(entry, *(ListEntry(product_id=None, name=f"第{n}样") for n in range(3))),
        )

    def notes_and_talk(self) -> None:
        world, main = self.world, self.world.notes[0]
        for number, person in enumerate(self.people):
            note = publish_note(author_id=person, draft=self.draft(person), key=f"busy-{number}")
            self.notes.append(note)
            said = CommentDraft(body="@author 看看", picture_id=None)
            root = post_comment(user_id=person, note_id=main, draft=said)
            answer = replace(said, body="@other 同感", root_id=world.comment)
            self.comments += [root, post_comment(user_id=person, note_id=main, draft=answer)]
            like_note(user_id=person, note_id=main)
            collect_note(user_id=person, note_id=main)
        for reader in (world.author, world.other):
            for note in self.notes:
                like_note(user_id=reader, note_id=note)
            like_comment(user_id=reader, comment_id=self.comments[0])
            # What a blocked member wrote is there, and seen by nobody whom they block.
            block_member(user_id=reader, blocked_id=self.people[-1])
        edit_note(author_id=world.author, note_id=main, draft=self.draft(world.author), version=1)
        for number in range(self.size):
            own = publish_note(author_id=world.author, draft=self.draft(world.author), key=f"own-{number}")
            if number < self.size // 2:
                delete_note(author_id=world.author, note_id=own)
            save_draft(author_id=world.author, key=f"draft-{number}", draft=self.draft(world.author))

    def questions(self) -> None:
        for number, person in enumerate(self.people[:8]):
            question = ask_question(user_id=person, product_id=self.world.product, body=f"好用吗？{number}")
            for other in self.people[:4]:
                if other != person:
                    answer_question(user_id=other, question_id=question, body="好用。")
        for person in self.people[:4]:
            answer_question(user_id=person, question_id=self.world.question, body="能用。")

    def boards(self) -> None:
        world = self.world
        for number in range(self.size):
            board = save_board(owner_id=world.author, title=f"第{number}个", note_ids=self.notes)
            theirs = create_board(user_id=self.people[0], title=f"她的{number}")
            if number < 4:
                invite_editor(user_id=world.author, board_id=board, editor_id=self.people[number])
                invite_editor(user_id=self.people[0], board_id=theirs, editor_id=world.author)
            for note in self.notes[:4]:
                collect_note(user_id=world.other, note_id=note)

    def told(self) -> None:
        world = self.world
        for reader in (world.author, world.other):
            for person, note, comment in zip(self.people, self.notes, self.comments, strict=False):
                for kind, about in (
                    (Kind.LIKE, ToldAbout("note", note)),
                    (Kind.COMMENT, ToldAbout("comment", comment)),
                    (Kind.FOLLOW, ToldAbout("member", reader)),
                ):
                    tell(user_id=reader, kind=kind, subject=about, actor_id=person)

    def kols(self) -> None:
        world = self.world
        for person in self.people[:3]:
            verify_kol(user_id=person, decider_id=world.staff, reason="写得好。", field="护肤")
        evidence = KolEvidence(field="护肤", words="十年配方师。", note_ids=tuple(world.notes[:2]))
        apply_for_kol(user_id=world.author, evidence=evidence)
        refuse_kol(user_id=world.author, decider_id=world.staff, reason="再多写些。")

    def decisions(self) -> Id:
        world = self.world
        held = world.notes[2]
        subjects = [Subject("note", held)] + [
            Subject(
                "note", publish_note(author_id=world.author, draft=self.draft(world.author), key=f"bad-{n}")
            )
            for n in range(self.size // 2)
        ]
        for subject in subjects:
            case = report(reporter_id=world.other, subject=subject, reason="spam")
            decide(
                case_id=case,
                decider_id=world.staff,
                actions=[Action.HIDE],
                reason="spam",
                words="不合适。",
            )
        return held
