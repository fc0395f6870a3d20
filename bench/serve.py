"""One web process of a bench, on a port the system chooses and prints: our application, or the floor's.

Not a bench: `python -m bench.serve ours|floor CONFIG-OR-URL`.
"""

import sys
from pathlib import Path

from symptomcheck import log
from symptomcheck.cli.signals import stops_on_signals
from symptomcheck.web.server import Server


def main(kind: str, place: str) -> None:
    """Serve until SIGTERM."""
    if kind == "floor":
        from bench.floor import floor_app

        app = floor_app(place)
    else:
        from symptomcheck.config import load
        from symptomcheck.web.app import create_app
        from symptomcheck.wiring import build

        log.configure(strict=False, json_lines=True)
        app = create_app(build(load(Path(place))))
    server = Server(app, host="127.0.0.1", port=0, threads=4)
    print(server.port, flush=True)
    with stops_on_signals(server.stop):
        server.serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
