"""The local store: one encrypted SQLite file, its keys, its backups and its one write door."""
