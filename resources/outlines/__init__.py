"""Outlines of reports in words, one TOML file an outline (read by `desktop.reports.outlines`).

code, version   of the outline
title           lines above it; {last}, {year} and {next} are the years
source          who asked for it, and when
period          what is reported, as `desktop.domain.periods.period` reads it
[[parts]]       in order: the text, its level as a heading (1 to 3) or whether it is an item of a list; names of
                ``figures`` that stand below it, and ``write`` where somebody must write
"""
