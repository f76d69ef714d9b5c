"""Sessions, read together with whom they belong to: one statement a request instead of two.

A session is a row and an account is a row, and both are read at every request. So whoever signs out, changes
the password or is closed is out with the next request, in every process: nothing of it is kept in a cookie or
in a process.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from hongshu.kernel.ids import Id
from hongshu.platform.accounts.models import SessionRow, User


class SessionStore(DatabaseSessions):
    """Django's sessions in the database; ``owner`` is the account of the row that was read, or None."""

    owner: User | None = None

    @classmethod
    def get_model_class(cls) -> type[SessionRow]:
        """The table."""
        return SessionRow

    def _get_session_from_db(self) -> SessionRow | None:
        rows = SessionRow.objects.select_related("user")
        row = rows.filter(session_key=self.session_key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return None
        self.owner = row.user
        return row

    def create_model_instance(self, data: dict[str, Any]) -> SessionRow:
        """The row of a session, with whom it belongs to."""
        row = super().create_model_instance(data)
        assert isinstance(row, SessionRow)
        row.user = User(id=Id(int(data[SESSION_KEY]))) if SESSION_KEY in data else None
        return row


class SignedInMember(AuthenticationMiddleware):
    """Gives each request its ``user``, without another query where the session has brought the account."""

    def process_request(self, request: HttpRequest) -> None:
        """Put in who is signed in, looked at when somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]


def _user_of(request: HttpRequest) -> User | AnonymousUser:
    held: User | AnonymousUser | None = getattr(request, "_cached_user", None)
    if held is None:
        held = _owner_of(request) or get_user(request)
        request._cached_user = held  # type: ignore[attr-defined]
    return held


def _owner_of(request: HttpRequest) -> User | None:
    """The account that came with the session, if Django's own rules let it in; else they are left to say."""
    session = request.session
    # Reading a value reads the row.
    key, path = session.get(SESSION_KEY), session.get(BACKEND_SESSION_KEY, "")
    owner = getattr(session, "owner", None)
    if owner is None or str(owner.pk) != key or not path:
        return None
    if path not in settings.AUTHENTICATION_BACKENDS or not owner.is_active:
        return None
    # The hash follows from the password: sessions of an older one are none.
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), owner.get_session_auth_hash()):
        return None
    return owner if isinstance(owner, User) else None
