"""Exports made from a list of records, each as its own program writes it, for tests and fuzzing."""

from collections.abc import Mapping

from tests.exports.codes import CODES
from tests.exports.objects import OBJECTS
from tests.exports.records import Writer
from tests.exports.sealed import SEALED
from tests.exports.tables import TABLES
from tests.exports.trees import TREES

WRITERS: Mapping[str, Writer] = TABLES | OBJECTS | TREES | CODES | SEALED
"""Name of a format → how its exports are written."""
