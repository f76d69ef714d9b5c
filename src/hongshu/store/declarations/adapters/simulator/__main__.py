"""Run the simulated customs office until SIGTERM or SIGINT."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path

from hongshu.store.declarations.adapters.local_rsa import LocalRsaSigner, LocalRsaVerifier, make_key
from hongshu.store.declarations.adapters.simulator.office import Office
from hongshu.store.declarations.adapters.simulator.server import CustomsServer
from hongshu.store.declarations.contracts import SimulatorAnswers


def answers_of(words: str) -> SimulatorAnswers | None:
    """How it answers, from words such as "late=3 times=2 reversed refuse=-301"; nothing said changes
    nothing.
    """
    if not words:
        return None
    said = dict(word.partition("=")[::2] for word in words.split())
    return SimulatorAnswers(
        late_s=float(said.get("late", 0)),
        times=int(said.get("times", 1)),
        is_reversed="reversed" in said,
        refuse=said.get("refuse", ""),
    )


def main() -> None:
    """Parse the command line, make both keys where they are missing, and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--keys", type=Path, required=True, help="folder of the keys of both sides")
    parser.add_argument("--file", type=Path, required=True, help="file that it remembers in")
    parser.add_argument("--answer-to", required=True, help="address that takes its answers")
    parser.add_argument("--answers", type=answers_of, help="as HONGSHU_CUSTOMS_ANSWERS: late=3 refuse=-301")
    given = parser.parse_args()
    key, certificate = make_key(given.keys, "customs")
    office = Office(
        given.file,
        verifier=LocalRsaVerifier(certificate=make_key(given.keys, "declarant")[1]),
        signer=LocalRsaSigner(key=key, certificate=certificate),
    )
    if given.answers is not None:
        office.set_whim("*", given.answers)
    server = CustomsServer(given.port, office, answer_to=given.answer_to)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    ended.wait()
    server.shutdown()
    serving.join()
    server.server_close()
    office.close()


if __name__ == "__main__":
    main()
