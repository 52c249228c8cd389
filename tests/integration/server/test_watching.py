"""What whoever runs the server sees of it: counts, one line of the log a request, the OpenAPI document."""

import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sync.contract import openapi
from sync.contract.identity import new_id
from sync.server.app import create_app
from sync.server.database import Database
from sync.server.logs import JsonLines
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError

TOKEN = "of the operator"


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    """A server whose counts may be read."""
    with RunningServer(server_database, metrics_token=TOKEN) as running:
        running.add_unit("TT", kind="trung_tam")
        running.add_unit("CN1", parent="TT")
        yield running


def metrics(url: str, token: str = TOKEN) -> requests.Response:
    return requests.get(f"{url}/metrics", headers={"authorization": f"Bearer {token}"}, timeout=30)


def test_the_operator_counts_requests_entries_and_bytes(server: RunningServer, hoa: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"note": "x"}), hoa.edit("case", new_id(), {"note": 5}))
    with pytest.raises(RefusedError):
        hoa.post("/v1/exchange", b"{")
    counted = metrics(server.base_url).text
    assert 'tgpl_requests_total{code="request_malformed",route="/v1/exchange",status="400"} 1.0' in counted
    assert 'tgpl_entries_total{outcome="applied"} 1.0' in counted
    assert 'tgpl_entries_total{outcome="rejected"} 1.0' in counted
    assert 'tgpl_request_seconds_count{route="/v1/enrol"} 1.0' in counted
    assert 'tgpl_body_bytes_total{direction="in",route="/v1/exchange"}' in counted


@pytest.mark.parametrize("token", ["", "wrong", "ổ"])
def test_the_counts_are_for_the_operator_alone(server: RunningServer, token: str) -> None:
    headers = {"authorization": f"Bearer {token}".encode()} if token else {}
    assert requests.get(f"{server.base_url}/metrics", headers=headers, timeout=30).status_code == 401


def test_without_a_token_nobody_reads_the_counts(server: RunningServer) -> None:
    with RunningServer(server.database.engine.url.render_as_string()) as other:
        assert metrics(other.base_url, "None").status_code == 401


def lines_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The lines of the two requests since; the server writes each when its answer is on its way already."""
    ends = time.monotonic() + 10
    while True:
        lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
        found = [line for line in lines if line.get("outcomes")] + [line for line in lines if line["status"] == 404]
        if len(found) == 2 or time.monotonic() > ends:
            return found
        time.sleep(0.01)


def test_each_request_is_one_line_with_who_what_and_how_long(
    server: RunningServer, hoa: Pc, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sync.server.requests")
    hoa.send(hoa.edit("case", new_id(), {"note": "x"}))
    with pytest.raises(RefusedError):
        hoa.post("/v1/secret-path", b"")
    step, lost = lines_of(caplog)
    assert {name: step[name] for name in ("level", "route", "status", "device", "unit", "feed", "outcomes")} == {
        "level": "INFO",
        "route": "/v1/exchange",
        "status": 200,
        "device": hoa.device,
        "unit": hoa.feed,
        "feed": hoa.unit,
        "outcomes": ["applied"],
    }
    assert step["ms"] > 0
    assert step["in"] > 0
    assert step["out"] > 0
    assert (lost["route"], lost["status"]) == ("other", 404)


def test_the_published_openapi_document_is_the_one_served(server: RunningServer) -> None:
    assert openapi.PUBLISHED.read_bytes() == openapi.published_form(), "Run `python -m sync.contract.schema`."
    assert requests.get(f"{server.base_url}/openapi.json", timeout=30).content == openapi.PUBLISHED.read_bytes()


def test_every_address_of_the_exchange_is_in_the_document(server: RunningServer) -> None:
    served = {getattr(route, "path", "") for route in create_app(server.database).routes}
    assert {path for path in served if path.startswith("/v1/")} == set(openapi.document()["paths"])
