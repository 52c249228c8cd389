"""By whose assignment somebody performs a case: what form 25/BTP/TGPL parts lawyers and legal consultants by."""

CENTRE = "trung_tam"
#: Participating organisations (Luật TGPL Điều 10); a unit of this kind assigns its own people.
ORGANISATIONS = frozenset({"to_chuc_ky_hop_dong", "to_chuc_dang_ky"})
#: Who is assigned by a centre and nobody else (Luật TGPL Điều 17 k.1).
_OF_A_CENTRE = frozenset({"tgvpl", "luat_su_hd_trung_tam", "cong_tac_vien"})


def assigner(capacity: str | None, unit_kind: str | None) -> str | None:
    """Who assigns somebody of this capacity in a unit of this kind, as far as it follows from the two.

    A lawyer or a consultant of an organisation whose case stands in the Sổ of a centre may be of either kind of
    organisation: then it follows from nothing, and a person has to say.
    """
    if unit_kind in ORGANISATIONS:
        return unit_kind
    return CENTRE if capacity in _OF_A_CENTRE else None
