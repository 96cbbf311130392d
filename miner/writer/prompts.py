"""Prompts: one template a task, in ``prompts/``; a folder of the user's own is looked in first.

The first line of a template names its version and its variables; the line ``---`` parts what the model is told about
its task (the system's turn) from the question.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from miner.errors import PlaceNotFound, TemplateBroken
from miner.resources import shipped
from miner.writer.answers import schema_of, shape_of
from miner.writer.base import Ask
from miner.writer.records import Evidence, Task
from miner.writer.shortened import shortened

if TYPE_CHECKING:
    from jinja2 import Template

SUFFIX = ".j2"
TASKS: tuple[Task, ...] = ("title", "summary", "poles", "overview", "questions")
VARIABLES = ("items", "language", "marker", "n_people", "neighbours", "poles")

_HEAD = re.compile(r"\{#\s*version:\s*(?P<version>[\w.-]{1,20});\s*variables:\s*(?P<variables>[\w, ]*?)\s*#\}")
_PART = re.compile(r"^---$", re.MULTILINE)
_MARKER_KEY = b"miner: where evidence begins and ends"
_MARKER_CHARS = 16


class Numbered(msgspec.Struct, frozen=True):
    """An argument as a template sees it; ``number`` counts from 1, ``side`` is left, right or ""."""

    number: int
    text: str
    side: str = ""


@dataclass(frozen=True)
class Prompt:
    """A template: what it is filled with, and what it was when it was read."""

    task: Task
    version: str
    sha256: str
    _template: Template
    _place: str

    def ask(self, evidence: Evidence) -> Ask:
        """The question for one task.

        Raises
        ------
        TemplateBroken
            If the template asks for what its first line does not name, or has no line ``---``.
        """
        n_items = len(evidence.items)
        schema, shape = schema_of(self.task, n_items), shape_of(self.task, n_items)
        system, question = self._filled(evidence)
        asked = msgspec.json.encode((self.sha256, system, question, schema), order="sorted")
        return Ask(
            messages=(("system", system), ("user", question)),
            schema=schema,
            shape=shape,
            prompt_hash=hashlib.sha256(asked).digest(),
            evidence_hash=_hash(evidence),
            brief=tuple(zip(("system", "user"), self._filled(shortened(evidence)), strict=True)),
            evidence=evidence,
        )

    def _filled(self, evidence: Evidence) -> tuple[str, str]:
        from jinja2 import TemplateError

        try:
            parts = _PART.split(self._template.render(_variables(evidence)))
        except (TemplateError, TypeError, ValueError, IndexError) as error:
            raise TemplateBroken(self._place, 1, str(error) or type(error).__name__) from error
        if len(parts) != 2:
            raise TemplateBroken(self._place, 1, "it needs one line '---' between the task and the question")
        return parts[0].strip(), parts[1].strip()


def load_prompts(folder: str = "") -> Mapping[Task, Prompt]:
    """All prompts, those of ``folder`` before the shipped ones of the same name.

    Raises
    ------
    PlaceNotFound
        If the folder is not there.
    TemplateBroken
        If one is no template, its first line is missing, or it uses what that does not name.
    """
    if folder and not Path(folder).is_dir():
        raise PlaceNotFound(folder)
    return {task: _prompt(task, folder) for task in TASKS}


def marker_of(evidence: Evidence) -> str:
    """Letters that part the quotes from the question: the same in every run, and not to be guessed by who is quoted.

    They come from all of the evidence: a quote that held them would be another text, and have others.
    """
    marker = ""
    for number in range(1000):
        message = number.to_bytes(2, "big") + _hash(evidence)
        marker = hmac.new(_MARKER_KEY, message, hashlib.sha256).hexdigest()[:_MARKER_CHARS].upper()
        if not any(marker.lower() in item.text.lower() for item in evidence.items):
            break
    return f"=={marker}=="


def _prompt(task: Task, folder: str) -> Prompt:
    own = Path(folder, f"{task}{SUFFIX}") if folder else None
    if own is not None and own.is_file():
        place, data = str(own), own.read_bytes()
    else:
        place, data = f"{task}{SUFFIX}", (shipped("prompts") / f"{task}{SUFFIX}").read_bytes()
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TemplateBroken(place, data.count(b"\n", 0, error.start) + 1, "it is not UTF-8 text") from error
    version = _checked(text, place)
    return Prompt(task, version, hashlib.sha256(text.encode()).hexdigest(), _compiled(text, place), place)


def _checked(text: str, place: str) -> str:
    """The version that the first line names, after a look at the variables."""
    head = _HEAD.match(text)
    if head is None:
        wanted = "{# version: 1; variables: marker, items #}"
        raise TemplateBroken(place, 1, f"its first line must name version and variables, such as {wanted}")
    declared = {name.strip() for name in head["variables"].split(",") if name.strip()}
    unknown = sorted(declared - set(VARIABLES))
    if unknown:
        raise TemplateBroken(place, 1, f"there is no variable {unknown[0]!r}; there are: {', '.join(VARIABLES)}")
    used = _used(text, place)
    for name in ("items", "marker"):
        if name not in used:
            raise TemplateBroken(place, 1, f"it does not use {name!r}: quotes must be shown, and marked off")
    if used - declared:
        raise TemplateBroken(place, 1, f"it uses {min(used - declared)!r}, which its first line does not name")
    return head["version"]


def _used(text: str, place: str) -> set[str]:
    from jinja2 import TemplateSyntaxError, meta
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        return set(meta.find_undeclared_variables(ImmutableSandboxedEnvironment().parse(text)))
    except TemplateSyntaxError as error:
        raise TemplateBroken(place, error.lineno, error.message or "it is no template") from error


def _compiled(text: str, place: str) -> Template:
    from jinja2 import StrictUndefined, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # plain text for a model, no markup
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        return environment.from_string(text)
    except TemplateSyntaxError as error:  # an unknown filter shows itself only here
        raise TemplateBroken(place, error.lineno, error.message or "it is no template") from error


def _variables(evidence: Evidence) -> dict[str, Any]:
    return {
        "items": [Numbered(number, item.text, item.side) for number, item in enumerate(evidence.items, 1)],
        "language": evidence.language,
        "marker": marker_of(evidence),
        "n_people": evidence.n_people,
        "neighbours": list(evidence.neighbours),
        "poles": list(evidence.poles),
    }


def _hash(evidence: Evidence) -> bytes:
    return hashlib.sha256(msgspec.json.encode(evidence, order="deterministic")).digest()
