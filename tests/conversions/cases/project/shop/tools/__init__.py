"""Helpers under names other than their own."""
from .counting import *
from .counting import Counter, DearCounter, noted
from .counting import how_many as number_of_books
