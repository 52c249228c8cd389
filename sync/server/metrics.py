"""What the server counts, in the text that Prometheus reads. Labels are addresses, numbers and codes, never a unit.

Several processes behind one port (``tgpl-server serve --processes``) count into files of a folder they share, named by
the library's own variable ``PROMETHEUS_MULTIPROC_DIR``; then any of them can tell the sum.
"""

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

__all__ = ["CONTENT_TYPE_LATEST", "SHARED_FOLDER", "Metrics"]

#: Set before the processes start; read by the library when it is imported.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

#: Seconds; an idle step takes some milliseconds, a full one some hundreds.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._registry = here = CollectorRegistry()
        counted = "Requests answered, by address, status and code."
        self._requests = Counter("tgpl_requests", counted, ["route", "status", "code"], registry=here)
        taken = "Seconds from the first byte in to the last out."
        self._seconds = Histogram("tgpl_request_seconds", taken, ["route"], buckets=_SECONDS, registry=here)
        travelled = "Bytes of bodies as they travel."
        self._bytes = Counter("tgpl_body_bytes", travelled, ["route", "direction"], registry=here)
        self._entries = Counter("tgpl_entries", "Entries judged, by outcome.", ["outcome"], registry=here)
        self._news = Counter("tgpl_news_records", "Records sent as news.", registry=here)

    def request(self, route: str, *, status: int, code: str, seconds: float, received: int, sent: int) -> None:
        """Count one request."""
        self._requests.labels(route, str(status), code).inc()
        self._seconds.labels(route).observe(seconds)
        self._bytes.labels(route, "in").inc(received)
        self._bytes.labels(route, "out").inc(sent)

    def step(self, outcomes: list[str], news: int) -> None:
        """Count what one step of the exchange brought."""
        for outcome in outcomes:
            self._entries.labels(outcome).inc()
        self._news.inc(news)

    def text(self) -> bytes:
        """Everything counted so far, by all processes that share a folder."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
