"""Where the file of a paper is, in words."""

from desktop.services.attachments import Paper, Whereabouts
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_WORDS = {
    Whereabouts.KEPT: _("Trên máy này"),
    Whereabouts.WAITS: _("Chờ gửi"),
    Whereabouts.SENDING: _("Đang gửi {percent}%"),
    Whereabouts.SENT: _("Đã gửi"),
    Whereabouts.NOT_FETCHED: _("Chưa tải về"),
    Whereabouts.TO_FETCH: _("Chờ tải về"),
    Whereabouts.FETCHING: _("Đang tải về {percent}%"),
    Whereabouts.ELSEWHERE: _("Trên máy {pc}"),
    Whereabouts.BROKEN: _("Hỏng"),
}


def where(paper: Paper) -> str:
    """``Chờ gửi``, ``Đang gửi 40%``, ``Trên máy TIEP-DAN`` …"""
    return _WORDS[paper.where].format(percent=paper.percent, pc=paper.record.pc or _("khác"))


def trouble(paper: Paper) -> str:
    """Why it was set aside and what to do; empty while nothing is wrong."""
    if paper.trouble is None:
        return ""
    said = words_for(CodedError(paper.trouble, pc=paper.record.pc or "?"))
    return f"{said.title}. {said.text} {said.advice}".rstrip()
