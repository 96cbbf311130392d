"""What people write on code hosts, without what the host put there: templates, checklists, comments, mail headers."""

from __future__ import annotations

import re

from miner.sources.html import HtmlText
from miner.sources.links.markdown import read_markdown

_COMMENT = re.compile(r"<!--(?:(?!-->).){0,20000}-->", re.DOTALL)
_TASK = re.compile(r"\s{0,20}(?:[-*+]|\d{1,3}[.)])\s{1,4}\[[ xX]\](?:\s|$)")
_HEADING = re.compile(r"(#{1,6}\s{1,4}|\*\*)(.{1,200})")
_NO_ANSWER = re.compile(r"_?no response_?\s*\Z|(?:n/a|none)\s*\Z", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_WROTE = re.compile(r"(?:On|Am|Le|El|Il|Op)\s.{8,200}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef)\s?:\s*\Z")
_MENTION = re.compile(r"(?<![\w@/.])@([A-Za-z0-9](?:[\w.-]{0,60}\w)?)")  # names have hyphens and dots here
# Headings of the templates that hosts ship, of GitHub's and GitLab's documentation, lower case.
_TEMPLATE = frozenset(
    (
        "describe the bug",
        "bug description",
        "description",
        "to reproduce",
        "steps to reproduce",
        "how to reproduce",
        "expected behavior",
        "expected behaviour",
        "actual behavior",
        "actual behaviour",
        "current behavior",
        "what happened?",
        "what did you expect to happen?",
        "screenshots",
        "environment",
        "version",
        "versions",
        "desktop (please complete the following information)",
        "smartphone (please complete the following information)",
        "additional context",
        "additional information",
        "is your feature request related to a problem? please describe",
        "describe the solution you'd like",
        "describe alternatives you've considered",
        "checklist",
        "summary",
        "motivation",
        "relevant log output",
        "relevant logs and/or screenshots",
        "what is the current *bug* behavior?",
        "what is the expected *correct* behavior?",
        "example project",
        "output of checks",
        "possible fixes",
        "problem to solve",
        "proposal",
        "further details",
        "what does this mr do and why?",
        "related issues",
        "type of change",
        "how has this been tested?",
    )
)


def read_code_host(text: str) -> HtmlText:
    """The text of an issue, a discussion or a comment in it.

    Left out: HTML comments, task lists, headings of templates, sections that were left without an answer, and the
    line that mail programs put before a quotation.
    """
    return read_markdown(without_template(text), breaks=True, html=True)


def without_template(text: str) -> str:
    """The Markdown without what the template of the repository put there."""
    text = text.replace("\r\n", "\n")
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        opens = _FENCE.match(line)
        if opens and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opens[1]
        if fence or opens:
            kept.append(line)
        elif _NO_ANSWER.match(line.strip()):
            _drop_heading(kept)
        elif not (_TASK.match(line) or _is_template_heading(line) or _WROTE.match(line.strip())):
            kept.append(line)
    return "\n".join(kept)


def _is_template_heading(line: str) -> bool:
    found = _HEADING.match(line.strip())
    if not found:
        return False
    words = found[2].strip().strip("#*").strip()
    return words.rstrip(":.").lower().replace("’", "'") in _TEMPLATE


def _drop_heading(kept: list[str]) -> None:
    """The question above an answer that was not given."""
    while kept and not kept[-1].strip():
        kept.pop()
    if kept and kept[-1].lstrip().startswith("#"):
        kept.pop()


def accounts_in(text: str) -> tuple[str, ...]:
    """Names after an @, as written, each once, in order."""
    return tuple(dict.fromkeys(_MENTION.findall(text))) if "@" in text else ()
