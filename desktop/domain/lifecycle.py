"""Where a case stands. The state is never stored as a fact of its own: it follows from the dated facts.

States after Điều 29–39 Luật TGPL and TT 12/2018/TT-BTP: a request is received, then accepted (thụ lý) or refused;
an accepted case is assigned, carried out, and ended. *Tạm đình chỉ* is a pause, not an end.
"""

from enum import StrEnum

from sync.contract.records import Case


class CaseState(StrEnum):
    """The states a list shows and filters by; labels are in the catalogue ``case_state``."""

    RECEIVED = "dang_kiem_tra"
    REFUSED = "tu_choi"
    REFERRED = "chuyen_yeu_cau"
    ACCEPTED = "da_thu_ly"
    RUNNING = "dang_thuc_hien"
    SUSPENDED = "tam_dinh_chi"
    COMPLETED = "ket_thuc_hoan_thanh"
    NOT_CONTINUED = "ket_thuc_khong_tiep_tuc"
    TERMINATED = "ket_thuc_dinh_chi"
    MOVED_AWAY = "da_chuyen_di"


#: The form of legal aid that goes through proceedings (Luật TGPL Điều 27 k.2).
LITIGATION = "tham_gia_to_tung"

#: Outcome code (TT 12/2018/TT-BTP Điều 10) → state.
_ENDED = {
    "kt_xong": CaseState.COMPLETED,
    "kt_khong_tiep_tuc": CaseState.NOT_CONTINUED,
    "kt_dinh_chi": CaseState.TERMINATED,
}

#: States in which the end of a case is written down; reopening takes it away as a correction.
ENDED = frozenset(_ENDED.values())
#: States in which nothing more is due from the office.
CLOSED = frozenset({CaseState.REFUSED, CaseState.REFERRED, CaseState.MOVED_AWAY, *ENDED})


def state_of(case: Case, *, assigned: bool) -> CaseState:
    """The state that follows from a case's facts; ``assigned`` says whether somebody is appointed now."""
    if case.moved_to is not None:
        return CaseState.MOVED_AWAY
    if case.ended_on is not None:
        return _ENDED.get(case.outcome or "", CaseState.COMPLETED)
    if case.refused_on is not None or case.accepted_at is None:
        return _unaccepted(case)
    if case.suspended_on is not None:
        return CaseState.SUSPENDED
    return CaseState.RUNNING if assigned else CaseState.ACCEPTED


def _unaccepted(case: Case) -> CaseState:
    """The state of a request that is no case yet, or never becomes one here."""
    if case.refused_on is not None:
        return CaseState.REFUSED
    return CaseState.RECEIVED if case.referred_on is None else CaseState.REFERRED
