"""The names of reasons, decisions and limits, for pages and console alike."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from hongshu.platform.trust.contracts import Reason

_REASONS: dict[str, str] = {
    "ad": _("Advertising that does not say so"),
    "fake": _("Counterfeit goods or false claims"),
    "spam": _("Spam, or the same again and again"),
    "abuse": _("Insults, harassment or hatred"),
    "adult": _("Sexual content"),
    "danger": _("Dangerous or forbidden things"),
    "minors": _("Harm to children"),
    "privacy": _("Somebody's personal data"),
    "rights": _("Somebody else's words or pictures"),
    "other": _("Something else"),
}
_ACTIONS: dict[str, str] = {
    "dismiss": _("Dismissed"),
    "hide": _("Hidden"),
    "remove": _("Removed"),
    "warn": _("Warning"),
    "limit": _("Account limited"),
    "suspend": _("Account suspended"),
}
_DO: dict[str, str] = {
    "dismiss": _("Dismiss: nothing is wrong with it"),
    "hide": _("Hide it from everybody but its author"),
    "remove": _("Remove it"),
    "warn": _("Warn the member"),
    "limit": _("Limit the account"),
    "suspend": _("Suspend the account"),
}
_KINDS: dict[str, str] = {
    "note": _("Note"),
    "comment": _("Comment"),
    "question": _("Question"),
    "answer": _("Answer to a question"),
    "member": _("Account"),
    "product": _("Product"),
}
_LIMITED: dict[str, str] = {
    "publish_note": _("Publish a note"),
    "comment": _("Comment"),
    "like": _("Like"),
    "collect": _("Collect"),
    "share": _("Share"),
    "follow": _("Follow"),
    "report": _("Report"),
    "upload": _("Upload a picture"),
}
_ACTS: dict[str, str] = {
    "lift": _("Lifted"),
    "end": _("Time was over"),
    "appeal": _("Appealed"),
    "lift_on_appeal": _("Lifted on appeal"),
    "stand_on_appeal": _("Stands on appeal"),
    "set_limit": _("Limit changed"),
    "save_channel": _("Channel changed"),
    "move_channel": _("Channel moved"),
}


def reason_name(reason: str) -> str:
    """A reason in the language of the request."""
    return gettext(_REASONS[reason]) if reason in _REASONS else reason


def reason_choices() -> tuple[tuple[str, str], ...]:
    """Every reason with its name, in the order of the list."""
    return tuple((reason.value, reason_name(reason)) for reason in Reason)


def action_name(action: str) -> str:
    """What was decided."""
    return gettext(_ACTIONS[action]) if action in _ACTIONS else action


def action_to_do(action: str) -> str:
    """What can be decided, as a choice."""
    return gettext(_DO[action]) if action in _DO else action


def kind_name(kind: str) -> str:
    """What sort of thing a subject is."""
    return gettext(_KINDS[kind]) if kind in _KINDS else kind


def limited_name(action: str) -> str:
    """What a limit is about."""
    return gettext(_LIMITED[action]) if action in _LIMITED else action


def act_name(act: str) -> str:
    """An act of the log."""
    return action_name(act) if act in _ACTIONS else gettext(_ACTS[act]) if act in _ACTS else act
