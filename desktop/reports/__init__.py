"""Figures: what published bulletins say, and whether they can be true."""
