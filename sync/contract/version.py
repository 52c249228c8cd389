"""The program's and the protocol's version, each in this one place."""

PROGRAM_VERSION = "0.1.0"

#: Raised with every change of a record's declaration or of a message (a test compares the published schema).
PROTOCOL_VERSION = 1
