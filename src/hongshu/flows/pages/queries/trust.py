"""Pages of trust: reporting, what was decided about the viewer, and the staff's queue and cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from hongshu.community.members.contracts import Profile
from hongshu.community.members.queries import ask_waiting_application_count, list_profiles_by_id
from hongshu.community.notes.contracts import NoteDraft, NoteSummary
from hongshu.community.notes.queries import get_note, list_written_by_id
from hongshu.community.questions.contracts import Written
from hongshu.community.questions.queries import (
    find_writer,
    get_question,
    list_written_answers,
    list_written_questions,
)
from hongshu.community.responses.contracts import WrittenComment
from hongshu.community.responses.queries import get_comment, list_written_comments
from hongshu.flows.pages.cards import Pictures, member_chip, picture_view
from hongshu.flows.pages.contracts import (
    AppealView,
    CasePage,
    DecisionsPage,
    DecisionView,
    HeldView,
    LogEntry,
    MemberChip,
    ModeratorDesk,
    QueuePage,
    QueueRow,
    ReportView,
    SubjectView,
    Viewer,
)
from hongshu.flows.pages.naming import without_handles
from hongshu.flows.pages.viewers import hidden_of, known_profiles
from hongshu.kernel.asking import send
from hongshu.kernel.errors import NotFound, SignInNeeded
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.platform.trust import queries as trusted
from hongshu.platform.trust.contracts import (
    HOUSE,
    Action,
    Case,
    Decision,
    Subject,
    SubjectNotFound,
    subject_text,
)
from hongshu.store.catalog.contracts import ProductSummary
from hongshu.store.catalog.queries import list_products_by_id

_SHORT = 6


def report_subject_view(viewer: Viewer, *, subject: Subject) -> SubjectView:
    """What the viewer is about to report, if they see it. Raises SignInNeeded, SubjectNotFound."""
    viewer_id = _signed_in(viewer)
    hidden = hidden_of(viewer)
    try:
        if subject.kind == "note":
            get_note(subject.id, viewer_id=viewer_id)
        elif subject.kind == "comment":
            comment = get_comment(subject.id, viewer_id=viewer_id, hidden=hidden)
            get_note(comment.note_id, viewer_id=viewer_id)
        elif subject.kind == "question":
            get_question(subject.id, hidden=hidden)
    except NotFound:
        raise SubjectNotFound from None
    if subject.kind == "answer" and find_writer(subject.id, hidden=hidden) is None:
        raise SubjectNotFound
    stage = _set_stage([subject], hidden, language=viewer.language)
    profile = stage.profiles.get(subject.id) if subject.kind == "member" else None
    if subject.kind == "member" and (profile is None or profile.is_suspended or subject.id in hidden):
        raise SubjectNotFound
    if subject.kind == "product" and subject.id not in stage.products:
        raise SubjectNotFound
    if subject.kind not in ("note", "comment", "question", "answer", "member", "product"):
        raise SubjectNotFound
    view = stage.view(subject)
    handles = {stage.profiles[key].handle for key in hidden if key in stage.profiles}
    return replace(view, text=without_handles(view.text, handles))


def decisions_page(viewer: Viewer) -> DecisionsPage:
    """What was decided about the viewer. Nine queries at most. Raises SignInNeeded."""
    user_id = _signed_in(viewer)
    standing = trusted.get_standing(user_id)
    found = trusted.list_decisions_about(user_id)
    return DecisionsPage(
        is_limited=standing.is_limited,
        is_suspended=standing.is_suspended,
        decisions=decision_views(found),
    )


def decision_view(viewer: Viewer, *, decision_id: Id) -> DecisionView:
    """One decision about the viewer. Raises SignInNeeded, DecisionNotFound."""
    return decision_views([trusted.get_decision(decision_id, user_id=_signed_in(viewer))])[0]


def held_view(viewer: Viewer, *, note_id: Id) -> HeldView:
    """Why nobody else sees a held note of the viewer's. One query."""
    viewer_id = _signed_in(viewer)
    profile = known_profiles((), viewer).get(viewer_id)
    is_suspended = profile is not None and profile.is_suspended
    # What holds the note itself comes first: the suspension has a page of its own.
    decision = trusted.find_hold(Subject("note", note_id), user_id=viewer_id)
    if decision is not None and decision.action is Action.SUSPEND and not is_suspended:
        decision = None
    return HeldView(
        is_suspended=is_suspended,
        decision_id=decision.id if decision else None,
        action=decision.action if decision else "",
        reason=decision.reason if decision else "",
        words=decision.words if decision else "",
        can_be_appealed=decision is not None and decision.can_be_appealed,
        has_appealed=decision is not None and decision.appeal is not None,
    )


