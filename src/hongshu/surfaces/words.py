"""The one table from a refusal to words that say what to do, and from its kind to an HTTP status."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from hongshu.kernel.errors import DomainError, RefusalKind

STATUS: dict[RefusalKind, int] = {
    RefusalKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    RefusalKind.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    RefusalKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    RefusalKind.SIGN_IN: HTTPStatus.UNAUTHORIZED,
    RefusalKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    RefusalKind.CONFLICT: HTTPStatus.CONFLICT,
    RefusalKind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    RefusalKind.UNSUPPORTED: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    RefusalKind.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}

WORDS: dict[str, str] = {
    # kernel
    "refused": _("This cannot be done as it is. Check what you entered and try again."),
    "not_found": _("It is not here: the address may be mistyped, or it was deleted."),
    "sign_in_needed": _("Sign in first, then try again."),
    "not_allowed": _("Your account may not do this. If it should, ask whoever runs this site."),
    "invalid_cursor": _("This list has changed. Begin again at its first page."),
    "idempotency_key_reused": _(
        "This form was sent before with other words. Reload the page and send it again."
    ),
    "invalid_idempotency_key": _("The form has lost its number. Reload the page and send it again."),
    # accounts and members
    "login_taken": _("This has an account already: sign in instead."),
    "invalid_phone": _("Enter a phone number: 11 digits, or + and the country code."),
    "invalid_fact": _("This is none of the values it can have. Choose another, or leave it empty."),
    "profile_not_found": _("There is no member by this name. They may have changed it or left."),
    "invalid_name": _("A name has 1 to %(max)s characters that can be seen."),
    "invalid_handle": _("3 to 24 of a–z, 0–9 and _, beginning with a letter."),
    "handle_taken": _("Another member has this handle. Choose another one."),
    "bio_too_long": _("At most %(max)s characters. Shorten it a little."),
    # media
    "picture_not_found": _("One of the pictures is no longer there. Remove it and add it again."),
    "picture_too_large": _(
        "The picture is too large: at most %(max_mb)s MB and %(max_megapixels)s megapixels. "
        "Choose a smaller one."
    ),
    "picture_type_refused": _("This is not a picture we can read. Use JPEG, PNG, WebP, HEIC, AVIF or GIF."),
    "picture_broken": _("The picture is damaged. Open it on your device, save it anew, and add it again."),
    "rendering_busy": _("Many pictures are being added right now. Wait a moment and try again."),
    # notes and responses
    "note_not_found": _("This note is not here any more, or it is not public."),
    "title_too_long": _("The title counts %(units)s, and %(max)s is the most. Shorten it."),
    "note_empty": _("Write a title or some text."),
    "body_too_long": _("The text has %(length)s characters, and %(max)s is the most. Shorten it."),
    "no_picture": _("Add at least one picture."),
    "too_many_pictures": _("A note shows at most %(max)s pictures. Remove some."),
    "too_many_products": _("A note shows at most %(max)s products. Remove some."),
    "too_many_topics": _("At most %(max)s topics. Remove some."),
    "invalid_topic": _("“%(topic)s” cannot be a topic: use letters, digits and _ only, at most 30."),
    "alt_too_long": _("A description has at most %(max)s characters. Shorten it."),
    "unknown_channel": _("Choose one of the channels."),
    # catalogue and pages
    "product_not_found": _("This product is not listed, or not any more."),
    "brand_not_found": _("No brand has this address."),
    "invalid_product": _("The product cannot be made like this: %(why)s."),
    "page_not_found": _("There is no page at this address. It may have moved, or it never was."),
    # imports
    "wrong_file": _("%(file)s cannot be imported."),
    "import_file_missing": _("%(file)s was not found: %(wanted)s is needed."),
    "import_file_unreadable": _("%(file)s cannot be read: %(why)s."),
    "import_file_damaged": _("%(file)s is damaged or cut off (%(why)s). Get it again."),
    "import_file_not_text": _("%(file)s, line %(line)s: %(why)s. This is not a CSV file, or it is damaged."),
    "import_wrong_encoding": _("%(file)s, line %(line)s: this is not %(encoding)s text. Save it as such."),
    "import_columns_missing": _(
        "The first line of %(file)s lacks the columns %(columns)s. Take the right file."
    ),
    "import_file_empty": _("%(file)s is empty. Take the right file."),
    # behaviour
    "invalid_batch": _("This batch of events cannot be read."),
    "batch_too_large": _("This batch of events is too large. Send fewer at a time."),
    "too_many_requests": _("That was a lot in a short time. Wait a minute and try again."),
    # what no contract refuses, but Django or the API itself
    "unreadable_request": _(
        "The address or the form was incomplete. Go back, reload the page and try again."
    ),
    "invalid_input": _("Some of the fields are missing or wrong: see each of them."),
    "csrf_failed": _(
        "The form was open for too long, or cookies are switched off. Reload the page and send it again."
    ),
    "method_not_allowed": _("This address does not answer to that method."),
    "server_error": _("It is not your fault, and it was written down. Try again in a minute."),
}


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    return int(STATUS[error.kind])


def words_for(code: str) -> str:
    """The words of a code that has no blanks to fill, in the language of the request."""
    return gettext(WORDS[code])


def words_of(error: DomainError) -> str:
    """What a person is told, in the language of the request."""
    text = gettext(WORDS.get(error.code, WORDS["refused"]))
    try:
        return text % error.details
    except (KeyError, TypeError):
        # A refusal that left a detail out still gets its words, with a gap instead of a crash.
        return text % _Gaps(error.details)


class _Gaps(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return "…"
