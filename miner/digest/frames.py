"""Tables of a digest as pandas data frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from miner.digest.tables import Column, Table
from miner.errors import MissingPart

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {"text": "object", "texts": "object", "integer": "int64", "number": "float64", "boolean": "bool"}
_TIMES = "datetime64[us, UTC]"


def frame_of(table: Table) -> pd.DataFrame:
    """A table as a data frame; what each column says is in ``frame.attrs``.

    Texts and lists are Python's own (None where there is nothing), times aware UTC (NaT), numbers NaN.

    Raises
    ------
    MissingPart
        If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingPart(
            "Data frames need an optional package. Install it: pip install 'discussion-miner[notebook]'"
        ) from error
    series = {
        column.name: pd.Series(_cells(column, table.column(column.name)), dtype=_DTYPES.get(column.kind, _TIMES))
        for column in table.columns
    }
    frame = pd.DataFrame(series)
    frame.attrs = {"about": table.about, "columns": {column.name: column.about for column in table.columns}}
    return frame


def _cells(column: Column[Any], cells: Sequence[Any]) -> list[Any]:
    """Lists as lists: a tuple in a cell would be taken for a row."""
    return [list(cell) for cell in cells] if column.kind == "texts" else list(cells)