def queue_page(*, language: str = "zh") -> QueuePage:
    """What waits for staff. The caller has checked that the viewer is a moderator."""
    cases = trusted.list_queue()
    appeals = trusted.list_waiting_appeals()
    stage = _set_stage(
        [*(case.subject for case, _ in cases), *(one.subject for one in appeals)], language=language
    )
    return QueuePage(
        cases=tuple(_queue_row(case, score, stage) for case, score in cases),
        case_count=trusted.count_open_cases(),
        appeals=tuple(_decision_view(one, stage) for one in appeals),
    )


def moderator_desk(*, language: str) -> ModeratorDesk:
    """What waits for a moderator, and what was hidden last. Eleven queries at most."""
    counts, kols = trusted.ask_waiting_counts(), ask_waiting_application_count()
    send(counts, kols)
    cases = trusted.list_queue(limit=_SHORT)
    held = trusted.list_holding(limit=_SHORT)
    stage = _set_stage(
        [*(case.subject for case, _ in cases), *(one.subject for one in held)], language=language
    )
    return ModeratorDesk(
        counts=counts.answer,
        kol_count=kols.answer,
        cases=tuple(_queue_row(case, score, stage) for case, score in cases),
        held=tuple(_decision_view(one, stage) for one in held),
    )


def held_decisions(*, language: str) -> tuple[DecisionView, ...]:
    """Decisions in force that keep something from being shown, the newest first. Nine queries at most."""
    held = trusted.list_holding()
    stage = _set_stage([one.subject for one in held], language=language)
    return tuple(_decision_view(one, stage) for one in held)


def case_page(viewer: Viewer, *, case_id: Id) -> CasePage:
    """A case for a moderator, which the caller has checked. Raises CaseNotFound, SignInNeeded."""
    viewer_id = _signed_in(viewer)
    case = trusted.get_case(case_id)
    about = trusted.list_decisions_about(case.user_id, with_dismissals=True)
    log = trusted.list_log(user_id=case.user_id)
    if case.user_id == HOUSE:
        # Of the house's own things only this one is of interest here.
        about = tuple(one for one in about if one.subject == case.subject)
        log = tuple(entry for entry in log if entry.subject == case.subject)
    standing = trusted.get_standing(case.user_id)
    options = trusted.options_of(case.subject.kind, about)
    reports = trusted.list_reports(case_id)
    records = trusted.list_records([report.reporter_id for report in reports])
    people = {report.reporter_id for report in reports} | {entry.actor_id for entry in log}
    stage = _set_stage([case.subject, *(one.subject for one in about)], people, language=viewer.language)
    views = {one.id: _decision_view(one, stage) for one in about}
    return CasePage(
        id=case.id,
        subject=stage.view(case.subject),
        is_open=case.is_open,
        opened_at=case.opened_at,
        reports=tuple(
            ReportView(
                reporter=stage.chip(report.reporter_id),
                reason=report.reason,
                words=report.words,
                reported_at=report.reported_at,
                upheld=records[report.reporter_id][0],
                dismissed=records[report.reporter_id][1],
            )
            for report in reports
        ),
        decisions=tuple(views[one.id] for one in about if one.case_id == case_id),
        earlier=tuple(views[one.id] for one in about if one.case_id != case_id),
        log=tuple(
            LogEntry(
                act=entry.act,
                actor=stage.chip(entry.actor_id) if entry.actor_id else None,
                details=entry.details,
                acted_at=entry.acted_at,
            )
            for entry in log
        ),
        is_limited=standing.is_limited,
        is_suspended=standing.is_suspended,
        actions=options.actions,
        next_step=options.next_step,
        is_own=viewer_id == case.user_id,
        decided_by_viewer=tuple(one.id for one in about if one.decider_id == viewer_id),
    )


def decision_views(decisions: Collection[Decision]) -> tuple[DecisionView, ...]:
    """Decisions with what they are about. Six queries at most, none for none."""
    if not decisions:
        return ()
    stage = _set_stage([one.subject for one in decisions])
    return tuple(_decision_view(one, stage) for one in decisions)


