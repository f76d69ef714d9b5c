"""A loop beside the worker goes on whatever happens to it, until it is told to end."""

from __future__ import annotations

import asyncio

import pytest

from hongshu.config import loops


@pytest.mark.parametrize("error", [RuntimeError("no connection is left"), OSError("away")])
def test_a_loop_that_failed_tries_again_and_is_ended_once(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[int] = []
    closed: list[int] = []

    async def run() -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()

        def relay() -> int:
            asked.append(len(asked))
            if len(asked) == 1:
                raise error
            if len(asked) == 4:
                loop.call_soon_threadsafe(ended.set)
            return 3 if len(asked) < 3 else 0

        relaying = loops.Loop("the relay", relay, idle_s=0.01, end=lambda: closed.append(len(asked)))
        await asyncio.wait_for(relaying(ended), timeout=30)

    monkeypatch.setattr(loops, "AFTER_FAILURE_S", 0.01)
    asyncio.run(run())
    assert len(asked) == 4
    assert closed == [4]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
