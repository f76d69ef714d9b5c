"""Asking for an export, making it, handing it out, taking it away."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

from django.core import signing

from hongshu.flows.exporting.archive import write_archive
from hongshu.kernel import background, clock
from hongshu.kernel import settings as house
from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form
from hongshu.platform.accounts import queries as accounts
from hongshu.platform.accounts.contracts import (
    EXPORT_KEPT_FOR,
    DataExport,
    ExportNotFound,
    ExportState,
)
from hongshu.platform.accounts.services import ask_export, check_password, expire_export, finish_export

log = logging.getLogger(__name__)
_SALT = "hongshu.export"


def ask_for_data(*, user_id: Id, password: str) -> DataExport:
    """Let a member's data be put together. Raises WrongPassword, ExportUnderway."""
    from hongshu.flows.exporting.jobs import make_data_export

    check_password(user_id=user_id, password=password)
    export = ask_export(user_id=user_id)
    background.defer(make_data_export, export=wire_form(export.id))
    return export


def make_export(export_id: Id) -> None:
    """Put the data of an export together. Idempotent: what is ready stays; what was killed begins anew."""
    export = accounts.find_export_by_id(export_id)
    if export is None or export.state is not ExportState.WAITING:
        return
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{wire_form(export_id)}-{secrets.token_hex(8)}.zip"
    part = folder / f"{wire_form(export_id)}.part"
    try:
        part.touch(mode=0o600)
        write_archive(part, user_id=export.user_id, made_at=clock.now())
        os.replace(part, folder / name)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finish_export(export_id=export_id, file_name=name, byte_count=(folder / name).stat().st_size)


def sign_link(export: DataExport) -> str:
    """The token of a download's address; it ends with the file."""
    return signing.TimestampSigner(salt=_SALT).sign(wire_form(export.id))


def open_export(*, user_id: Id, token: str) -> tuple[Path, DataExport]:
    """The file behind a token, for the member whose data it has. Raises ExportNotFound."""
    try:
        signed = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=EXPORT_KEPT_FOR)
        export = accounts.find_export_by_id(parse_id(signed))
    except (signing.BadSignature, InvalidId):
        raise ExportNotFound from None
    if export is None or export.user_id != user_id or export.state is not ExportState.READY:
        raise ExportNotFound
    path = _folder() / export.file_name
    if export.expires_at is None or export.expires_at < clock.now() or not path.is_file():
        raise ExportNotFound
    return path, export


def sweep_exports() -> int:
    """Take files away whose time is over; how many."""
    expired = accounts.list_expired_exports(clock.now())
    for export in expired:
        (_folder() / export.file_name).unlink(missing_ok=True)
        expire_export(export_id=export.id)
    return len(expired)


def remove_exports(user_id: Id) -> int:
    """Take every file of a member's away; how many."""
    exports = accounts.list_exports(user_id)
    for export in exports:
        for path in _folder().glob(f"{wire_form(export.id)}*"):
            path.unlink(missing_ok=True)
    return len(exports)


def _folder() -> Path:
    return house.current().data_folder / "exports"
