"""The sandbox's memory: who pays what, what goes back, and what is to be told to the shop."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hongshu.store.payments.adapters.china import CHINA
from hongshu.store.payments.adapters.sandbox.shapes import (
    Refusal,
    SandboxRefund,
    SandboxTrade,
    Telling,
    Whim,
    refund_of,
    trade_of,
)

_TABLES = """
CREATE TABLE IF NOT EXISTS trade (
    provider TEXT, number TEXT, token TEXT UNIQUE, state TEXT, fen INTEGER, subject TEXT, expires_at TEXT,
    notify_url TEXT, return_url TEXT, transaction_id TEXT, made_at TEXT, paid_at TEXT,
    PRIMARY KEY (provider, number)
);
CREATE TABLE IF NOT EXISTS refund (
    provider TEXT, number TEXT, trade_number TEXT, fen INTEGER, reason TEXT, state TEXT, notify_url TEXT,
    refund_id TEXT, made_at TEXT, ready_at TEXT, PRIMARY KEY (provider, number)
);
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY, due_at TEXT, tries INTEGER, id TEXT, provider TEXT, kind TEXT, about TEXT
);
CREATE TABLE IF NOT EXISTS whim (number TEXT PRIMARY KEY, whim TEXT);
"""
_AGAIN_S = (1, 3, 10, 30, 60, 300, 900, 3600)


class Bank:
    """One at a time; its file survives a kill."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.RLock()
        self._base = sqlite3.connect(file, check_same_thread=False)
        self._base.executescript("PRAGMA journal_mode = WAL;" + _TABLES)

    def close_file(self) -> None:
        """Close the file."""
        self._base.close()

    def set_whim(self, number: str, whim: Whim) -> None:
        """Treat a payment like this; "*" stands for every one without a whim of its own."""
        with self._lock, self._base:
            self._base.execute(
                "INSERT OR REPLACE INTO whim VALUES (?, ?)", (number, json.dumps(asdict(whim)))
            )

    def whim(self, number: str = "*") -> Whim:
        """How a payment is treated."""
        with self._lock:
            row = self._base.execute(
                "SELECT whim FROM whim WHERE number IN (?, '*') ORDER BY number = '*'", (number,)
            ).fetchone()
        return Whim(**json.loads(row[0])) if row else Whim()

    def open(
        self,
        *,
        provider: str,
        number: str,
        fen: int,
        subject: str,
        expires_at: datetime,
        notify_url: str,
        return_url: str,
        now: datetime,
    ) -> SandboxTrade:
        """A payment that waits for its buyer; the same again under the same number. Raises Refusal."""
        with self._lock, self._base:
            there = self.find(provider, number, now=now)
            if there is not None:
                if there.fen != fen:
                    raise Refusal("another amount")
                if return_url and there.return_url != return_url:
                    self._base.execute(
                        "UPDATE trade SET return_url = ? WHERE token = ?", (return_url, there.token)
                    )
                return self.find(provider, number, now=now) or there
            if not 0 < fen < 10**10:
                raise Refusal("amount")
            self._base.execute(
                "INSERT INTO trade VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, '')",
                (
                    *(provider, number, secrets.token_urlsafe(12), fen, subject, _text(expires_at)),
                    *(notify_url, return_url, _transaction_id(now), _text(now)),
                ),
            )
            made = self.find(provider, number, now=now)
        assert made is not None, "it was written just now"
        return made

    def find(self, provider: str, number: str, *, now: datetime) -> SandboxTrade | None:
        """A payment by its number; one whose time has run out is closed."""
        return self._trade("provider = ? AND number = ?", (provider, number), now)

    def find_by_token(self, token: str, *, now: datetime) -> SandboxTrade | None:
        """A payment by what its page is called."""
        return self._trade("token = ?", (token,), now)

    def pay(self, token: str, *, now: datetime) -> SandboxTrade:
        """The buyer pays. A second time is the first. Raises Refusal for a closed or unknown one."""
        with self._lock, self._base:
            trade = self.find_by_token(token, now=now)
            if trade is None or trade.state == "closed":
                raise Refusal("closed")
            if trade.state == "waiting":
                self._base.execute(
                    "UPDATE trade SET state = 'paid', paid_at = ? WHERE token = ?", (_text(now), token)
                )
                whim = self.whim(trade.number)
                late_s = whim.late_s + (2.0 if whim.is_reversed else 0.0)
                self._tell(trade.provider, "trade", trade.number, whim, now + timedelta(seconds=late_s))
            paid = self.find_by_token(token, now=now)
        assert paid is not None, "a payment does not vanish"
        return paid

    def close(self, provider: str, number: str, *, now: datetime) -> None:
        """Nobody pays it any more. Raises Refusal for a paid or unknown one."""
        with self._lock, self._base:
            trade = self.find(provider, number, now=now)
            if trade is None:
                raise Refusal("unknown")
            if trade.state == "paid":
                raise Refusal("paid")
            self._base.execute("UPDATE trade SET state = 'closed' WHERE token = ?", (trade.token,))

    def refund(
        self,
        *,
        provider: str,
        number: str,
        trade_number: str,
        fen: int,
        reason: str,
        notify_url: str,
        now: datetime,
    ) -> tuple[SandboxRefund, bool]:
        """Give back; whether this call is the one that did. Once a number. Raises Refusal."""
        with self._lock, self._base:
            there = self.find_refund(provider, number, now=now)
            if there is not None:
                if (there.fen, there.trade_number) != (fen, trade_number):
                    raise Refusal("another amount")
                return there, False
            trade = self.find(provider, trade_number, now=now)
            if trade is None:
                raise Refusal("unknown")
            if trade.state != "paid":
                raise Refusal("not paid")
            if fen <= 0 or fen > trade.fen - self.given_back(provider, trade_number):
                raise Refusal("too much")
            whim = self.whim(trade_number)
            ready_at = now + timedelta(seconds=whim.refund_late_s)
            self._base.execute(
                "INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(provider, number, trade_number, fen, reason[:80]),
                    *("refused" if whim.refuse_refunds else "pending", notify_url, _transaction_id(now)),
                    *(_text(now), _text(ready_at)),
                ),
            )
            if notify_url:
                self._tell(provider, "refund", number, whim, ready_at + timedelta(seconds=whim.late_s))
            made = self.find_refund(provider, number, now=now)
        assert made is not None, "it was written just now"
        return made, True

    def find_refund(self, provider: str, number: str, *, now: datetime) -> SandboxRefund | None:
        """A refund by its number."""
        with self._lock:
            row = self._base.execute(
                "SELECT * FROM refund WHERE provider = ? AND number = ?", (provider, number)
            ).fetchone()
        return refund_of(row, now) if row else None

    def given_back(self, provider: str, trade_number: str) -> int:
        """The sum of a payment's refunds, in fen."""
        with self._lock:
            (fen,) = self._base.execute(
                "SELECT coalesce(sum(fen), 0) FROM refund"
                " WHERE provider = ? AND trade_number = ? AND state <> 'refused'",
                (provider, trade_number),
            ).fetchone()
        return int(fen)

    def of_day(
        self, provider: str, day: date, *, now: datetime
    ) -> tuple[Sequence[SandboxTrade], Sequence[tuple[SandboxRefund, SandboxTrade]]]:
        """Everything paid and given back on a day on China's clocks."""
        begins = datetime(day.year, day.month, day.day, tzinfo=CHINA)
        during = (provider, _text(begins), _text(begins + timedelta(days=1)))
        with self._lock:
            trades = self._base.execute(
                "SELECT * FROM trade WHERE provider = ? AND paid_at >= ? AND paid_at < ? ORDER BY paid_at",
                during,
            ).fetchall()
            refunds = self._base.execute(
                "SELECT * FROM refund WHERE provider = ? AND ready_at >= ? AND ready_at < ?"
                " AND state <> 'refused' ORDER BY ready_at",
                during,
            ).fetchall()
        settled = [refund for refund in (refund_of(row, now) for row in refunds) if refund.state == "settled"]
        whose = {each.trade_number: self.find(provider, each.trade_number, now=now) for each in settled}
        pairs = [(each, trade) for each in settled if (trade := whose[each.trade_number]) is not None]
        return [trade_of(row, now) for row in trades], pairs

    def due(self, now: datetime) -> Sequence[Telling]:
        """What is to be told now, in the order in which it fell due."""
        with self._lock:
            rows = self._base.execute(
                "SELECT number, id, tries, provider, kind, about FROM event"
                " WHERE due_at <= ? ORDER BY due_at, number LIMIT 20",
                (_text(now),),
            ).fetchall()
            found = []
            for number, event_id, tries, provider, kind, about in rows:
                refund = self.find_refund(provider, about, now=now) if kind == "refund" else None
                trade = self.find(provider, refund.trade_number if refund else about, now=now)
                assert trade is not None, "what is told of is there"
                found.append(
                    Telling(
                        number=number,
                        id=event_id,
                        tries=tries,
                        trade=trade,
                        refund=refund,
                        given_back_fen=self.given_back(provider, trade.number),
                        whim=self.whim(trade.number),
                    )
                )
        return found

    def told(self, telling: Telling, *, is_taken: bool, now: datetime) -> None:
        """The shop has taken it, or is told again later, and at last no more."""
        with self._lock, self._base:
            if is_taken or telling.tries >= len(_AGAIN_S):
                self._base.execute("DELETE FROM event WHERE number = ?", (telling.number,))
            else:
                due_at = now + timedelta(seconds=_AGAIN_S[telling.tries])
                self._base.execute(
                    "UPDATE event SET tries = tries + 1, due_at = ? WHERE number = ?",
                    (_text(due_at), telling.number),
                )

    def _tell(self, provider: str, kind: str, about: str, whim: Whim, due_at: datetime) -> None:
        if whim.is_silent:
            return
        event_id = uuid.uuid4().hex
        for _ in range(max(whim.times, 1)):
            self._base.execute(
                "INSERT INTO event (due_at, tries, id, provider, kind, about) VALUES (?, 0, ?, ?, ?, ?)",
                (_text(due_at), event_id, provider, kind, about),
            )

    def _trade(self, where: str, values: tuple[str, ...], now: datetime) -> SandboxTrade | None:
        with self._lock:
            row = self._base.execute(f"SELECT * FROM trade WHERE {where}", values).fetchone()  # noqa: S608
        return trade_of(row, now) if row else None


def _transaction_id(now: datetime) -> str:
    return now.astimezone(CHINA).strftime("%Y%m%d") + f"{secrets.randbelow(10**20):020}"


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
