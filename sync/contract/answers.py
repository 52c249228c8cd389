"""Answers on the line: one for each entry and in their order, so that no key need travel (SYNC §1).

A key is 32 bytes that nothing compresses: most of what would come back for a push.
"""

import msgspec

from sync.contract.entry import key_of
from sync.contract.errors import ProtocolViolation
from sync.contract.messages import ExchangeRequest, ExchangeResponse


def without_keys(response: ExchangeResponse) -> ExchangeResponse:
    """The response as it travels."""
    answers = tuple(msgspec.structs.replace(answer, key="") for answer in response.answers)
    return msgspec.structs.replace(response, answers=answers)


def with_keys(response: ExchangeResponse, request: ExchangeRequest) -> ExchangeResponse:
    """What travelled, with the keys of the request it answers.

    Raises:
        ProtocolViolation: ``answers_do_not_fit``: there is not one for each entry.
    """
    if len(response.answers) != len(request.entries):
        raise ProtocolViolation("answers_do_not_fit")
    answers = tuple(
        answer if answer.key else msgspec.structs.replace(answer, key=key_of(raw))
        for answer, raw in zip(response.answers, request.entries, strict=True)
    )
    return msgspec.structs.replace(response, answers=answers)
