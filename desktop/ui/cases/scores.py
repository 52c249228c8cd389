"""Points and rating of an appraisal in words."""

from desktop.domain.catalogues import catalogue
from desktop.domain.quality import points, rating
from desktop.words import _
from sync.contract.records import Appraisal


def score_words(appraisal: Appraisal) -> str:
    """What the scores come to, or that some are missing."""
    found, total = rating(appraisal), points(appraisal)
    if found is None:
        return _("Chưa đủ điểm của chín tiêu chí.")
    label = catalogue("quality_rating").label(found.value)
    return label if total is None else _("{points}/100 điểm · {rating}").format(points=total, rating=label)
