"""The simulated office's memory and its order of answers."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import uuid
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from hongshu.platform.identity.contracts import SAMPLE_PEOPLE
from hongshu.store.declarations.adapters.simulator.desk import (
    MATCHED,
    RELEASED,
    Fields,
    Verdict,
    compare,
    fields_of,
    hidden,
    value_of,
    within_limits,
)
from hongshu.store.declarations.contracts import (
    DocumentKind,
    Receipt,
    SimulatorAnswers,
    UnreadableMessage,
)
from hongshu.store.declarations.ports import Signer, Verifier
from hongshu.store.declarations.rules.reading import write_receipt
from hongshu.store.declarations.rules.schemas import schema_of

_TABLES = """
CREATE TABLE IF NOT EXISTS message (
    guid TEXT PRIMARY KEY, kind TEXT, order_no TEXT, waybill TEXT, fields TEXT
);
CREATE TABLE IF NOT EXISTS used (
    year INTEGER, buyer TEXT, order_no TEXT, yuan TEXT, PRIMARY KEY (year, buyer, order_no)
);
CREATE TABLE IF NOT EXISTS answer (number INTEGER PRIMARY KEY, due_at TEXT, receipt BLOB);
CREATE TABLE IF NOT EXISTS whim (order_no TEXT PRIMARY KEY, whim TEXT);
CREATE TABLE IF NOT EXISTS verdict (order_no TEXT PRIMARY KEY, status TEXT, list_no TEXT);
"""
_AGREED = Verdict("399", "[Code:2500;Desc:审核通过]")
_SENT_BACK = Verdict("100", "[Code:1100;Desc:状态不符，退单]")


class Office:
    """Takes messages and has answers ready when they are due. One at a time; its file survives a kill."""

    def __init__(self, file: Path, *, verifier: Verifier, signer: Signer) -> None:
        self._verifier, self._signer = verifier, signer
        self._lock = threading.Lock()
        self._people = frozenset((name, hidden(number)) for name, number in SAMPLE_PEOPLE)
        self._base = sqlite3.connect(file, check_same_thread=False)
        self._base.executescript("PRAGMA journal_mode = WAL;" + _TABLES)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def whims(self) -> dict[str, dict[str, object]]:
        """How orders are treated that were told of, by their numbers."""
        with self._lock:
            rows = self._base.execute("SELECT order_no, whim FROM whim").fetchall()
        return {number: json.loads(whim) for number, whim in rows}

    def set_whim(self, order_number: str, whim: SimulatorAnswers) -> None:
        """Treat an order like this from now on; "*" stands for every order without a whim of its own."""
        with self._lock, self._base:
            self._base.execute(
                "INSERT OR REPLACE INTO whim VALUES (?, ?)", (order_number, json.dumps(asdict(whim)))
            )

    def take(self, message: bytes, *, now: datetime) -> None:
        """Take a message and make its answers. Raises UnreadableMessage, ForgedMessage; then nothing is kept.

        The same guid again is answered again, and changes nothing.
        """
        root = self._verifier.verify(message)
        name = root.tag.rpartition("}")[2].removesuffix("Message")
        if name not in list(DocumentKind) or not schema_of(DocumentKind(name)).validate(root):
            raise UnreadableMessage
        kind, fields = DocumentKind(name), fields_of(root)
        with self._lock, self._base:
            self._keep(kind, fields)
            for verdict, to in self._decide(kind, fields, now):
                self._answer(verdict, to, now)

    def due(self, now: datetime) -> list[tuple[int, bytes]]:
        """Answers whose time has come, in the order in which they are to be sent: numbers and messages."""
        with self._lock:
            rows = self._base.execute(
                "SELECT number, receipt FROM answer WHERE due_at <= ? ORDER BY due_at, number", (_text(now),)
            ).fetchall()
        return [(number, bytes(receipt)) for number, receipt in rows]

    def sent(self, number: int) -> None:
        """An answer has arrived."""
        with self._lock, self._base:
            self._base.execute("DELETE FROM answer WHERE number = ?", (number,))

    def _keep(self, kind: DocumentKind, fields: Fields) -> None:
        self._base.execute(
            "INSERT OR REPLACE INTO message VALUES (?, ?, ?, ?, ?)",
            (
                fields.guid,
                kind.value,
                fields.head.get("orderNo", ""),
                fields.head.get("logisticsNo", ""),
                json.dumps({"head": dict(fields.head), "rows": [dict(row) for row in fields.rows]}),
            ),
        )

    def _decide(self, kind: DocumentKind, fields: Fields, now: datetime) -> list[tuple[Verdict, Receipt]]:
        taken = Verdict("2", "[Code:1800;Desc:逻辑校验通过]")
        answers = [(taken, self._receipt(kind, fields))]
        if kind in (DocumentKind.CANCEL, DocumentKind.RETURN):
            is_released = self._verdict(fields.head["orderNo"])[0] == RELEASED.status
            fits = is_released is (kind is DocumentKind.RETURN)
            return [(_AGREED if fits else _SENT_BACK, self._receipt(kind, fields))]
        known = self._documents(kind, fields)
        if set(known) != set(MATCHED):
            return answers
        listed = known[DocumentKind.LIST]
        verdict = self._final(known, now)
        number = self._list_number(listed)
        self._base.execute(
            "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)",
            (listed.head["orderNo"], verdict.status, number),
        )
        return [*answers, (verdict, self._receipt(DocumentKind.LIST, listed))]

    def _final(self, known: dict[DocumentKind, Fields], now: datetime) -> Verdict:
        order, listed = known[DocumentKind.ORDER], known[DocumentKind.LIST]
        number, buyer = order.head["orderNo"], order.head["buyerIdNumber"]
        whim = self._whim(number)
        if whim.refuse:
            return Verdict(whim.refuse, f"[Code:{whim.refuse.lstrip('-')};Desc:模拟退单]")
        year = (now + timedelta(hours=8)).year
        found = self._base.execute(
            "SELECT yuan FROM used WHERE year = ? AND buyer = ? AND order_no <> ?", (year, buyer, number)
        )
        used = sum((Decimal(yuan) for (yuan,) in found), Decimal(0))
        against = compare(
            order, known[DocumentKind.PAYMENT], known[DocumentKind.LOGISTICS], listed, people=self._people
        ) or within_limits(listed, used=used)
        if against is not None:
            return against
        self._base.execute(
            "INSERT OR REPLACE INTO used VALUES (?, ?, ?, ?)", (year, buyer, number, str(value_of(listed)))
        )
        return RELEASED

    def _documents(self, kind: DocumentKind, fields: Fields) -> dict[DocumentKind, Fields]:
        """The newest documents of the order that a message is of; the waybill is joined by the list's
        number.
        """
        if kind is DocumentKind.LOGISTICS:
            asked, value = (
                "SELECT order_no, waybill FROM message WHERE waybill = ? AND kind = 'CEB621'",
                "logisticsNo",
            )
        else:
            asked, value = (
                "SELECT order_no, waybill FROM message WHERE order_no = ? AND kind = 'CEB621'",
                "orderNo",
            )
        number = self._base.execute(asked, (fields.head[value],)).fetchone()
        if number is None:
            return {}
        rows = self._base.execute(
            "SELECT kind, guid, fields FROM message"
            " WHERE (order_no = ? AND kind <> 'CEB511') OR (waybill = ? AND kind = 'CEB511')",
            number,
        )
        found = {}
        for name, guid, text in rows:
            whole = json.loads(text)
            found[DocumentKind(name)] = Fields(guid=guid, head=whole["head"], rows=tuple(whole["rows"]))
        return {each: fields for each, fields in found.items() if each in MATCHED}

    def _answer(self, verdict: Verdict, to: Receipt, now: datetime) -> None:
        whim = self._whim(to.order_number)
        due_at = now + timedelta(seconds=whim.late_s)
        if whim.is_reversed and verdict.status == "2":
            # The first answer comes after the last one.
            due_at += timedelta(seconds=1)
        receipt = Receipt(
            kind=to.kind, guid=str(uuid.uuid4()), answers_guid=to.answers_guid, order_number=to.order_number,
            list_number=to.list_number, status=verdict.status, text=verdict.text, returned_at=now,
        )  # fmt: skip
        message = self._signer.sign(write_receipt(receipt))
        for _ in range(whim.times):
            self._base.execute("INSERT INTO answer (due_at, receipt) VALUES (?, ?)", (_text(due_at), message))

    def _receipt(self, kind: DocumentKind, fields: Fields) -> Receipt:
        number = fields.head.get("orderNo", "")
        return Receipt(
            kind=kind.receipt, guid="", answers_guid=fields.guid, order_number=number,
            list_number=self._list_number(fields) if kind is DocumentKind.LIST else "", status="", text="",
            returned_at=datetime.now(tz=UTC),
        )  # fmt: skip

    def _list_number(self, listed: Fields) -> str:
        digits = int(hashlib.sha256(listed.head["orderNo"].encode()).hexdigest(), 16) % 10**14
        return f"{listed.head['customsCode']}{digits:014d}"

    def _verdict(self, order_number: str) -> tuple[str, str]:
        row = self._base.execute(
            "SELECT status, list_no FROM verdict WHERE order_no = ?", (order_number,)
        ).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def _whim(self, order_number: str) -> SimulatorAnswers:
        row = self._base.execute(
            "SELECT whim FROM whim WHERE order_no IN (?, '*') ORDER BY order_no = '*'", (order_number,)
        ).fetchone()
        return SimulatorAnswers(**json.loads(row[0])) if row else SimulatorAnswers()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
