"""Every figure the program counts, worked out a second time by plain Python over the open export (`tests.fakes`).

``python -m tests.oracle --cases 5000 --seed 1`` does it for a made office of any size; see `tests.oracle.__main__`.
"""
