"""Tables of miner.toml written and taken out: all the rest of the file stays to the letter."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.errors import BadSetting, BrokenInput, CannotChange
from miner.schedules.editing import with_digest, without_digest

OWN = """# what is mine
[report]   # and its forms
formats = [
    "html",  # for me
]

# about the daily one
[digests.daily] # every day
places = ["a.csv"]
# inside
every = "day"

[digests.daily.report]
language = "de"
# about the brand

[brand]
name = '''
[digests.daily]
'''
"""


def test_a_table_is_put_behind_all_others():
    found = with_digest(OWN, "weekly", {"places": ["talk", 'a "b"\\c'], "every": "week"}, "miner.toml")
    assert found.startswith(OWN)
    assert found[len(OWN) :] == '\n[digests.weekly]\nplaces = ["talk", "a \\"b\\"\\\\c"]\nevery = "week"\n'
    assert tomllib.loads(found)["digests"]["weekly"] == {"places": ["talk", 'a "b"\\c'], "every": "week"}


@pytest.mark.parametrize(("text", "gap"), [("", ""), ("a = 1", "\n\n"), ("a = 1\n", "\n"), ("a = 1\r\n", "\n")])
def test_an_empty_line_stands_between(text, gap):
    assert with_digest(text, "w", {"every": "day"}, "miner.toml") == f'{text}{gap}[digests.w]\nevery = "day"\n'


@given(st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_any_text_comes_back_as_it_was(places):
    try:
        found = with_digest("", "w", {"places": places}, "miner.toml")
    except CannotChange:  # half of a pair of surrogates cannot be written as TOML
        assert any("\ud800" <= sign <= "\udfff" for place in places for sign in place)
        return
    assert tomllib.loads(found) == {"digests": {"w": {"places": places}}}


def test_taken_out_its_comments_in_front_of_others_stay():
    found = without_digest(OWN.replace("[digests.daily]\n'''", "[digests]\n'''"), "daily", "miner.toml")
    assert tomllib.loads(found) == {"report": {"formats": ["html"]}, "brand": {"name": "[digests]\n"}}
    assert "# about the brand" in found
    assert "# inside" not in found or "every" not in found


def test_put_in_and_taken_out_is_as_before():
    found = without_digest(with_digest(OWN, "weekly", {"places": ["x"]}, "miner.toml"), "weekly", "miner.toml")
    assert found.rstrip("\n") == OWN.rstrip("\n")


def test_a_digest_that_is_not_there_leaves_all_as_it_is():
    assert without_digest(OWN, "monthly", "miner.toml") == OWN


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (
            OWN,
            "daily",
            "miner.toml was left as it is: it has a digest 'daily' already. Edit it there, or take another name.",
        ),
        (
            "digests = { daily = { places = ['x'] } }\n",
            "weekly",
            "miner.toml was left as it is: its tables are written in a way that cannot be changed safely. Add [digests.weekly] by hand.",
        ),
    ],
)
def test_what_cannot_be_added_safely_is_left_alone(text, name, message):
    with pytest.raises(CannotChange) as caught:
        with_digest(text, name, {"places": ["x"]}, "miner.toml")
    assert str(caught.value) == message


def test_what_cannot_be_taken_out_safely_is_left_alone():
    for text in ("digests = { daily = { places = ['x'] } }\n", "[digests]\ndaily.places = ['x']\n", OWN):
        with pytest.raises(CannotChange, match=r"Take \[digests\.daily\] out by hand\.$"):
            without_digest(text, "daily", "miner.toml")


def test_a_name_that_cannot_be_and_a_file_that_is_no_toml():
    with pytest.raises(BadSetting, match="expected a name of letters"):
        with_digest("", "a b", {}, "miner.toml")
    for change in (lambda: with_digest("[", "w", {}, "miner.toml"), lambda: without_digest("[", "w", "miner.toml")):
        with pytest.raises(BrokenInput, match=r"^miner\.toml cannot be read: it is not TOML"):
            change()
