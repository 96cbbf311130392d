"""Templates: the shipped ones, and a user's own laid over them one by one.

Jinja is imported inside the functions: ``miner --help`` must not wait for it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from miner.errors import MinerError, PlaceNotFound, TemplateBroken
from miner.report import markdown
from miner.report.languages.catalogues import unfilled
from miner.report.languages.formats import joined, parted
from miner.report.phrases import stop
from miner.resources import shipped

if TYPE_CHECKING:
    from jinja2 import Environment, FunctionLoader


def fill(template: str, folder: str, variables: Mapping[str, object]) -> str:
    """The text a template makes.

    Parameters
    ----------
    template
        Its name; a file of this name in ``folder`` is taken before the shipped one.
    folder
        The user's own templates; "" for none.

    Raises
    ------
    PlaceNotFound
        If the folder is not there.
    TemplateBroken
        If a template of the user's own is no template, or asks for what is not there: names file and line.
    """
    if folder and not Path(folder).is_dir():
        raise PlaceNotFound(folder)
    environment = _environment(folder)
    try:
        return environment.get_template(template).render(variables)
    except MinerError:
        raise
    # Whatever the user's template raises is for the user to mend; whatever ours raises is our bug and passes.
    except Exception as error:
        place = _place_in(error, folder) if folder else None
        if place is None:
            raise
        raise TemplateBroken(*place, _reason(error, place[0], folder)) from error


@lru_cache(maxsize=4)
def _environment(folder: str) -> Environment:
    from jinja2 import ChoiceLoader, Environment, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    loaders = [_own_loader(folder)] if folder else []
    # Templates of a user's own may be somebody else's: they reach the report, and no further into the program.
    environment = (SandboxedEnvironment if folder else Environment)(
        loader=ChoiceLoader([*loaders, _shipped_loader()]),
        autoescape=_escapes_by_itself,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(md=markdown.escape, md_quote=markdown.quote, md_lines=markdown.paragraphs)
    environment.filters.update(md_target=markdown.target, md_line=markdown.line, sha256=_sha256)
    environment.globals.update(
        md_link=markdown.link, md_heading=markdown.heading, joined=joined, semicolon=parted, stop=stop
    )
    _speak(environment)
    return environment


def _speak(environment: Environment) -> None:
    """Gives templates ``gettext`` and its kin; Jinja escapes what is filled in, unless it is marked as safe."""
    environment.add_extension("jinja2.ext.i18n")
    kinds = ("gettext", "ngettext", "pgettext", "npgettext")
    functions = {kind: partial(unfilled, kind) for kind in kinds}
    # What the extension adds to every environment.
    environment.install_gettext_callables(**functions, newstyle=True)  # type: ignore[attr-defined]


def _escapes_by_itself(name: str | None) -> bool:
    """All but Markdown, whose templates name their escapes."""
    return name is None or not name.endswith(".md.j2")


def _own_loader(folder: str) -> FunctionLoader:
    from jinja2 import FunctionLoader
    from jinja2.loaders import split_template_path

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = Path(folder, *split_template_path(name))
        if not file.is_file():
            return None
        content, changed = file.read_bytes(), file.stat().st_mtime_ns
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise TemplateBroken(str(file), line, "it is not UTF-8 text") from error
        return text, str(file), lambda: file.is_file() and file.stat().st_mtime_ns == changed

    return FunctionLoader(load)


def _shipped_loader() -> FunctionLoader:
    from jinja2 import FunctionLoader

    folder = shipped("templates")

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = folder.joinpath(*name.split("/"))
        return (file.read_text("utf-8"), str(file), lambda: True) if file.is_file() else None

    return FunctionLoader(load)


def _sha256(text: str) -> str:
    """What a content security policy wants to know of an inline script."""
    return base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()


def _place_in(error: Exception, folder: str) -> tuple[str, int] | None:
    """File and line where it happened: the last frame of the traceback inside ``folder``.

    A shipped template that misses something misses it in one of the folder's: then its own line is named.
    """
    from jinja2 import TemplateSyntaxError, UndefinedError

    places = [(frame.tb_frame.f_code.co_filename, frame.tb_lineno) for frame in _frames(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.name:
        places.append((str(Path(folder, error.name)), error.lineno))
    own = [place for place in places if Path(place[0]).is_relative_to(folder)]
    shipped_ones = [place for place in places if place[0].endswith((".j2", ".css", ".js"))]
    return own[-1] if own else shipped_ones[-1] if shipped_ones and isinstance(error, UndefinedError) else None


def _reason(error: Exception, place: str, folder: str) -> str:
    from jinja2 import TemplateNotFound

    said = str(error).rstrip(".") or type(error).__name__
    if isinstance(error, TemplateNotFound):
        said = f"there is no template {said!r}"
    return said if Path(place).is_relative_to(folder) else f"{said}; a file in {folder} was to bring it"


def _frames(traceback: TracebackType | None) -> list[TracebackType]:
    frames = []
    while traceback is not None:
        frames.append(traceback)
        traceback = traceback.tb_next
    return frames
