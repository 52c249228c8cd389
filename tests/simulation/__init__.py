"""The simulator: several PCs, real databases, the real server, a line that loses things (SYNC §9)."""
