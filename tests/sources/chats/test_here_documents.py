"""Logs inside shell scripts: only what a here-document holds is the log, every other line is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_reading import items, material

from miner.sources import recognised_by
from miner.sources.base import Skipped
from miner.sources.chats.here_documents import is_script, only_documents
from miner.sources.chats.irc import Irc
from miner.transcript import Post

SCRIPT = """#!/bin/bash
# Replays a meeting.
cat >$INPUT <<{opening}
{tab}<ann> Ducks need the pond.
{tab}<bob> So do the frogs,
 all of them.
{tab}-!- cy has joined #pond
{tab}EOF

cat >expected.html <<'EOF'
<p>Ducks need the pond.</p>
EOF
perl replay.pl $INPUT | grep '<cite>' && exit 1
"""


@pytest.mark.parametrize(("opening", "tab"), [("EOF", ""), ("'EOF'", ""), ("-EOF", "\t"), ('-"EOF"', "\t")])
def test_the_log_in_a_script_is_read_and_the_script_is_counted(opening: str, tab: str) -> None:
    script = SCRIPT.format(opening=opening, tab=tab)
    assert recognised_by(material(script))[0].name == "irc"
    found = items(Irc(), script)
    said = [item for item in found if isinstance(item, Post)]
    assert [(post.author, post.text, post.locator) for post in said] == [
        ("ann", "Ducks need the pond.", "line 4"),
        ("bob", "So do the frogs,\nall of them.", "line 5"),
    ]
    skipped = {item.reason: item.n for item in found if isinstance(item, Skipped)}
    assert skipped == {"line of the script around the log": 8, "system": 1}


@pytest.mark.parametrize(
    "text",
    [
        "#!/bin/sh\necho '<ann> hi'\necho '<bob> ho'\n",
        "#!/bin/sh\ncat <<EOF\n<p>one</p>\n<p>two</p>\nEOF\n",
        "#!/bin/sh\ncat <<EOF\n<ann> hi\n<bob> never closed\n<ann> so it is none\n",
        "#!/usr/bin/env python3\nprint(1 << 3)\nprint('<ann> hi')\nprint('<bob> ho')\n",
    ],
)
def test_a_script_without_a_log_is_no_log(text: str) -> None:
    assert "irc" not in [source.name for source in recognised_by(material(text))]


@pytest.mark.parametrize("line", ["#!/bin/sh", "#!/bin/bash -e", "#! /usr/bin/env bash", "#!/usr/bin/zsh"])
def test_shells_are_known_by_their_first_line(line: str) -> None:
    assert is_script(line)
    assert not is_script(f" {line}")


@given(st.lists(st.sampled_from(["cat <<EOF", "cat <<-EOF", "EOF", "\tEOF", "<ann> hi", "\t<bob> ho", "", "x <<<EOF"])))
def test_no_line_of_a_script_is_lost(lines: list[str]) -> None:
    kept, n_others = only_documents(lines, lambda body: any("hi" in line for line in body))
    assert len(kept) == len(lines)
    assert all(left in ("", line, line.lstrip("\t")) for line, left in zip(lines, kept, strict=True))
    assert sum(bool(line.strip()) for line in kept) + n_others == sum(bool(line.strip()) for line in lines)
