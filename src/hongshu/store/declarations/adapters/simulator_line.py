"""The line to the customs simulator, by which a demo says how it shall answer."""

from __future__ import annotations

import http.client
import json
from dataclasses import asdict

from hongshu.kernel.errors import OutsideFailure
from hongshu.store.declarations.contracts import SimulatorAnswers

# It is on this machine; a page waits for it.
_TIMEOUT_S = 2.0


class SimulatorLine:
    """Talks to the simulator on a port of this machine. Raises OutsideFailure when it does not answer."""

    def __init__(self, port: int) -> None:
        self._port = port

    def tell(self, order_number: str, answers: SimulatorAnswers) -> None:
        """Treat an order like this; "*" is every other one."""
        self._ask("POST", json.dumps({"order": order_number, **asdict(answers)}))

    def told(self) -> dict[str, SimulatorAnswers]:
        """What it was told, by order."""
        told = json.loads(self._ask("GET"))
        return {number: SimulatorAnswers(**answers) for number, answers in told.items()}

    def _ask(self, method: str, body: str | None = None) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT_S)
        try:
            connection.request(method, "/whims", body)
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as failure:
            raise OutsideFailure(f"the customs simulator is away: {failure}", retryable=True) from failure
        finally:
            connection.close()
        if answer.status >= 300:
            raise OutsideFailure(f"the customs simulator answered {answer.status}", retryable=False)
        return said
