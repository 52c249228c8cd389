"""Periodic reports: what an office sends, when, to whom (read by `desktop.reports.duties`).

An office puts its own file of the same shape into its folder ``duties`` beside the data: an entry with a code of these
takes the place of it, any other is added. Nothing else is needed when a date is moved or another report is asked for.

    code        names it for ever: in records that say it was sent, too
    title       of the report
    kinds       kinds of units that owe it (catalogue ``unit_kind``)
    to          who receives it
    every       "year" or "month"
    periods     what it is about, as `desktop.domain.periods.period` reads it, with {year}, {month} filled in; a report
                that was issued over any of them counts as sent, the first one is shown
    month, day  when it is due: of the year of its period, of the next one with ``next_year``; a monthly one is due in
                the month after
    forms       the forms that make it up: it was sent once each was issued; empty: a person notes that it was
    source      where its date comes from
    unverified  true: the date is taken from other texts, or assumed
    enabled     false: known, and not asked for yet
"""
