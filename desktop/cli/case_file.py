"""The file `case add` reads: who, by which right, about what. `case template` prints one to fill in.

Names are those of the declared fields. Days may be written 05/03/2026 or 2026-03-05, codes by code or in the words
of the catalogue. What begins with an underscore is for the reader and is skipped.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from desktop.cli.shell import Misuse
from desktop.cli.titles import PARTS
from desktop.cli.values import values_for
from desktop.domain.catalogues import CATALOGUES, EXCLUDED_FIELDS_OF_LAW, catalogue
from desktop.domain.errors import DomainError
from desktop.services.cases import BENEFICIARY, Intake
from desktop.words import cli as words
from sync.contract.fields import RECORD_TYPES, Field, Kind

#: What is filled in later, or by the program.
_LATER = {
    "person": {"deleted", "merged_into", "distinct_from", "copied_from"},
    "part": {"deleted", "case", "person"},
    "case": {
        *RECORD_TYPES["case"].given,
        *("deleted", "code", "register_number", "register_year", "former_codes", "category_version", "result"),
        *("refusal_reason", "refused_on", "suspended_on", "outcome", "ended_on", "end_reason"),
    },
}
_EXAMPLE: dict[str, dict[str, Any]] = {
    "person": {"full_name": words.EXAMPLE_NAME, "gender": "nu", "birth_date": "05/03/1984", "ethnic_group": "02"},
    "part": {"role": BENEFICIARY, "categories": ["ho_ngheo"], "proof": words.EXAMPLE_PROOF},
    "case": {
        "form": "tham_gia_to_tung",
        "representation": "bao_ve",
        "law_field": "dan_su",
        "content": words.EXAMPLE_CONTENT,
        "in_custody": False,
        "restricted": False,
    },
}
#: A catalogue with more entries is not written out.
_FEW = 25


def template(today: dt.date) -> dict[str, Any]:
    """An example that `read` accepts as it is, with every field of the intake and what it takes today."""
    content: dict[str, Any] = {"accept": True, "person_id": None}
    hints = {"accept": words.HINT_ACCEPT, "person_id": words.HINT_PERSON_ID}
    for part, record_type in PARTS.items():
        fields = {n: f for n, f in RECORD_TYPES[record_type].fields.items() if n not in _LATER[part]}
        content[part] = {name: _EXAMPLE[part].get(name) for name in fields}
        hints |= {f"{part}.{name}": _hint(field, today) for name, field in fields.items()}
    return {**content, "_huong_dan": hints}


def read(content: bytes, today: dt.date) -> Intake:
    """What a filled-in file says.

    Raises:
        Misuse: it is no JSON, or no object.
        DomainError: ``unknown_field``, or what is wrong with a value, with the field.
    """
    try:
        document = msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.ValidationError:
        raise Misuse(words.FILE_NO_OBJECT) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Misuse(words.FILE_NOT_JSON) from None
    said = {name: value for name, value in document.items() if not name.startswith("_")}
    if unknown := set(said) - {"accept", "person_id", *PARTS}:
        raise DomainError("unknown_field", field=min(unknown))
    if odd := [part for part in PARTS if not isinstance(said.get(part) or {}, dict)]:
        raise Misuse(words.PART_NO_OBJECT.format(part=odd[0]))
    parts = {part: _values(part, said.get(part) or {}, today) for part in PARTS}
    return Intake(person_id=said.get("person_id"), accept=bool(said.get("accept", True)), **parts)


def _values(part: str, said: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    given = {name: value for name, value in said.items() if value not in (None, "") and not name.startswith("_")}
    return values_for(RECORD_TYPES[PARTS[part]], given, today, f"{part}.")


def _hint(field: Field, today: dt.date) -> str:
    """Title of a field and, where they are few, the codes it takes today."""
    shape = {Kind.DATE: words.HINT_DATE, Kind.MOMENT: words.HINT_MOMENT, Kind.FLAG: words.HINT_FLAG}.get(field.kind, "")
    name = field.info.catalogue
    if name and name in CATALOGUES:
        offered = [entry for entry in catalogue(name).valid(today) if entry.group != EXCLUDED_FIELDS_OF_LAW]
        shape = words.HINT_MANY.format(catalogue=name)
        if 0 < len(offered) <= _FEW:
            shape = "; ".join(f"{entry.code} = {entry.label}" for entry in offered)
    return f"{field.title}. {shape}".strip(" .") + "."
