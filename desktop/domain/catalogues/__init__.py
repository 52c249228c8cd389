"""The catalogues: dated lists of codes with the wording of the law, shipped in `resources.catalogues`.

Nothing is read when the program starts: a catalogue is read when it is first asked for, once. A look-up takes the day
the case is about, because a code, its wording and even the kind of a province change by law:

>>> from datetime import date
>>> catalogue("form").get("tu_van_phap_luat", date(2026, 3, 1)).short
'TV'
>>> province_full_name("22", date(2026, 5, 1))
'Tỉnh Quảng Ninh'

The name of a catalogue is the one a field's declaration gives (``sync.contract.fields``) and that of its file.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache

from desktop.domain.catalogues.beneficiaries import (
    BeneficiaryCategory,
    beneficiary_categories,
    beneficiary_category,
    beneficiary_version,
    beneficiary_versions,
    categories_of,
)
from desktop.domain.catalogues.entries import Catalogue, Entry
from desktop.domain.catalogues.ethnic_groups import EthnicGroup, ethnic_groups, match_ethnic_group
from desktop.domain.catalogues.files import read_rows
from desktop.domain.catalogues.places import (
    NEW_LIST,
    OLD_LIST,
    CommuneSuccessors,
    Province,
    centre_name,
    commune_successors,
    communes,
    communes_of,
    legacy_communes,
    province_full_name,
    province_list,
    province_predecessors,
    province_successor,
    provinces,
)

__all__ = [
    "CATALOGUES",
    "EXCLUDED_FIELDS_OF_LAW",
    "NEW_LIST",
    "OLD_LIST",
    "OWN_WORDINGS",
    "ROLES_OF_AN_OFFICE",
    "BeneficiaryCategory",
    "Catalogue",
    "CommuneSuccessors",
    "Entry",
    "EthnicGroup",
    "Province",
    "adopt",
    "beneficiary_categories",
    "beneficiary_category",
    "beneficiary_version",
    "beneficiary_versions",
    "catalogue",
    "categories_of",
    "centre_name",
    "commune_successors",
    "communes",
    "communes_of",
    "ethnic_groups",
    "legacy_communes",
    "match_ethnic_group",
    "province_full_name",
    "province_list",
    "province_predecessors",
    "province_successor",
    "provinces",
    "shipped",
]

#: The group of ``law_field`` for which no legal aid is given (Luật 11/2017/QH14 Điều 27 k.1): kinh doanh, thương mại.
EXCLUDED_FIELDS_OF_LAW = "g_loai_tru"
#: The group of ``user_role`` that an office gives its own people; the others are given on the server only.
ROLES_OF_AN_OFFICE = "don_vi"

_PLAIN = (
    "activity_kind",
    "assigner",
    "beneficiary_sub_status",
    "birth_registration",
    "budget_origin",
    "budget_purpose",
    "case_role",
    "case_state",
    "channel",
    "closing_kind",
    "complex_criterion",
    "discontinuation_reason",
    "duty_mode",
    "duty_result",
    "equipment_level",
    "event_kind",
    "form",
    "gender",
    "hardship_ground",
    "hearing_mode",
    "immediate_ground",
    "law_field",
    "law_field_group",
    "medium",
    "online_service",
    "organisation_event_kind",
    "organisation_kind",
    "organisation_sub_kind",
    "outcome",
    "paper_kind",
    "payment_method",
    "practitioner_kind",
    "product_kind",
    "programme",
    "proof_check",
    "quality_act",
    "quality_body",
    "quality_rating",
    "refusal_reason",
    "representation",
    "scope_ground",
    "seniority",
    "staff_grade",
    "staff_movement",
    "staff_position",
    "stage",
    "success_criterion",
    "success_verdict",
    "success_version",
    "target_group",
    "unit_kind",
    "user_role",
)
_WITH_MORE: dict[str, Callable[[], Catalogue[Entry]]] = {
    "beneficiary_category": beneficiary_categories,
    "beneficiary_version": beneficiary_versions,
    "commune": communes,
    "ethnic_group": ethnic_groups,
    "legacy_commune": legacy_communes,
    "province": provinces,
}

#: The name of every catalogue.
CATALOGUES = frozenset(_PLAIN) | frozenset(_WITH_MORE)


#: The catalogues whose entries an office may word and confirm itself.
OWN_WORDINGS = frozenset(_PLAIN)
_own: dict[str, Catalogue[Entry]] = {}


def catalogue(name: str) -> Catalogue[Entry]:
    """The catalogue of that name, as the office words it at which somebody signed in last.

    Raises:
        KeyError: if there is none; names are written in declarations, not typed by people.
        CatalogueError: if its file is malformed.
    """
    return _WITH_MORE[name]() if name in _WITH_MORE else _own.get(name) or _plain(name)


def shipped(name: str) -> Catalogue[Entry]:
    """A catalogue of `OWN_WORDINGS` as it came with the program."""
    return _plain(name)


def adopt(wordings: Mapping[str, Iterable[Entry]]) -> None:
    """Read catalogues from now on as an office words them.

    Wording, source and mark are the office's; what a code means, its group and its days stay as they were shipped. A
    code that was not shipped is passed over: no form and no other PC would know what it means.
    """
    made = {}
    for name, rows in wordings.items():
        own = {(row.code, row.valid_from): row for row in rows}
        entries = shipped(name).entries
        made[name] = Catalogue(name, [_worded(each, own.get((each.code, each.valid_from))) for each in entries])
    _own.clear()
    _own.update(made)


def _worded(entry: Entry, own: Entry | None) -> Entry:
    if own is None:
        return entry
    return replace(entry, label=own.label, short=own.short, source=own.source, unverified=own.unverified)


@cache
def _plain(name: str) -> Catalogue[Entry]:
    if name not in CATALOGUES:
        raise KeyError(name)
    return Catalogue(name, read_rows(name, Entry, key=("code", "valid_from")))
