"""Practice data: people and matters that never existed, mixed from real parts in real proportions.

Everything follows from the `random.Random` that is passed in: the same seed gives the same people on every machine and
every version of Python. Citizen numbers are well-formed and invented; telephone numbers cannot be dialled.
"""

from desktop.exchange.practice.matters import PracticeMatter, random_matter
from desktop.exchange.practice.names import random_name
from desktop.exchange.practice.people import PracticePerson, random_person

__all__ = ["PracticeMatter", "PracticePerson", "random_matter", "random_name", "random_person"]