@dataclass(frozen=True, slots=True)
class _Stage:
    """Everything that subjects show, read in batches."""

    notes: Mapping[Id, tuple[NoteSummary, NoteDraft]]
    comments: Mapping[Id, WrittenComment]
    questions: Mapping[Id, Written]
    answers: Mapping[Id, Written]
    products: Mapping[Id, ProductSummary]
    profiles: Mapping[Id, Profile]
    pictures: Pictures
    language: str

    def chip(self, user_id: Id) -> MemberChip:
        return member_chip(self.profiles.get(user_id), self.pictures)

    def view(self, subject: Subject) -> SubjectView:
        key = subject_text(subject)
        if subject.kind == "note" and subject.id in self.notes:
            summary, draft = self.notes[subject.id]
            shots = (picture_view(shot.picture_id, self.pictures, shot.alt) for shot in draft.pictures)
            return SubjectView(
                key=key,
                kind="note",
                title=draft.title,
                text=draft.body,
                pictures=tuple(shot for shot in shots if shot is not None),
                url=f"/note/{wire_form(subject.id)}",
                member=self.chip(summary.author_id),
                published_at=summary.published_at,
                is_held=summary.is_held,
            )
        if subject.kind == "comment" and subject.id in self.comments:
            comment = self.comments[subject.id]
            shot = picture_view(comment.picture_id, self.pictures)
            return SubjectView(
                key=key,
                kind="comment",
                title="",
                text=comment.body,
                pictures=(shot,) if shot is not None else (),
                url=f"/note/{wire_form(comment.note_id)}",
                member=self.chip(comment.user_id),
                published_at=comment.created_at,
                is_held=comment.is_held,
            )
        written = (self.questions if subject.kind == "question" else self.answers).get(subject.id)
        if subject.kind in ("question", "answer") and written is not None:
            return SubjectView(
                key=key,
                kind=subject.kind,
                title="",
                text=written.body,
                pictures=(),
                url=f"/question/{wire_form(written.question_id)}",
                member=self.chip(written.user_id),
                published_at=written.written_at,
                is_held=written.is_held,
            )
        if subject.kind == "product" and subject.id in self.products:
            return self._product(key, self.products[subject.id])
        profile = self.profiles.get(subject.id) if subject.kind == "member" else None
        return SubjectView(
            key=key,
            kind=subject.kind,
            title=profile.name if profile else "",
            text=profile.bio if profile else "",
            pictures=(),
            url=f"/member/{profile.handle}" if profile else "",
            member=member_chip(profile, self.pictures),
            published_at=profile.joined_at if profile else None,
            is_held=bool(profile and profile.is_suspended),
        )

    def _product(self, key: str, product: ProductSummary) -> SubjectView:
        shot = picture_view(product.picture_id, self.pictures)
        return SubjectView(
            key=key,
            kind="product",
            title=product.name.in_language(self.language),
            text=product.brand_name.in_language(self.language),
            pictures=(shot,) if shot is not None else (),
            url=f"/product/{wire_form(product.id)}",
            member=member_chip(None, self.pictures),
            published_at=None,
            is_held=False,
        )


def _queue_row(case: Case, score: float, stage: _Stage) -> QueueRow:
    return QueueRow(
        id=case.id,
        subject=stage.view(case.subject),
        report_count=case.report_count,
        score=score,
        opened_at=case.opened_at,
    )


def _set_stage(subjects: Iterable[Subject], people: Collection[Id] = (), *, language: str = "zh") -> _Stage:
    """A query for each kind of subject that there is (for notes two), for profiles and for pictures."""
    by_kind: dict[str, set[Id]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, set()).add(subject.id)
    notes = list_written_by_id(by_kind.get("note", ()))
    comments = list_written_comments(by_kind.get("comment", ()))
    questions = list_written_questions(by_kind.get("question", ()))
    answers = list_written_answers(by_kind.get("answer", ()))
    products = list_products_by_id(by_kind.get("product", ()))
    wanted = {*people, *by_kind.get("member", ())}
    wanted |= {summary.author_id for summary, _ in notes.values()}
    wanted |= {comment.user_id for comment in comments.values()}
    wanted |= {written.user_id for written in (*questions.values(), *answers.values())}
    profiles = list_profiles_by_id(wanted)
    shots = [profile.avatar_id for profile in profiles.values()]
    shots += [shot.picture_id for _, draft in notes.values() for shot in draft.pictures]
    shots += [comment.picture_id for comment in comments.values()]
    shots += [product.picture_id for product in products.values()]
    pictures = list_pictures_by_id([key for key in shots if key is not None])
    return _Stage(notes, comments, questions, answers, products, profiles, pictures, language)


def _decision_view(decision: Decision, stage: _Stage) -> DecisionView:
    appeal = decision.appeal
    return DecisionView(
        id=decision.id,
        case_id=decision.case_id,
        action=decision.action,
        reason=decision.reason,
        words=decision.words,
        subject=stage.view(decision.subject),
        decided_at=decision.decided_at,
        until_at=decision.until_at,
        is_in_force=decision.is_in_force,
        lift_words=decision.lift_words,
        can_be_appealed=decision.can_be_appealed,
        appeal=None
        if appeal is None
        else AppealView(
            words=appeal.words, made_at=appeal.made_at, is_lifted=appeal.is_lifted, answer=appeal.answer
        ),
    )


def _signed_in(viewer: Viewer) -> Id:
    if viewer.user_id is None:
        raise SignInNeeded
    return viewer.user_id
