"""Tables in binary containers become materials that sources can read."""

from __future__ import annotations

from miner.sources.material import Material


def unboxed(material: Material) -> list[Material]:
    """The sheets of a spreadsheet, the rows of a Parquet file; any other file as it is.

    Raises
    ------
    BrokenInput, MissingPart
    """
    if material.container in ("xlsx", "ods"):
        from miner.sources.tables.workbooks import sheets_of

        return sheets_of(material)
    if material.container == "parquet":
        from miner.sources.tables.parquet import lines_of

        return [lines_of(material)]
    return [material]
