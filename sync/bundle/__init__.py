"""The bundle's file: sealing and packing, which the client and the server do alike (decisions/0012)."""
