"""Makes what the docs take from the code: ``make docs``. With ``--check`` it only says what is out of date.

Generated: the table of sources in README.md, docs/settings.md, the forms in docs/formats.md, the fields in
docs/digest.md, docs/digest.schema.json,
the variables in reports/templates/README.md.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).resolve().parent.parent
MARKS = ("<!-- generated: {} -->", "<!-- end of {} -->")


def generated() -> dict[Path, str]:
    """File -> its whole text as it should be."""
    return {
        ROOT / "README.md": _replaced(ROOT / "README.md", "sources", sources_table()),
        ROOT / "docs/settings.md": _replaced(ROOT / "docs/settings.md", "settings", settings_tables()),
        ROOT / "docs/formats.md": _replaced(ROOT / "docs/formats.md", "formats", formats_table()),
        ROOT / "docs/digest.md": _replaced(ROOT / "docs/digest.md", "fields", digest_fields()),
        ROOT / "docs/digest.schema.json": schema(),
        ROOT / "reports/templates/README.md": _replaced(
            ROOT / "reports/templates/README.md", "variables", template_variables()
        ),
    }


def sources_table() -> str:
    """One row a source, in the order they are tried; exports of several files first."""
    from miner.sources import BUNDLES, SOURCES

    told = {source.name: (source.reads, source.example) for source in BUNDLES}
    told |= {source.name: (source.reads, source.example) for source in SOURCES}
    rows = [f"| `{name}` | {reads} | `{example}` |" for name, (reads, example) in told.items()]
    return "\n".join(("| name | reads | for example |", "| --- | --- | --- |", *rows))


def formats_table() -> str:
    """One row a form of the report, as ``miner formats`` prints them."""
    from miner.cli.listing import format_rows

    rows = [f"| `{name}` | `{file}` | {about} |" for name, file, about in format_rows()]
    return "\n".join(("| name | file | what |", "| --- | --- | --- |", *rows))


def settings_tables() -> str:
    """One table a stage, from the fields of ``miner/settings.py`` and the comments beside them."""
    text = (ROOT / "miner/settings.py").read_text("utf-8")
    records = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}
    parts = []
    for table in _fields(records["Settings"]):
        kind = ast.unparse(table.annotation)
        named = kind.startswith("dict[")  # tables with names of the user's own
        record = records[kind.removeprefix("dict[str, ").rstrip("]")]
        rows = [
            f"| `{ast.unparse(field.target)}` | `{_as_toml(field.value)}` | {_cell(_comment(text, field))} |"
            for field in _fields(record)
            if ast.unparse(field.target) != "tables"  # of a digest: they are no key
        ]
        heading = f"### `[{ast.unparse(table.target)}{'.NAME' if named else ''}]`\n\n{ast.get_docstring(record)}\n"
        parts.append("\n".join((heading, "| key | default | meaning |", "| --- | --- | --- |", *rows)))
    return "\n\n".join(parts)


def digest_fields() -> str:
    """One section a record of ``miner/digest/records.py``: its docstring, then its fields."""
    body = ast.parse((ROOT / "miner/digest/records.py").read_text("utf-8")).body
    records = [node for node in body if isinstance(node, ast.ClassDef) and next(_fields(node), None) is not None]
    # the whole first, then its parts as they stand in the file
    return "\n\n".join(_record(node) for node in sorted(records, key=lambda node: node.name != "Digest"))


def template_variables() -> str:
    """One section a record that templates can reach from ``page``: what it says of itself, and its fields."""
    from miner.report.view import Page

    found: dict[str, Any] = {}
    waiting: list[Any] = [Page]
    while waiting:
        record = waiting.pop(0)
        if record.__name__ not in found:
            found[record.__name__] = record
            waiting += [kind for hint in get_type_hints(record).values() for kind in _records_in(hint)]
    return "\n\n".join(_variables(record) for record in found.values())


def _records_in(hint: Any) -> Iterator[Any]:
    """The records within a type such as ``tuple[Card, ...] | None``."""
    if isinstance(hint, type) and (is_dataclass(hint) or hasattr(hint, "__struct_fields__")):
        yield hint
    for inside in get_args(hint):
        yield from _records_in(inside)


def _variables(record: Any) -> str:
    """What it is, and its fields in one line: a table of all records would be longer than anybody reads."""
    fields = (f"`{name}` {_type_name(hint)}" for name, hint in get_type_hints(record).items())
    said = " ".join((record.__doc__ or "").replace("``", "`").split())
    heading = "page" if record.__name__ == "Page" else record.__name__
    return f"### {heading}\n\n{said}\n\n{', '.join(fields)}."


def _type_name(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else re.sub(r"\b(?:\w+\.)+", "", str(hint))


def schema() -> str:
    """The JSON Schema of a digest."""
    from miner.digest.records import digest_schema

    return json.dumps(digest_schema(), indent=2, sort_keys=True) + "\n"


def _record(node: ast.ClassDef) -> str:
    rows = [f"| `{ast.unparse(field.target)}` | `{ast.unparse(field.annotation)}` |" for field in _fields(node)]
    said = (ast.get_docstring(node) or "").replace("``", "`").strip()
    return "\n".join((f"### {node.name}\n\n{said}\n", "| name | type |", "| --- | --- |", *map(_escaped_bar, rows)))


def _escaped_bar(row: str) -> str:
    """``str | None`` within a row of a table."""
    return row.replace(" | None` |", " \\| None` |")


def _fields(node: ast.ClassDef) -> Iterator[ast.AnnAssign]:
    return (item for item in node.body if isinstance(item, ast.AnnAssign))


def _as_toml(default: ast.expr | None) -> str:
    """The default as it would stand in ``miner.toml``."""
    expression = compile(ast.Expression(default), "settings.py", "eval") if default is not None else "None"
    value = eval(expression, {"__builtins__": {}})  # noqa: S307 - a literal, or a product of literals, from our own file
    return json.dumps(value, ensure_ascii=False)


def _comment(text: str, field: ast.AnnAssign) -> str:
    return text.splitlines()[(field.end_lineno or field.lineno) - 1].partition("  # ")[2]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("``", "`")


def _replaced(path: Path, name: str, content: str) -> str:
    """The file with what stands between the marks of ``name`` exchanged."""
    begin, end = (mark.format(name) for mark in MARKS)
    before, found_begin, rest = path.read_text("utf-8").partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise SystemExit(f"{path} lacks the lines {begin} and {end}; put them where the generated part belongs.")
    return f"{before}{begin}\n{content}\n{end}{after}"


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` name those that are out of date."""
    stale = [
        (path, text) for path, text in generated().items() if not path.is_file() or path.read_text("utf-8") != text
    ]
    for path, text in stale:
        if "--check" not in arguments:
            path.write_text(text, "utf-8")
        sys.stdout.write(f"{'out of date' if '--check' in arguments else 'written'}: {path.relative_to(ROOT)}\n")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
