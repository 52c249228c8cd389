"""What a person decides where two values differ; no widget is needed for it."""

import datetime as dt
from typing import Any

import pytest

from desktop.services.conflicts import Choice, OpenConflict, Side
from desktop.ui.sync.decision import Answer, Decision
from desktop.ui.sync.wording import pieces
from sync.contract.records import Conflict

TODAY = dt.date(2026, 11, 25)
MORNING, NOON = "2026-11-20T08:12:00+07:00", "2026-11-20T12:00:00+07:00"


def conflict(incoming: dict[str, Any], in_force: dict[str, Any], **changes: Any) -> OpenConflict:
    values: dict[str, Any] = {
        "id": "conflict-1",
        "unit": "unit",
        "case": "case-1",
        "record_type": "case",
        "record": "case-1",
        "names": tuple(incoming),
        "incoming": incoming,
        "incoming_at": MORNING,
    }
    return OpenConflict(
        conflict=Conflict(**values | changes),
        case=None,
        current=in_force,
        shown={},
        before={},
        current_author="Nguyễn Văn An",
        current_at=NOON,
        current_place="Trung tâm",
        incoming_author="Vũ Thị Hòa",
        incoming_is_mine=True,
    )


@pytest.fixture
def note() -> OpenConflict:
    return conflict({"note": "Hẹn thứ hai"}, {"note": "Hẹn thứ ba"})


def test_nothing_is_preset(note: OpenConflict) -> None:
    decision = Decision([note], TODAY)
    assert decision.chosen(0) is None
    assert not decision.complete


def test_both_values_with_who_and_when_the_earlier_first(note: OpenConflict) -> None:
    question = Decision([note], TODAY).questions[0]
    assert question.title == "Ghi chú"
    assert [side.texts for side in question.sides] == [("Hẹn thứ hai",), ("Hẹn thứ ba",)]
    assert [side.who for side in question.sides] == [
        "Vũ Thị Hòa, sửa trên máy này, 08:12 ngày 20/11/2026",
        "Nguyễn Văn An, Trung tâm, 12:00 ngày 20/11/2026",
    ]


@pytest.mark.parametrize(
    ("answer", "choice"),
    [(Answer.INCOMING, Choice(side=Side.INCOMING)), (Answer.CURRENT, Choice(side=Side.CURRENT))],
)
def test_a_side_is_chosen(note: OpenConflict, answer: Answer, choice: Choice) -> None:
    decision = Decision([note], TODAY)
    decision.choose(0, answer)
    assert decision.complete
    assert decision.choices() == [(note, {"note": choice})]


def test_a_third_value_counts_once_it_means_something(note: OpenConflict) -> None:
    decision = Decision([note], TODAY)
    decision.choose(0, Answer.OTHER)
    assert not decision.complete
    decision.type(0, {"note": "Hẹn thứ tư"})
    assert decision.choices() == [(note, {"note": Choice(value="Hẹn thứ tư")})]


def test_fields_that_make_sense_only_together_are_one_question() -> None:
    ending = conflict(
        {"note": "Đã gọi", "outcome": "hoan_thanh", "ended_on": "2026-11-19", "end_reason": None},
        {"note": None, "outcome": None, "ended_on": None, "end_reason": None},
    )
    decision = Decision([ending], TODAY)
    assert [question.names for question in decision.questions] == [("note",), ("outcome", "ended_on", "end_reason")]
    decision.choose(0, Answer.CURRENT)
    assert not decision.complete
    decision.choose(1, Answer.INCOMING)
    chosen = decision.choices()[0][1]
    assert chosen["outcome"] == chosen["ended_on"] == chosen["end_reason"] == Choice(side=Side.INCOMING)


def test_the_figures_of_an_organisation_are_told_cell_by_cell_and_none_is_typed_here() -> None:
    first, second = (
        {"figures": {"": {"1": number, "carried_on": "2"}, "4.1": {"1": number, "3": "1/2"}}} for number in ("3", "5")
    )
    question = Decision([conflict(first, second, record_type="organisation_figures", case=None)], TODAY).questions[0]
    assert [side.texts[0] for side in question.sides] == [
        "Tổng số: (1) 3; 4.1: (1) 3, (3) 1/2",
        "Tổng số: (1) 5; 4.1: (1) 5, (3) 1/2",
    ]
    assert (question.title, question.typed) == ("Số liệu", False)


def test_keep_or_delete() -> None:
    deletion = conflict({"deleted": True}, {"deleted": False}, kind="deleted")
    question = Decision([deletion], TODAY).questions[0]
    assert [side.texts for side in question.sides] == [("Xóa vụ việc",), ("Giữ vụ việc",)]
    assert not question.typed
    assert question.title == ""


def test_a_broken_rule_asks_nothing_and_says_what_to_mend() -> None:
    shares = conflict({}, {}, kind="rule", rule="shares_over_one", record_type="assignment", current={"share": "3/2"})
    decision = Decision([shares], TODAY)
    assert decision.questions == ()
    assert not decision.complete
    assert "3/2" in decision.rules[0].text


def test_the_words_that_differ_are_marked() -> None:
    found = pieces("Hẹn bà Pâng thứ hai tại trụ sở", "Hẹn bà Pâng thứ ba tại trụ sở")
    assert [(piece.text, piece.differs) for piece in found] == [
        ("Hẹn bà Pâng thứ", False),
        ("hai", True),
        ("tại trụ sở", False),
    ]


def test_texts_that_share_no_word_are_not_marked_at_all() -> None:
    assert [piece.differs for piece in pieces("24/11/2026", "26/11/2026")] == [False]
