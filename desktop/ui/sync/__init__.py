"""Synchronisation in the window: the worker, what the status line says, the page of what is unsent, conflicts."""
