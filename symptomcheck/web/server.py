"""waitress, inside our own process, with an end that loses nothing.

waitress-serve dies on SIGTERM with a webhook half done, and waitress's own shutdown drops requests that wait
for a thread. Here SIGTERM only raises a flag: no new connection is taken, no new request is read, what was
received is answered, then it ends.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

_log = structlog.get_logger(__name__)

# Longer than any request takes, shorter than the 30 s most supervisors wait before they kill.
_DRAIN_SECONDS = 20.0


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress ships no types
    """A connection that, once its server stops, still finishes requests but begins none."""

    @property
    def busy(self) -> bool:
        return bool(self.requests or self.request is not None or self.total_outbufs_len)

    def readable(self) -> bool:
        # Without this a client that keeps its connection alive could keep us from ever ending.
        return (self.server.accepting or self.busy) and bool(super().readable())


class Server:
    """One WSGI application on one address, until it is told to stop."""

    def __init__(self, application: Callable[..., Any], *, host: str, port: int, threads: int = 8) -> None:
        """Binds at once: a port that is taken is an OSError here, before anything else was started."""
        self._map: dict[int, Any] = {}
        self._stopping = threading.Event()
        self._served = create_server(
            application,
            map=self._map,
            host=host,
            port=port,
            threads=threads,
            ident=None,  # the header "Server" helps nobody but strangers
            max_request_body_size=1 << 20,
            channel_timeout=60,
            asyncore_use_poll=True,  # select() ends at file descriptor 1024
        )
        self._listening = [each for each in self._map.values() if isinstance(each, BaseWSGIServer)]
        for each in self._listening:
            each.channel_class = _Channel

    @property
    def port(self) -> int:
        """The port really listened on; asked for 0, the system chooses."""
        return int(self._listening[0].effective_port)

    def serve(self) -> None:
        """Answer requests until `stop`."""
        while not self._stopping.is_set():
            wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)
        self._drain()

    def stop(self) -> None:
        """End soon; may be called from a signal handler and from any thread."""
        self._stopping.set()
        for each in self._listening:
            with suppress(OSError):  # it has ended already
                each.pull_trigger()

    def _drain(self) -> None:
        for each in self._listening:
            each.accepting = False
            each.socket.close()
            # The loop must not poll a closed socket; the trigger stays in the map and wakes us.
            each.del_channel()
        until = time.monotonic() + _DRAIN_SECONDS
        while self._busy() and time.monotonic() < until:
            wasyncore.loop(timeout=0.1, use_poll=True, map=self._map, count=1)
        if self._busy():
            _log.error("requests_cut_off", count=len(self._busy()))
        self._listening[0].task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map, ignore_all=True)

    def _busy(self) -> list[_Channel]:
        return [each for each in self._map.values() if isinstance(each, _Channel) and each.busy]
