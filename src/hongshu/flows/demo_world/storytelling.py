"""Notes with their pictures, and the likes they got."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from hongshu.community.notes.contracts import (
    Declarations,
    ListEntry,
    NoteDraft,
    NotePicture,
    ProductSpot,
)
from hongshu.community.notes.queries import list_notes_by_key
from hongshu.community.responses.services import (
    roll_up_counts,
    roll_up_shares,
    save_likes,
    save_shares,
)
from hongshu.flows.demo_world.applause import likers_of, sharers_of
from hongshu.flows.demo_world.contracts import SOURCE, DemoEntry, DemoNote, World
from hongshu.flows.demo_world.conversations import save_conversations
from hongshu.flows.demo_world.drawing_pool import Drawings, drawing_of_note
from hongshu.flows.demo_world.greetings import answer_aloud
from hongshu.flows.publishing.services import publish_dated_note
from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import Rendered
from hongshu.platform.media.services import store_rendered

_LIKES_AT_ONCE = 5000


def find_notes(notes: Sequence[DemoNote], people: Mapping[str, Id]) -> dict[str, Id]:
    """The ids of the notes that are there already, by slug."""
    authors = {people[note.author] for note in notes if note.author in people}
    return list_notes_by_key(SOURCE, [note.slug for note in notes], author_ids=authors)


def publish_notes(
    notes: Sequence[DemoNote],
    world: World,
    drawings: Drawings,
    *,
    people: Mapping[str, Id],
    products: Mapping[str, Id],
    now: datetime,
    told: Callable[[int, int], None],
    goes_on: Callable[[], bool] = lambda: True,
) -> bool:
    """Publish those of *notes* that are missing, in order; whether all were done while *goes_on* said so."""
    known = find_notes(notes, people)
    missing = [note for note in notes if note.slug not in known]
    drawn = drawings.drawn(
        missing, lambda note: tuple(drawing_of_note(picture.spec, world.arts) for picture in note.pictures)
    )
    for done, (note, rendered) in enumerate(drawn, start=1):
        note_id = _publish(note, rendered, author_id=people[note.author], products=products, now=now)
        answer_aloud(note, note_id, world, people)
        save_likes([(people[handle], note_id) for handle in likers_of(note, world.members)])
        save_shares([(people[handle], note_id) for handle in sharers_of(note, world.members)])
        roll_up_counts(limit=_LIKES_AT_ONCE)
        roll_up_shares(limit=_LIKES_AT_ONCE)
        save_conversations([note], {note.slug: note_id}, people, now=now)
        told(done, len(missing))
        if not goes_on():
            return done == len(missing)
    return True


def applaud(notes: Sequence[DemoNote], world: World, people: Mapping[str, Id], *, now: datetime) -> None:
    """The likes, shares and comments of those of *notes* that are there, in one go.

    A like taken back and a comment deleted stay so.
    """
    known = find_notes(notes, people)
    there = [note for note in notes if note.slug in known]
    for save, of in ((save_likes, likers_of), (save_shares, sharers_of)):
        save([(people[handle], known[note.slug]) for note in there for handle in of(note, world.members)])
    while roll_up_counts(limit=_LIKES_AT_ONCE) + roll_up_shares(limit=_LIKES_AT_ONCE):
        pass
    save_conversations(notes, known, people, now=now)


def _publish(
    note: DemoNote, rendered: Sequence[Rendered], *, author_id: Id, products: Mapping[str, Id], now: datetime
) -> Id:
    pictures = tuple(
        NotePicture(store_rendered(owner_id=author_id, rendered=each).id, picture.alt)
        for each, picture in zip(rendered, note.pictures, strict=True)
    )
    draft = NoteDraft(
        title=note.title,
        body=note.body,
        pictures=pictures,
        product_ids=tuple(products[slug] for slug in note.products),
        topics=note.topics,
        channel=note.channel,
        language=note.language,
        place=note.place,
        declared=Declarations(is_ai_made=note.is_ai_made, is_commercial=note.is_commercial),
        spots=tuple(_spots(note, pictures, products)),
        entries=tuple(_entry(line, products, note, now) for line in note.entries),
    )
    return publish_dated_note(
        author_id=author_id,
        draft=draft,
        source=SOURCE,
        source_key=note.slug,
        published_at=now - timedelta(days=note.age_days),
    )


def _spots(
    note: DemoNote, pictures: Sequence[NotePicture], products: Mapping[str, Id]
) -> Iterator[ProductSpot]:
    """A price tag where a picture shows one product alone: amid it, or beside the words of a wide one."""
    for shot, picture in zip(note.pictures, pictures, strict=True):
        spec = shot.spec
        if spec.template == "product_hero" and len(spec.products) == 1 and spec.products[0] in note.products:
            x = 0.75 if spec.ratio == "4:3" else 0.5
            yield ProductSpot(products[spec.products[0]], picture.picture_id, x=x, y=0.62)


def _entry(line: DemoEntry, products: Mapping[str, Id], note: DemoNote, now: datetime) -> ListEntry:
    return ListEntry(
        product_id=products[line.product] if line.product else None,
        name=line.name,
        word=line.word,
        price=line.price,
        shop=line.shop,
        place=line.place,
        bought_on=(now - timedelta(days=note.age_days + line.days_before)).date(),
    )
