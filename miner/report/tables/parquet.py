"""A folder of Parquet files, one a table, typed; what each column says stands in its field's metadata."""

from __future__ import annotations

import io
from typing import Any

from miner.digest.records import Digest
from miner.digest.tables import Table
from miner.errors import MissingPart
from miner.report.tables.proven import check_read_back, proven_tables
from miner.settings import ReportSettings


def render(digest: Digest, settings: ReportSettings) -> dict[str, str | bytes]:
    """File name -> content."""
    del settings  # data is no matter of taste
    pyarrow()
    return {f"{table.name}.parquet": parquet_of(table, {"schema": digest.schema}) for table in proven_tables(digest)}


def pyarrow() -> Any:
    """The library, or what to type to have it.

    Raises
    ------
    MissingPart
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet  # reached as ``pa.parquet``
    except ImportError as error:
        raise MissingPart(
            "Writing Parquet needs an optional package. Install it: pip install 'discussion-miner[parquet]'"
        ) from error
    return pa


def parquet_of(table: Table, about: dict[str, str]) -> bytes:
    """A table as one Parquet file, read back before it is handed over.

    Parameters
    ----------
    about
        Further metadata of the file.
    """
    pa = pyarrow()
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "texts": pa.list_(pa.string()),
    }
    fields = [
        pa.field(column.name, types[column.kind], metadata={"description": column.about}) for column in table.columns
    ]
    arrays = [pa.array(table.column(field.name), type=field.type) for field in fields]
    schema = pa.schema(fields, metadata={"description": table.about, "made_by": "miner", **about})
    file = io.BytesIO()
    pa.parquet.write_table(pa.table(arrays, schema=schema), file, compression="zstd")
    if "text" in schema.names:
        found = pa.parquet.read_table(io.BytesIO(file.getvalue()), columns=["text"], use_threads=False)
        check_read_back("Parquet file", table.name, table.column("text"), found.column("text").to_pylist())
    return file.getvalue()
