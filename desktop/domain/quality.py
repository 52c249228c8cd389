"""What follows from the scores of an appraisal and from verdicts on success."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from sync.contract.records import Appraisal, SuccessVerdict

#: Criterion → the most points it may get, 100 in all (TT 12/2018/TT-BTP Điều 16).
MOST: Mapping[str, int] = MappingProxyType(
    {
        "lawful": 10,
        "informing": 10,
        "timely": 10,
        "fitting": 5,
        "evidence": 10,
        "law_applied": 20,
        "proceedings": 20,
        "documented": 5,
        "satisfaction": 10,
    }
)
SUCCESSFUL, UNSUCCESSFUL = "thanh_cong", "khong_thanh_cong"
#: Who appraises (thẩm định); the others evaluate (đánh giá), see `act_of`.
ORGANISATION = "to_chuc"


class Rating(StrEnum):
    """The four ratings; labels are in the catalogue ``quality_rating`` (TT 12/2018/TT-BTP Điều 17)."""

    GOOD = "tot"
    FAIR = "kha"
    PASSED = "dat"
    FAILED = "khong_dat"


#: From how many points on; below the last of them it failed.
_FROM = ((90, Rating.GOOD), (70, Rating.FAIR), (50, Rating.PASSED), (0, Rating.FAILED))


def points(appraisal: Appraisal) -> int | None:
    """The sum of the nine scores; None as long as one of them was not given."""
    scores = [getattr(appraisal, name) for name in MOST]
    return None if None in scores else sum(scores)


def rating(appraisal: Appraisal) -> Rating | None:
    """How the case is rated; None while scores are missing.

    A breach of Điều 6 k.1 of the law fails it, whatever the scores (TT 12/2018/TT-BTP Điều 17).
    """
    if appraisal.breach:
        return Rating.FAILED
    total = points(appraisal)
    return None if total is None else next(found for least, found in _FROM if total >= least)


def is_successful(verdicts: Iterable[SuccessVerdict]) -> bool:
    """Whether a case counts as successful: once, however many bodies say so, and even if another says it is not."""
    return any(each.verdict == SUCCESSFUL for each in verdicts)


def body_of(unit_kind: str) -> str:
    """Which body the people of a unit of this kind speak for."""
    return unit_kind if unit_kind in ("so_tu_phap", "cuc") else ORGANISATION


def act_of(body: str) -> str:
    """What a body does: an organisation appraises its own cases, the others evaluate (Điều 14, 15)."""
    return "tham_dinh" if body == ORGANISATION else "danh_gia"
