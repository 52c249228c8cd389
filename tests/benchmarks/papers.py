"""One large paper up, over loopback and by stick: how long and in how much memory, against the bare bytes.

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
from desktop.services.bundles import Bundles
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from tests.benchmarks.ground import Ground, new_office
from tests.benchmarks.rows import Aim, Row, row
from tests.factories import sample_intake
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered

_MEGABYTE = 1 << 20
_LOOKS_EVERY = 0.02  # seconds


def papers(ground: Ground) -> list[Row]:
    """Add a file of random bytes to a case, and send it; then another one by stick."""
    size = f"{ground.sizes.paper} MB"
    with _office(ground) as (server, session, case):
        scan = _random_file(ground, "scan.pdf")
        synchronise = Synchronise(session)
        before = _resident()
        with _watched() as peak:
            began = time.perf_counter()
            Attachments(session).add(case, scan)
            added = time.perf_counter()
            synchronise.cycle()
            sent = time.perf_counter()
        if not synchronise.status().green:
            raise RuntimeError(synchronise.status())
        by_stick = _by_stick(ground, (server, session, case), sent - began)
    bare = _bare_put(scan)
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
        *by_stick,
    ]


def _by_stick(ground: Ground, office: tuple[RunningServer, Session, str], by_line: float) -> list[Row]:
    """The same by stick: written, answered by the server, taken in. ``by_line``: seconds it took over loopback."""
    server, session, case = office
    scan, stick = _random_file(ground, "another.pdf"), ground.fresh("stick")
    stick.mkdir()
    Attachments(session).add(case, scan)
    bundles, before = Bundles(session), _resident()
    with _watched() as peak:
        began = time.perf_counter()
        written = bundles.export(stick)
        packed = time.perf_counter()
        bundles.take_in(answered(server, written.path))
        done = time.perf_counter()
    if not Synchronise(session).status().green:
        raise RuntimeError(written.receipt)
    size = f"{ground.sizes.paper} MB"
    larger = (written.receipt.size - scan.stat().st_size) / _MEGABYTE
    return [
        row(
            f"a paper of {size} by stick: written, answered, answer taken in",
            "s",
            Aim(times=3),
            done - began,
            by_line,
            floor_is="the same over loopback",
            writing_s=packed - began,
            larger_mb=larger,
        ),
        row(f"memory both ends take for it on a stick, {size}", "MB", Aim(below=40), max(peak[0] - before, 0.1), None),
    ]


@contextmanager
def _office(ground: Ground) -> Iterator[tuple[RunningServer, Session, str]]:
    """A server, an office that has joined it, and a case of it."""
    home = ground.fresh("papers")
    with RunningServer(f"sqlite:///{home.parent / 'server.sqlite'}") as server:
        server.add_unit("CN1")
        session = new_office(home)
        synchronise = Synchronise(session)
        synchronise.enrol(server.base_url, server.enrol_code("CN1"))
        case = Cases(session).take_in(sample_intake())
        synchronise.cycle()
        yield server, session, case
        session.database.close()


def _random_file(ground: Ground, name: str) -> Path:
    """A file that cannot be packed."""
    path = ground.fresh(name)
    with path.open("wb") as file:
        for _ in range(ground.sizes.paper):
            file.write(os.urandom(_MEGABYTE))
    return path


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
