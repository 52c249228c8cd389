"""What people are told of unusually many deletions: what happened, how many of how many, and what they can do."""

from desktop.services.deletions import Choice, Question, Way
from desktop.words import _
from desktop.words.formats import whole
from sync.contract.fields import RECORD_TYPES

#: What a person may do, in the order of the buttons: before they have chosen, and once they have kept it.
VERBS = {
    Way.IN: {
        None: ((Choice.KEEP, _("Giữ lại")), (Choice.ACCEPT, _("Vẫn xóa"))),
        Choice.KEEP: ((Choice.RESTORE, _("Khôi phục mọi nơi")), (Choice.ACCEPT, _("Vẫn xóa"))),
    },
    Way.OUT: {
        None: ((Choice.KEEP, _("Giữ lại")), (Choice.ACCEPT, _("Vẫn gửi"))),
        Choice.KEEP: ((Choice.RESTORE, _("Bỏ việc xóa")), (Choice.ACCEPT, _("Vẫn gửi"))),
    },
}

_ASKED = {
    Way.IN: _("Nơi khác đã xóa {counts}{unit}. Máy này chưa xóa theo."),
    Way.OUT: _("Máy này sắp gửi việc xóa {counts}{unit}. Chưa gửi đi."),
}
_KEPT = {
    Way.IN: _("Máy này giữ lại {counts}{unit} mà nơi khác đã xóa."),
    Way.OUT: _("Máy này giữ lại việc xóa {counts}{unit}, chưa gửi đi."),
}
_ADVICE = {
    None: _("Nếu không chắc, hãy giữ lại và hỏi Trung tâm."),
    Choice.KEEP: _("Hãy báo cho Trung tâm rồi chọn tiếp theo hướng dẫn."),
}
_SHORTER = {"case": _("vụ việc")}
_SHORT = _("Xóa nhiều, cần xem lại.")
_DONE = {
    (Way.IN, Choice.ACCEPT): _("Đã xóa {counts}{unit} theo nơi khác."),
    (Way.IN, Choice.KEEP): _("Đã giữ lại {counts}{unit}. Hãy báo cho Trung tâm."),
    (Way.IN, Choice.RESTORE): _("{counts}{unit} sẽ được khôi phục ở mọi nơi sau lần đồng bộ tới."),
    (Way.OUT, Choice.ACCEPT): _("Việc xóa {counts}{unit} sẽ được gửi ở lần đồng bộ tới."),
    (Way.OUT, Choice.KEEP): _("Đã giữ lại việc xóa {counts}{unit}. Hãy báo cho Trung tâm."),
    (Way.OUT, Choice.RESTORE): _("Đã bỏ việc xóa {counts}{unit}."),
}


def title(question: Question) -> str:
    """What happened, and that nothing of it was done here so far."""
    return (_KEPT if question.choice is Choice.KEEP else _ASKED)[question.way].format(**_values(question))


def advice(question: Question) -> str:
    """Who did it, and what to do."""
    people = ", ".join(question.authors)
    who = _("Người xóa: {people}.").format(people=people) if people else ""
    return " ".join(filter(None, (who, _ADVICE[question.choice if question.choice is Choice.KEEP else None])))


def short() -> str:
    """The same where there is little room."""
    return _SHORT


def verbs(question: Question) -> tuple[tuple[Choice, str], ...]:
    """What can be chosen now, each with its words."""
    return VERBS[question.way][Choice.KEEP if question.choice is Choice.KEEP else None]


def done(question: Question, choice: Choice) -> str:
    """What became of it."""
    return _DONE[question.way, choice].format(**_values(question))


def _values(question: Question) -> dict[str, str]:
    counts = ", ".join(
        _("{gone} trong {of} {title}").format(
            gone=whole(count.gone), of=whole(count.of), title=_SHORTER.get(name) or RECORD_TYPES[name].title.lower()
        )
        for name, count in sorted(question.counts.items())
    )
    return {"counts": counts, "unit": _(" của {unit}").format(unit=question.unit) if question.unit else ""}
