"""Whatever is sent: a refusal with a code, or an answer to each entry; never a failure of the whole (trap 24)."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.contract.identity import new_id
from sync.server import http, throttle
from tests.fakes.server import RunningServer
from tests.integration.server.pc import AT, Pc, joined

bounded = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

#: NUL, which PostgreSQL keeps in no text; half a pair of surrogates, which UTF-8 knows no bytes for; and the like.
TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["\0", "a\0b", "\\u0000", "\ud800", "\udfff\ud800", "x" * 5000, "case", "2026-13-45", "1/0"]),
)
NUMBERS = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from([-1, 2**31, 2**53, 2**63, 2**64, -(2**63) - 1, 10**400, 1e308]),
)
GARBAGE = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
#: Deeper than a recursion goes, and just deep enough to get through the first reading.
NESTED = st.sampled_from([5, 100, 300, 900, 20_000]).map(lambda depth: "[" * depth + "]" * depth)
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "zstd": zstandard.compress,
}


@pytest.fixture
def pc(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> Pc:
    """A PC that may ask as often as it likes."""
    monkeypatch.setattr(http.Throttle, "check", lambda *_: None)
    monkeypatch.setattr(throttle.Failures, "check", lambda *_: None)
    return joined(server, "CN1", "hoa")


def answer_to(pc: Pc, path: str, body: bytes, **headers: str) -> dict[str, Any]:
    """What the server says; a code if it refuses. A line of its log at WARNING or above fails the test anyway."""
    known = {"authorization": f"Bearer {pc.tokens.access}", "content-type": "application/json", **headers}
    answer = requests.post(pc.server.base_url + path, data=body, headers=known, timeout=60)
    message: dict[str, Any] = answer.json()
    assert answer.status_code == 200 or (400 <= answer.status_code < 500 and message["code"]), message
    return message


def requests_of(pc: Pc, code: str) -> dict[str, dict[str, Any]]:
    """A sound request for each address."""
    user = {"id": new_id(), "login": "lan", "full_name": "Lan", "role": "van_thu_tiep_nhan"}
    return {
        "/v1/exchange": {
            "device": pc.device,
            "cursors": {pc.unit: 0},
            "feed": pc.unit,
            "chain": {"sent": 0, "head": ""},
            "protocol": 1,
            "program": "0.1.0",
            "waiting": 0,
        },
        "/v1/users": {"users": [user]},
        "/v1/enrol": {
            "code": code,
            "device": new_id(),
            "device_name": "Máy",
            "users": [user],
            "unit": new_id(),
            "numbering": False,
        },
        "/v1/token": {"device": pc.device, "refresh": "x"},
        "/v1/incarnation": {"device": new_id(), "device_name": "Máy", "restored": False},
    }


def entry_of(pc: Pc) -> dict[str, Any]:
    """A sound entry, as plain values."""
    plain: dict[str, Any] = json.loads(pc.edit("case", new_id(), {"note": "x", "ended_on": "2026-01-01"}))
    return plain | {"after": {}, "seen": {}, "resolves": [], "supersedes": None, "discards": None, "at": AT}


def spoiled(data: st.DataObject, sound: dict[str, Any]) -> str:
    """JSON of a sound object in which one member, at any depth, is something else."""
    text = json.dumps(sound)
    name = data.draw(st.sampled_from(sorted(sound)), label="member")
    member = sound[name]
    if isinstance(member, dict) and data.draw(st.booleans(), label="within"):
        inner = data.draw(TEXTS if not member else st.one_of(st.sampled_from(sorted(member)), TEXTS), label="name")
        bad = json.dumps({**member, inner: "BAD"})
    elif isinstance(member, list) and member and isinstance(member[0], dict):
        return text.replace(json.dumps(member), f"[{spoiled(data, member[0])}]")
    else:
        bad = '"BAD"'
    value = data.draw(st.one_of(GARBAGE.map(json.dumps), NESTED), label="value")
    return text.replace(f"{json.dumps(name)}: {json.dumps(member)}", f"{json.dumps(name)}: {bad}").replace(
        '"BAD"', value
    )


@pytest.mark.parametrize("path", ["/v1/exchange", "/v1/users", "/v1/enrol", "/v1/token", "/v1/incarnation"])
def test_rubbish_is_never_more_than_refused(server: RunningServer, pc: Pc, path: str) -> None:
    @bounded
    @given(
        body=st.one_of(st.binary(max_size=64), GARBAGE.map(json.dumps).map(str.encode), NESTED.map(str.encode)),
        packed=st.sampled_from(sorted(ENCODINGS)),
        said=st.sampled_from([*ENCODINGS, "br", "zstd, gzip"]),
        kind=st.sampled_from(["application/json", "text/html", "multipart/form-data; boundary=x", ""]),
    )
    def refused(body: bytes, packed: str, said: str, kind: str) -> None:
        answer_to(pc, path, ENCODINGS[packed](body), **{"content-encoding": said, "content-type": kind})

    refused()


@pytest.mark.parametrize("path", ["/v1/exchange", "/v1/users", "/v1/enrol", "/v1/token", "/v1/incarnation"])
def test_one_wrong_member_is_never_more_than_refused(server: RunningServer, pc: Pc, path: str) -> None:
    sound = requests_of(pc, server.enrol_code("CN1", uses=1000))[path]

    @bounded
    @given(st.data())
    def refused(data: st.DataObject) -> None:
        answer_to(pc, path, spoiled(data, sound).encode())

    refused()


def test_one_wrong_entry_stops_only_itself(pc: Pc) -> None:
    @bounded
    @given(st.data())
    def stopped(data: st.DataObject) -> None:
        wrong, sound = spoiled(data, entry_of(pc)), pc.edit("case", new_id(), {"note": "x"}).decode()
        request = f'{{"device":"{pc.device}","cursors":{{}},"feed":"{pc.unit}","entries":[{wrong},{sound}]}}'
        message = answer_to(pc, "/v1/exchange", request.encode())
        if "answers" not in message:
            assert message["code"] == "request_malformed"  # not even JSON: nothing could be told apart
            return
        about_wrong, about_sound = message["answers"]
        assert about_wrong.get("code") != "server_failed"
        assert about_sound["outcome"] == "applied"

    stopped()


@pytest.mark.parametrize("kind", ["case", "person", "assignment", "a_type_of_tomorrow"])
def test_no_value_of_a_field_makes_the_server_fail(pc: Pc, kind: str) -> None:
    """Known fields, and such as only a newer program knows."""
    names = {
        "case": ["content", "ended_on", "accepted_at", "register_number", "code", "restricted", "deleted", "tomorrow"],
        "person": ["full_name", "birth_date", "tomorrow"],
        "assignment": ["case", "practitioner", "share", "from_on", "tomorrow"],
    }.get(kind, ["case", "x"])

    @bounded
    @given(fields=st.dictionaries(st.one_of(st.sampled_from(names), TEXTS), GARBAGE, max_size=4), again=st.booleans())
    def kept_or_refused(fields: dict[str, Any], again: bool) -> None:
        entry = entry_of(pc) | {"type": kind, "fields": fields}
        entries = [entry, entry | {"counter": 10**6, "group": 10**6, "fields": {"note": "x"}}] if again else [entry]
        request = {"device": pc.device, "cursors": {}, "feed": pc.unit, "entries": entries}
        message = answer_to(pc, "/v1/exchange", json.dumps(request).encode())
        codes = {answer.get("code") for answer in message.get("answers", [])}
        assert "server_failed" not in codes

    kept_or_refused()


@pytest.mark.parametrize(
    "member",
    [
        {"waiting": 2**31},
        {"waiting": -1},
        {"cursors": {"x": 2**63}},
        {"cursors": {"x": -1}},
        {"chain": {"sent": 2**64, "head": ""}},
        {"chain": {"sent": 0, "head": "\0"}},
        {"chain": {"sent": 0, "head": "f" * 65}},
        {"program": "\0"},
    ],
)
def test_a_step_with_what_no_database_keeps_is_refused(pc: Pc, member: dict[str, Any]) -> None:
    sound = requests_of(pc, "")["/v1/exchange"]
    assert answer_to(pc, "/v1/exchange", json.dumps(sound | member).encode())["code"] == "request_malformed"


def test_a_token_for_a_name_no_database_keeps_is_refused(pc: Pc) -> None:
    message = answer_to(pc, "/v1/token", json.dumps({"device": "\0", "refresh": "x"}).encode())
    assert message["code"] == "token_unknown"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("code", [], "value_not_allowed"),
        ("code", {"a": 1}, "value_not_allowed"),
        ("tomorrow", 10**400, "entry_malformed"),
        ("tomorrow", 2**63, "entry_malformed"),
        ("tomorrow", [[[[[[[[[0]]]]]]]]], "entry_malformed"),
        ("tomorrow", "a\0b", "entry_malformed"),
        ("tomorrow", "\\u0000 as somebody typed it", None),
        ("tomorrow", {"a": [1.5, None, {"b": True}]}, None),
    ],
)
def test_a_value_no_program_keeps_is_refused_and_its_neighbours_are_taken(
    pc: Pc, field: str, value: Any, problem: str | None
) -> None:
    entries = [entry_of(pc) | {"fields": {field: value}}, entry_of(pc)]
    request = {"device": pc.device, "cursors": {}, "feed": pc.unit, "entries": entries}
    wrong, sound = answer_to(pc, "/v1/exchange", json.dumps(request).encode())["answers"]
    assert wrong.get("code") == problem
    assert sound["outcome"] == "applied"
