"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path, register_converter

from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form
from hongshu.surfaces.web.views import (
    boards,
    comments,
    customs,
    drafts,
    explore,
    feeds,
    graph,
    identity,
    installing,
    kols,
    members,
    notes,
    notifications,
    own_data,
    own_notes,
    places,
    preferences,
    privacy,
    products,
    publish,
    questions,
    settings,
    shop,
    sitemaps,
    suggested,
    text_covers,
    topics,
    trust,
)


class IdConverter:
    """An id in its wire form."""

    regex = "[1-9A-HJ-NP-Za-km-z]{11}"

    def to_python(self, value: str) -> Id:
        try:
            return parse_id(value)
        except InvalidId:
            raise ValueError(value) from None

    def to_url(self, value: Id | str) -> str:
        return value if isinstance(value, str) else wire_form(value)


register_converter(IdConverter, "id")

urlpatterns = [
    path("", explore.explore, name="explore"),
    path("search", shop.search, name="search"),
    path("note/<id:note_id>", notes.note, name="note"),
    path("note/<id:note_id>/like", notes.like, name="like_note"),
    path("note/<id:note_id>/share", notes.share, name="share_note"),
    path("note/<id:note_id>/delete", notes.delete, name="delete_note"),
    path("note/<id:note_id>/comments", comments.comments, name="comments"),
    path("note/<id:note_id>/comments/close", comments.close, name="close_comments"),
    path("comment/<id:comment_id>", comments.thread, name="comment"),
    path("comment/<id:comment_id>/like", comments.like, name="like_comment"),
    path("comment/<id:comment_id>/pin", comments.pin, name="pin_comment"),
    path("comment/<id:comment_id>/delete", comments.delete, name="delete_comment"),
    path("note/<id:note_id>/edit", own_notes.edit, name="edit_note"),
    path("note/<id:note_id>/history", own_notes.history, name="note_history"),
    path("note/<id:note_id>/history/restore", own_notes.restore_earlier, name="restore_version"),
    path("note/<id:note_id>/edit/draft", own_notes.keep_edit, name="save_edit"),
    path("note/<id:note_id>/edit/discard", own_notes.discard_edit, name="discard_edit"),
    path("note/<id:note_id>/restore", own_notes.restore, name="restore_note"),
    path("note/<id:note_id>/pin", own_notes.pin, name="pin_note"),
    path("settings/deleted", own_notes.deleted, name="deleted_notes"),
    path("product/<id:product_id>", products.product, name="product"),
    path("product/<id:product_id>/questions", questions.product_questions, name="product_questions"),
    path("question/<id:question_id>", questions.question, name="question"),
    path("brand/<slug:slug>", products.brand, name="brand"),
    path("shop", shop.front, name="shop"),
    path("shop/<slug:slug>", shop.category, name="category"),
    path("topic/<str:topic>", topics.topic, name="topic"),
    path("topic/<str:topic>/feed.xml", feeds.of_topic, name="topic_feed"),
    path("member/<slug:handle>/feed.xml", feeds.of_member, name="member_feed"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("icons/<int:size>-<slug:purpose>.png", installing.icon, name="icon"),
    path("sw.js", installing.service_worker, name="service_worker"),
    path("offline/<slug:language>", installing.offline, name="offline"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/<slug:kind>-<str:first>.xml", sitemaps.part, name="sitemap_part"),
    path("destinations", places.destinations, name="destinations"),
    path("destinations/<slug:country>", places.destination, name="destination"),
    path("destinations/<slug:country>/<slug:city>", places.destination, name="destination"),
    path("nearby", places.nearby, name="nearby"),
    path("nearby/position", places.position, name="nearby_position"),
    path("suggested", suggested.suggested, name="suggested"),
    path("following", graph.following, name="following"),
    path("member/<slug:handle>", members.profile, name="member"),
    path("member/<slug:handle>/followers", graph.followers, name="followers"),
    path("member/<slug:handle>/followed", graph.followed, name="followed"),
    path("member/<slug:handle>/follow", graph.follow, name="follow"),
    path("member/<slug:handle>/block", graph.block, name="block"),
    path("member/<slug:handle>/mute", graph.mute, name="mute"),
    path("member/<slug:handle>/remove", graph.remove_follower, name="remove_follower"),
    path("member/<slug:handle>/request", graph.answer_request, name="answer_request"),
    path("notifications", notifications.notices, name="notifications"),
    path("notifications/read", notifications.read, name="read_notifications"),
    path("settings/notifications", notifications.choices, name="notification_choices"),
    path("member/<slug:handle>/boards", boards.member_boards, name="member_boards"),
    path("member/<slug:handle>/likes", boards.member_likes, name="member_likes"),
    path("note/<id:note_id>/collect", boards.collect, name="collect"),
    path("note/<id:note_id>/boards", boards.sheet, name="collect_sheet"),
    path("boards", boards.create, name="create_board"),
    path("board/<id:board_id>", boards.board, name="board"),
    path("board/<id:board_id>/edit", boards.edit, name="edit_board"),
    path("board/<id:board_id>/order", boards.order, name="order_board"),
    path("board/<id:board_id>/delete", boards.delete, name="delete_board"),
    path("board/<id:board_id>/editors", boards.editors, name="board_editors"),
    path("board/<id:board_id>/invitation", boards.invitation, name="board_invitation"),
    path("settings/privacy", privacy.privacy, name="privacy"),
    path("welcome", privacy.welcome, name="welcome"),
    path("settings/data", own_data.own_data, name="own_data"),
    path("settings/data/export", own_data.ask, name="ask_data"),
    path("settings/data/leave", own_data.leave, name="leave"),
    path("settings/data/<str:token>.zip", own_data.download, name="download_data"),
    path("leaving", own_data.undo, name="leaving"),
    path("settings/circle", graph.circle, name="circle"),
    path("customs/messages", customs.messages, name="customs_messages"),
    path("settings/identity", identity.identity, name="identity"),
    path("settings/kol", kols.kol_settings, name="kol_settings"),
    path("publish", publish.publish, name="publish"),
    path("publish/pictures", publish.add_picture, name="publish_pictures"),
    path("publish/cover", text_covers.preview, name="preview_cover"),
    path("publish/cover/add", text_covers.add, name="add_cover"),
    path("publish/draft", drafts.save, name="save_draft"),
    path("publish/discard", drafts.discard, name="discard_draft"),
    path("publish/unschedule", drafts.unschedule, name="unschedule_draft"),
    path("publish/products", publish.find, name="publish_products"),
    path("report", trust.report_page, name="report"),
    path("settings/decisions", trust.decisions, name="decisions"),
    path("settings/decisions/<id:decision_id>", trust.appeal_page, name="appeal"),
    path("settings", settings.settings_page, name="settings"),
    path("language/<str:language>", preferences.language, name="language"),
    path("theme/<str:theme>", preferences.theme, name="theme"),
]
