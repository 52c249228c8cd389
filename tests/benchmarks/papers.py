"""One large paper up, over loopback: how long and in how much memory, against a bare PUT of the same bytes.

Client and server are one process here, so the memory is that of both ends together.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import requests

from desktop.services.attachments import Attachments
from desktop.services.cases import Cases
from desktop.services.synchronise import Synchronise
from tests.benchmarks.ground import Ground, new_office
from tests.benchmarks.rows import Aim, Row, row
from tests.factories import sample_intake
from tests.fakes.server import RunningServer

_MEGABYTE = 1 << 20
_LOOKS_EVERY = 0.02  # seconds


def papers(ground: Ground) -> list[Row]:
    """Add a file of random bytes to a case, and send it."""
    scan = ground.fresh("scan.pdf")
    with scan.open("wb") as file:
        for _ in range(ground.sizes.paper):
            file.write(os.urandom(_MEGABYTE))
    home = ground.fresh("papers")
    with RunningServer(f"sqlite:///{home.parent / 'server.sqlite'}") as server:
        server.add_unit("CN1")
        session = new_office(home)
        synchronise = Synchronise(session)
        synchronise.enrol(server.base_url, server.enrol_code("CN1"))
        case = Cases(session).take_in(sample_intake())
        synchronise.cycle()
        before = _resident()
        with _watched() as peak:
            began = time.perf_counter()
            Attachments(session).add(case, scan)
            added = time.perf_counter()
            synchronise.cycle()
            sent = time.perf_counter()
        if not synchronise.status().green:
            raise RuntimeError(synchronise.status())
        session.database.close()
    bare = _bare_put(scan)
    size = f"{ground.sizes.paper} MB"
    return [
        row(
            f"a paper of {size} up on loopback, encrypted here first",
            "s",
            Aim(times=20),
            sent - began,
            bare,
            floor_is="one PUT of the same file, written as it comes",
            sealing_s=added - began,
        ),
        row(f"memory both ends take for it, {size}", "MB", Aim(below=40), max(peak[0] - before, 0.1), None),
    ]


def _resident() -> float:
    """Megabytes this process holds in memory."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


@contextmanager
def _watched() -> Iterator[list[float]]:
    """The most this process held during the block."""
    peak, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(_LOOKS_EVERY):
            peak[0] = max(peak[0], _resident())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _bare_put(scan: Path) -> float:
    class Sink(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            left = int(self.headers["Content-Length"])
            with scan.with_name("bare").open("wb") as file:
                while left:
                    left -= file.write(self.rfile.read(min(left, _MEGABYTE)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Sink) as sink:
        thread = threading.Thread(target=sink.serve_forever)
        thread.start()
        began = time.perf_counter()
        with scan.open("rb") as file:
            requests.put(f"http://127.0.0.1:{sink.server_port}/", data=file, timeout=600)
        elapsed = time.perf_counter() - began
        sink.shutdown()
        thread.join()
    return elapsed
