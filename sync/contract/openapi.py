"""The OpenAPI document of the exchange, made from the same declarations as everything else.

``python -m sync.contract.schema`` writes it beside the JSON Schema; the server serves it at ``/openapi.json``.
"""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from sync.contract import bundle, files
from sync.contract.calls import CALLS, Call
from sync.contract.entry import Entry
from sync.contract.messages import Refusal
from sync.contract.version import PROGRAM_VERSION, PROTOCOL_HEADER, PROTOCOL_VERSION

PUBLISHED = Path(__file__).with_name("openapi.json")

_JSON = "application/json"
_SCHEMAS = "#/components/schemas/"
#: Status → when it is given; the code of the `Refusal` says which of the reasons it was.
_REFUSALS = {
    "400": "The body is cut, damaged or not this message.",
    "401": "No token or code, or not a good one.",
    "403": "The message names another PC than the token.",
    "404": "There is no such address, or not for this method.",
    "409": "The PC belongs to another unit.",
    "413": "The body is larger than one piece.",
    "415": "The content encoding is none of zstd, gzip and identity.",
    "426": "The program is older than the server takes; its header says so.",
    "429": "Too many requests; come back after the time in Retry-After.",
    "500": "This very request makes the server fail; send it again in smaller pieces.",
    "503": "The server is there and its database is not; come back later.",
}


def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    messages = [kind for call in CALLS for kind in (call.request, call.answer)]
    _, components = msgspec.json.schema_components((*messages, Entry, Refusal), ref_template=f"{_SCHEMAS}{{name}}")
    # They travel as the bytes that were hashed; what these say is an entry, and one that is not is refused by itself.
    components["ExchangeRequest"]["properties"]["entries"]["items"] = {"$ref": f"{_SCHEMAS}Entry"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "TGPL exchange",
            "version": PROGRAM_VERSION,
            "description": f"Protocol version {PROTOCOL_VERSION}. Bodies may be packed with zstd or gzip, both ways.",
        },
        "paths": {call.path: {"post": _operation(call)} for call in CALLS} | _files() | _bundle(),
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "headers": {
                PROTOCOL_HEADER: {
                    "description": "On every answer of the server; one without it was given by something between.",
                    "schema": {"type": "integer"},
                }
            },
        },
    }


@cache
def published_form() -> bytes:
    """The document as it is kept in the repository and served: sorted, indented, one trailing newline."""
    return msgspec.json.format(msgspec.json.encode(document(), order="sorted"), indent=1) + b"\n"


def _operation(call: Call[Any, Any]) -> dict[str, Any]:
    refusals = {status: _response(said, "Refusal") for status, said in _REFUSALS.items()}
    return {
        "summary": call.summary,
        "operationId": call.path.rpartition("/")[2],
        "security": [] if call.newcomer else [{"token": []}],
        "requestBody": {"required": True, "content": _content(call.request.__name__)},
        "responses": {"200": _response("Done.", call.answer.__name__), **refusals},
    }


def _files() -> dict[str, Any]:
    """The addresses of files: bytes and headers, no messages."""
    refusals = {str(status): _response("See the code.", "Refusal") for status in ("4XX", "5XX")}

    def operation(name: str, summary: str, status: str) -> dict[str, Any]:
        responses = {status: {"description": "Done."}, **refusals}
        return {"summary": summary, "operationId": name, "security": [{"token": []}], "responses": responses}

    def named(name: str) -> list[dict[str, Any]]:
        return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}]

    return {
        files.PATH: {
            "options": operation("abilities", "What of tus 1.0 this server can do.", "204") | {"security": []},
            "post": operation("begin", "An upload begins (tus creation), of what Upload-Metadata names.", "201"),
        },
        f"{files.UPLOADS_PATH}/{{upload}}": {
            "parameters": named("upload"),
            "head": operation("standing", "How far an upload is (tus).", "200"),
            "patch": operation("append", "The next piece of an upload (tus).", "204"),
        },
        f"{files.PATH}/{{record}}": {
            "parameters": named("record"),
            "get": operation(
                "fetch",
                "The bytes of an attachment, or of an answer, or what a Range asks of them (206).",
                "200",
            ),
        },
    }


def _bundle() -> dict[str, Any]:
    """The address of bundles: a sealed file there and back."""
    refusals = {str(status): _response("See the code.", "Refusal") for status in ("4XX", "5XX")}
    sealed = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {
        bundle.PATH: {
            "post": {
                "summary": "A sealed file of any PC, carried by this one, and the answer sealed to that PC.",
                "operationId": "bundle",
                "security": [{"token": []}],
                "requestBody": {"required": True, "content": sealed},
                "parameters": [{"name": bundle.UPLOAD_HEADER, "in": "header", "schema": {"type": "string"}}],
                "responses": {
                    "200": {"description": "Done.", "content": sealed},
                    "201": {"description": "The answer to the upload that was named is to be fetched from Location."},
                    **refusals,
                },
            }
        }
    }


def _response(description: str, message: str) -> dict[str, Any]:
    headers = {PROTOCOL_HEADER: {"$ref": f"#/components/headers/{PROTOCOL_HEADER}"}}
    return {"description": description, "headers": headers, "content": _content(message)}


def _content(message: str) -> dict[str, Any]:
    return {_JSON: {"schema": {"$ref": f"{_SCHEMAS}{message}"}}}
