"""The reference data shipped with the program, one CSV file a catalogue (read by `desktop.domain.catalogues`).

UTF-8, NFC, LF, comma-separated, header in line 1. Codes are text: leading zeros matter. Columns of every catalogue:

    code           the code stored in records; never renamed, never given a new meaning
    label          the wording of the law
    short          a shorter wording for narrow columns and case numbers (empty: the label)
    group          what the entry belongs to: a province, a legal version, a statistical group …
    valid_from     first day in force (empty: always has been, or nobody knows since when: then also unverified)
    valid_to       last day in force (empty: still is)
    national_code  the code of the national system, once it is published (empty: not known)
    source         the law, circular or decision
    unverified     1 = the wording, date or code has not been checked against the official text
    enabled        0 = shipped but switched off

A code has one row for each wording or period. Every row has a legal source and a first day, or is marked unverified; a
test holds that. Two files are shaped otherwise: a day of ``public_holiday`` is in force on its date alone and has no
code; a row of ``legacy_commune`` is a part of a commune and says which new one it went to. ``SOURCES.md`` beside this
file says where the facts come from.
"""
