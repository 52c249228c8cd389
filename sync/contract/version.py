"""The program's and the protocol's version, each in this one place."""

PROGRAM_VERSION = "0.1.0"

#: Day of this version. A PC whose clock says an earlier day has a wrong clock (an empty battery, as a rule).
RELEASED_ON = "2026-11-22"

#: Raised with every change of a record's declaration or of a message, once a program that speaks it has been released
#: (``tests/unit/contract/test_schema.py`` pins what each version means).
PROTOCOL_VERSION = 1

#: The oldest version the server still takes. Unknown fields pass through every version unharmed (SYNC §3), so this is
#: raised only where an older program would do harm.
OLDEST_PROTOCOL = 1

#: Header with the protocol version on every request and on every answer of the server, refusals included. An answer
#: without it was given by something between: a captive portal, a proxy, a wrong address (SYNC §8, trap 9).
PROTOCOL_HEADER = "TGPL-Protocol"
