"""Bodies made from the published OpenAPI document, right ones and wrong ones.

Never a 5xx, never an answer the document does not name, never a word of another unit.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sync.contract import openapi
from sync.contract.calls import CALLS
from sync.contract.identity import new_id
from sync.server import http, throttle
from sync.server.database import Database
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined

DOCUMENT = schemathesis.openapi.from_dict(openapi.document())
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SECRET = "Lường Thị Ính"


@pytest.fixture
def pc(server_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pc]:
    """A PC that may ask as often as it likes, beside a unit with a secret."""
    monkeypatch.setattr(http.Throttle, "check", lambda *_: None)
    monkeypatch.setattr(throttle.Failures, "check", lambda *_: None)
    with RunningServer(server_database) as server:
        server.add_unit("CN1")
        server.add_unit("TT2", kind="trung_tam")
        stranger = joined(server, "TT2", "sau")
        stranger.push(stranger.edit("case", new_id(), {"note": SECRET}))
        yield joined(server, "CN1")


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.path)
def test_a_body_made_from_the_document_is_answered_as_it_says(pc: Pc, call: Any) -> None:
    operation = DOCUMENT[call.path]["POST"]
    right_and_wrong = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=right_and_wrong)
    def answered(case: Any) -> None:
        if isinstance(case.body, dict) and call.path == "/v1/exchange":
            case.body["device"] = pc.device  # else nothing but "other_device" is ever met
        response = case.call(base_url=pc.server.base_url, headers={"authorization": f"Bearer {pc.tokens.access}"})
        case.validate_response(response, checks=CHECKS)
        assert SECRET not in response.text

    answered()
