"""Publishing over HTTP while everything is killed: the acknowledged is there, once; no file is orphaned."""

from __future__ import annotations

import os
import secrets
import signal
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pyvips
import requests
from tests.concurrency.installations import Installation, kill, served
from tests.concurrency.programs import await_end

from hongshu.kernel.private_database.cluster import PrivateCluster

WRITERS = 2
NOTES_EACH = 3
PATIENCE_S = 150.0


class Writer(threading.Thread):
    """A new member who publishes, and asks again under the same key until the answer comes."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.site = f"http://localhost:{port}"
        self.session = requests.Session()
        self.acknowledged: dict[str, str] = {}
        self.problem = ""
        self.ends = time.monotonic() + PATIENCE_S

    def run(self) -> None:
        try:
            self._until(self._sign_up)
            for _ in range(NOTES_EACH):
                key = secrets.token_hex(8)
                self.acknowledged[key] = self._until(lambda key=key: self._publish(key))
        except Exception as problem:
            self.problem = repr(problem)

    def _until(self, ask: Any) -> Any:
        """Ask until there is an answer: whoever is killed meanwhile answers nothing, or that it cannot."""
        while time.monotonic() < self.ends:
            try:
                if (answer := ask()) is not None:
                    return answer
            except requests.RequestException:
                pass
            # The next try finds the program started again; there is nothing to await from outside.
            threading.Event().wait(0.05)
        raise AssertionError("no answer in time")

    def _post(self, path: str, **sent: Any) -> requests.Response:
        headers = {"X-CSRFToken": self.session.cookies.get("csrf", ""), **sent.pop("headers", {})}
        return self.session.post(self.site + path, headers=headers, timeout=20, allow_redirects=False, **sent)

    def _sign_up(self) -> bool | None:
        self.session.cookies.clear()
        self.session.get(f"{self.site}/account/signup/", timeout=20)
        name = secrets.token_hex(6)
        sent = {"name": name, "email": f"{name}@example.com", "phone": "", "password1": "only-for-tests-7"}
        return True if self._post("/account/signup/", data=sent).status_code == 302 else None

    def _publish(self, key: str) -> str | None:
        picture = self._post("/api/v1/pictures", files={"file": ("one.jpg", _jpeg(), "image/jpeg")})
        if picture.status_code != 201:
            return None
        note = {
            "title": key,
            "body": "Kept.",
            "pictures": [{"id": picture.json()["id"], "alt": "One colour"}],
        }
        answer = self._post("/api/v1/notes", json=note, headers={"Idempotency-Key": key})
        # A try whose answer was lost used another picture: its key is taken, and its note is published.
        if answer.status_code == 409 and answer.json()["code"] == "idempotency_key_reused":
            return "published before"
        return str(answer.json()["id"]) if answer.status_code == 201 else None


def _jpeg() -> bytes:
    image = pyvips.Image.black(300, 400, bands=3).linear([1, 1, 1], [190, 90, 120]).cast("uchar")
    return bytes(image.copy(interpretation="srgb").jpegsave_buffer(Q=80))


def _kill_parts(installation: Installation, writers: list[Writer]) -> None:
    """Kill a part again and again, each when the last one is back, while somebody writes."""
    for part in ("web", "database", "worker", "web", "database"):
        if not any(writer.is_alive() for writer in writers):
            return
        os.kill(installation.pid_of(part), signal.SIGKILL)


def test_what_was_acknowledged_is_there_once_and_no_file_is_an_orphan(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with served(folder) as first:
        port = first.port
        writers = [Writer(port) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        _kill_parts(first, writers)
        pids = first.all_pids()
        first.kill_supervisor()
        kill(pids)
        await_end(*pids)
    again = Installation(folder, port=port)
    again.start()
    try:
        for writer in writers:
            writer.join(PATIENCE_S)
            assert not writer.problem, writer.problem
            assert len(writer.acknowledged) == NOTES_EACH
            for note_id in writer.acknowledged.values():
                assert note_id == "published before" or again.status(f"/note/{note_id}") == 200
        keys = sorted(key for writer in writers for key in writer.acknowledged)
        url = PrivateCluster(folder / "postgresql").attach()
        with psycopg.connect(url, autocommit=True) as connection:
            titles = [row[0] for row in connection.execute("SELECT title FROM notes_note ORDER BY title")]
            assert titles == keys
            # Pictures of lost tries are swept when they are a day old; here they are made older at once.
            connection.execute("UPDATE media_picture SET created_at = created_at - interval '2 days'")
        code, said = again.run(
            "manage", "shell", "-c",
            "from hongshu.kernel import clock; from hongshu.platform.media.services import sweep_media;"
            " sweep_media(clock.now())",
        )  # fmt: skip
        assert code == 0, said
        with psycopg.connect(url) as connection:
            stems = {row[0] for row in connection.execute("SELECT stem FROM media_picture")}
            shown = connection.execute("SELECT count(*) FROM media_picture WHERE attached_at IS NOT NULL")
            assert shown.fetchone() == (len(keys),)
        media = folder / "media"
        on_disk = {f"{path.parent.name}/{path.name.partition('-')[0]}" for path in media.glob("*/*")}
        assert on_disk == stems
        assert len(stems) == len(keys)
    finally:
        again.interrupt()
