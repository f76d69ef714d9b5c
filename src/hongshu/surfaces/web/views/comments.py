"""Comments: reading on, saying, liking, pinning, deleting, closing. Every form works without a script."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hongshu.community.responses.services import (
    close_comments,
    like_comment,
    pin_comment,
    unlike_comment,
    unpin_comment,
)
from hongshu.flows.commenting.services import delete_comment, post_comment
from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError, NotAllowed
from hongshu.kernel.ids import Id, wire_form
from hongshu.surfaces.web.forms.commenting import CommentForm, read_comment
from hongshu.surfaces.web.uploads import stored_upload
from hongshu.surfaces.web.viewer import member_of, viewer_of, wants_fragment, wants_json
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of, words_of


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, note_id: Id) -> HttpResponse:
    """The note's comments, a page at a time; sent here, a comment is posted."""
    if request.method == "POST":
        return _post(request, note_id)
    found = queries.comments_of_note(
        viewer_of(request),
        note_id=note_id,
        sort=request.GET.get("sort", ""),
        cursor=request.GET.get("cursor", ""),
    )
    template = "pages/comments_slice.html" if wants_fragment(request) else "pages/comments.html"
    return page(request, template, comments=found)


@require_safe
def thread(request: HttpRequest, comment_id: Id) -> HttpResponse:
    """The thread of a comment, with a form that answers it; as a fragment its further replies."""
    viewer, cursor = viewer_of(request), request.GET.get("cursor", "")
    if wants_fragment(request):
        more = queries.replies_of_comment(viewer, comment_id=comment_id, cursor=cursor)
        return page(request, "pages/replies_slice.html", more=more)
    found = queries.thread_page(viewer, comment_id=comment_id, cursor=cursor)
    answered = found.answered
    form = CommentForm(root_id=found.thread.root.id, parent_id=answered.id)
    return page(request, "pages/thread.html", page=found, form=form)


@require_POST
def like(request: HttpRequest, comment_id: Id) -> HttpResponse:
    """Like the comment, or take the like back: ``liked`` says which, so that a repeat changes nothing."""
    member = member_of(request)
    is_liked = bool(request.POST.get("liked"))
    comment = (like_comment if is_liked else unlike_comment)(user_id=member, comment_id=comment_id)
    if wants_json(request):
        return JsonResponse({"liked": is_liked, "count": comment.like_count})
    return redirect(_place_of(comment_id))


@require_POST
def pin(request: HttpRequest, comment_id: Id) -> HttpResponse:
    """Put the comment first, or back to its place: ``pinned`` says which."""
    member = member_of(request)
    is_pinned = bool(request.POST.get("pinned"))
    comment = (pin_comment if is_pinned else unpin_comment)(user_id=member, comment_id=comment_id)
    if wants_json(request):
        return JsonResponse({"pinned": is_pinned})
    return redirect(f"{reverse('note', args=[comment.note_id])}#comments")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, comment_id: Id) -> HttpResponse:
    """Ask once, then delete."""
    member = member_of(request)
    if request.method != "POST":
        found = queries.thread_page(viewer_of(request), comment_id=comment_id)
        if not found.answered.may_delete:
            raise NotAllowed
        return page(request, "pages/delete_comment.html", page=found, comment=found.answered)
    comment = delete_comment(user_id=member, comment_id=comment_id)
    if wants_json(request):
        state = queries.comments_of_note(viewer_of(request), note_id=comment.note_id)
        return JsonResponse({"count": state.comment_count})
    messages.success(request, _("The comment is deleted."))
    return redirect(f"{reverse('note', args=[comment.note_id])}#comments")


@require_POST
def close(request: HttpRequest, note_id: Id) -> HttpResponse:
    """Take no more comments, or take them again: ``closed`` says which."""
    is_closed = bool(request.POST.get("closed"))
    close_comments(user_id=member_of(request), note_id=note_id, is_closed=is_closed)
    messages.success(
        request, _("The comments are closed.") if is_closed else _("Comments are welcome again.")
    )
    return redirect(f"{reverse('note', args=[note_id])}#comments")


def _post(request: HttpRequest, note_id: Id) -> HttpResponse:
    member = member_of(request)
    form = read_comment(request.POST)
    try:
        upload = request.FILES.get("picture")
        if upload is not None:
            form.picture_id = stored_upload(member, upload).id
        comment_id = post_comment(user_id=member, note_id=note_id, draft=form.draft(), key=form.key)
    except DomainError as error:
        if wants_json(request):
            raise
        # A refusal is kept under its key: what is sent after a correction is another request.
        form.key, form.error = CommentForm().key, words_of(error)
        found = queries.note_page(viewer_of(request), note_id=note_id)
        return page(request, "pages/comment_refused.html", status=status_of(error), page=found, form=form)
    if not wants_json(request):
        if form.root_id is None:
            return redirect(f"{reverse('note', args=[note_id])}?sort=new#comment-{wire_form(comment_id)}")
        return redirect(_place_of(comment_id))
    said = queries.thread_page(viewer_of(request), comment_id=comment_id)
    html = render_to_string("pages/comment_said.html", {"page": said}, request=request)
    return JsonResponse(
        {
            "id": wire_form(comment_id),
            "root": wire_form(said.answered.root_id),
            "count": said.comment_count,
            "html": html,
        },
        status=201,
    )


def _place_of(comment_id: Id) -> str:
    return f"{reverse('comment', args=[comment_id])}#comment-{wire_form(comment_id)}"
