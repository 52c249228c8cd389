"""What roles mean on either side of the line; the catalogue ``user_role`` has their titles."""

#: Who reads the restricted cases of their own unit, and of those whose place it has taken: its head, who takes its
#: requests in, and who may let anybody in (SYNC §4, sync/decisions/0008). Who is assigned to one reads it besides.
READING_AT_HOME = frozenset({"quan_tri", "van_thu_tiep_nhan", "lanh_dao_trung_tam", "truong_chi_nhanh"})
#: Who reads those of the units below: the director, who answers for the branches (NĐ 144/2017/NĐ-CP Điều 5).
READING_BELOW = frozenset({"lanh_dao_trung_tam"})
#: Who answers for what others do, and sees how their PCs stand; the others look after their own.
OVERSEEING = frozenset({"quan_tri", "lanh_dao_trung_tam", "truong_chi_nhanh", "thong_ke", "so_tu_phap_xem", "cuc_xem"})
