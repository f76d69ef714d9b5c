"""What a notification says: who, and did what."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from markupsafe import Markup

from hongshu.flows.pages.contracts import MemberChip, NoticeView
from hongshu.platform.notifications.contracts import Kind, Tab, UnreadCounts


def notice_names(notice: NoticeView) -> Markup:
    """Who did it, each a link: "A", "A and B", "A, B and 12 others"."""
    links = [_link(actor) for actor in notice.actors[:2]]
    others = notice.count - len(links)
    if len(links) == 1 and others <= 0:
        return links[0]
    if len(links) == 1:
        text = ngettext("%(first)s and %(count)s other", "%(first)s and %(count)s others", others)
        return Markup(text) % {"first": links[0], "count": others}  # noqa: S704 - texts of the catalogues
    if others <= 0:
        return Markup(_("%(first)s and %(second)s")) % {"first": links[0], "second": links[1]}  # noqa: S704
    text = ngettext(
        "%(first)s, %(second)s and %(count)s other", "%(first)s, %(second)s and %(count)s others", others
    )
    return Markup(text) % {"first": links[0], "second": links[1], "count": others}  # noqa: S704


def notice_act(kind: Kind) -> str:
    """What was done, as it follows the names; what the house says is a sentence of its own."""
    return {
        Kind.COMMENT: _("commented on your note"),
        Kind.REPLY: _("answered your comment"),
        Kind.MENTION: _("mentioned you"),
        Kind.QUESTION: _("asks about a product that you wrote about"),
        Kind.ANSWER: _("answered your question"),
        Kind.LIKE: _("liked your note"),
        Kind.COLLECT: _("collected your note"),
        Kind.COMMENT_LIKE: _("liked your comment"),
        Kind.BOARD_INVITE: _("invites you to a board"),
        Kind.FOLLOW: _("started following you"),
        Kind.FOLLOW_REQUEST: _("asks to follow you"),
        Kind.DECISION: _("The moderators decided something about you or what you wrote."),
        Kind.APPEAL_ANSWERED: _("Your appeal has an answer."),
        Kind.PENALTY_ENDED: _("A decision about you was lifted."),
        Kind.REPORT_ANSWERED: _("What you reported was looked at and decided. Thank you."),
        Kind.KOL_VERIFIED: _("You are a verified KOL now: the badge stands beside your name."),
        Kind.KOL_REFUSED: _("Your application for the KOL badge was not accepted this time."),
        Kind.KOL_ENDED: _("You have the KOL badge no more."),
        Kind.WISH_CHEAPER: _("Something on your wish list costs less now."),
        Kind.WISH_BACK: _("Something on your wish list is back in stock."),
        Kind.ORDER_SHIPPED: _("Your order is on its way."),
        Kind.ORDER_DELIVERED: _("Your order has arrived."),
        Kind.ORDER_ENDED: _("An order of yours has ended. What you paid goes back by itself."),
    }[kind]


def kind_label(kind: Kind) -> str:
    """The name of a kind in the settings."""
    return {
        Kind.COMMENT: _("Comments on my notes"),
        Kind.REPLY: _("Answers to my comments"),
        Kind.MENTION: _("Mentions of me"),
        Kind.QUESTION: _("Questions on products that I wrote about"),
        Kind.ANSWER: _("Answers to my questions"),
        Kind.LIKE: _("Likes of my notes"),
        Kind.COLLECT: _("Collects of my notes"),
        Kind.COMMENT_LIKE: _("Likes of my comments"),
        Kind.BOARD_INVITE: _("Invitations to boards"),
        Kind.FOLLOW: _("New followers"),
        Kind.FOLLOW_REQUEST: _("Requests to follow me"),
        Kind.WISH_CHEAPER: _("Lower prices on my wish list"),
        Kind.WISH_BACK: _("What I wish for is back in stock"),
        Kind.ORDER_SHIPPED: _("My orders that are on their way"),
        Kind.ORDER_DELIVERED: _("My orders that have arrived"),
        Kind.ORDER_ENDED: _("My orders that were cancelled or refused"),
    }[kind]


def tab_label(tab: Tab | None) -> str:
    """The name of a tab; None is all of them."""
    return {
        None: _("All"),
        Tab.TALK: _("Comments and mentions"),
        Tab.LIKES: _("Likes and collects"),
        Tab.FOLLOWERS: _("New followers"),
        Tab.ORDERS: _("Orders"),
        Tab.SYSTEM: pgettext("notifications", "System"),
    }[tab]


def unread_in(unread: UnreadCounts, tab: Tab | None) -> int:
    """How many wait in a tab; None is all of them."""
    count: int = getattr(unread, tab.value if tab is not None else "total")
    return count


def badge_text(count: int) -> str:
    """A badge's number; more than two digits are not told apart."""
    return "99+" if count > 99 else str(count)


def _link(actor: MemberChip) -> Markup:
    if actor.handle == "nobody":
        return Markup("<b>{}</b>").format(actor.name)
    return Markup('<a class="who" href="{}">{}</a>').format(
        reverse("member", args=[actor.handle]), actor.name
    )
