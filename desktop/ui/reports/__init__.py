"""Figures: the published bulletin, checked."""
