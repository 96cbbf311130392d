"""What was made anew for an edit is looked up the next time, and never for another digest, edit or version."""

from __future__ import annotations

import pytest
from digests import library_chat
from msgspec.structs import replace

import miner
from miner.digest.edits import Edit, Outcome, Remade, apply_edits, edit_of, load_remade, remade_place
from miner.digest.edits import desk as desk_module
from miner.digest.edits.remade import ground_of
from miner.digest.records import Digest
from miner.report.cards import theme_refs


@pytest.fixture(scope="module")
def digest() -> Digest:
    return library_chat()


@pytest.fixture(scope="module")
def edits(digest) -> tuple[Edit, ...]:
    labels = {ref.label: key for key, ref in theme_refs(digest.themes).items()}
    merge = edit_of(digest, ["merge", "2", "3"], labels)
    drop = edit_of(digest, ["drop", digest.themes[0].key_point], labels)
    return merge, drop


@pytest.fixture(scope="module")
def made(digest, edits) -> Outcome:
    return apply_edits(digest, edits)


@pytest.fixture(scope="module")
def kept(digest, edits) -> bytes:
    remade = Remade()
    apply_edits(digest, edits, remade=remade)
    assert remade.grown
    return remade.dump()


@pytest.fixture
def remade(tmp_path, kept) -> Remade:
    place = tmp_path / "chat.edits.cache"
    place.write_bytes(kept)
    found, broken = load_remade(place)
    assert broken == ""
    return found


@pytest.fixture
def no_desk(monkeypatch):
    """Nothing may be compared again."""

    class Asked(Exception):
        pass

    def refuse(digest: Digest) -> None:
        raise Asked

    monkeypatch.setattr(desk_module, "Desk", refuse)
    return Asked


def test_what_is_looked_up_is_what_would_be_made(digest, edits, made, remade, no_desk):
    assert apply_edits(digest, edits, remade=remade) == made
    assert not remade.grown


def test_a_title_or_a_date_of_the_digest_makes_no_difference(digest, edits, remade, no_desk):
    other = replace(digest, title="another title", written_on=None)
    assert apply_edits(other, edits, remade=remade).not_found == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda one: {"posts": (replace(one.posts[0], text=f"{one.posts[0].text} "), *one.posts[1:])},
        lambda one: {"posts": (replace(one.posts[0], author="somebody else"), *one.posts[1:])},
        lambda one: {"arguments": (replace(one.arguments[0], strength=0.123), *one.arguments[1:])},
        lambda one: {"contrasts": ()},
        lambda one: {"method": replace(one.method, settings={"embeddings": {"embedder": "lexical"}})},
        lambda one: {"method": replace(one.method, embedder_sha256="0" * 64)},
    ],
)
def test_another_digest_never_gets_it(digest, edits, remade, no_desk, change):
    with pytest.raises(no_desk):
        apply_edits(replace(digest, **change(digest)), edits, remade=remade)


def test_another_edit_never_gets_it(digest, edits, remade, no_desk):
    labels = {ref.label: key for key, ref in theme_refs(digest.themes).items()}
    with pytest.raises(no_desk):
        apply_edits(digest, [edit_of(digest, ["merge", "2", "4"], labels)], remade=remade)
    with pytest.raises(no_desk):  # the same merge, with a quote dropped before
        apply_edits(digest, (edits[1], edits[0]), remade=remade)


def test_another_version_never_gets_it(digest, monkeypatch):
    before = ground_of(digest)
    monkeypatch.setattr(miner, "__version__", "9.9")
    assert ground_of(digest) != before


def test_the_file_is_the_same_in_every_run(digest, edits, kept):
    remade = Remade()
    apply_edits(digest, edits, remade=remade)
    assert remade.dump() == kept


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda data: data[:-40], "truncated"),
        (lambda data: b"", "truncated"),
        (lambda data: b"\xff\xfe", "malformed"),
        (lambda data: data.replace(b"miner/remade/1", b"miner/remade/9"), "its schema is 'miner/remade/9'"),
        (lambda data: data.replace(b'"n_people": ', b'"n_people": 1'), "it was changed since it was written"),
        (lambda data: data.replace(b'"themes"', b'"temes"'), "unknown field"),
    ],
)
def test_a_damaged_file_is_left_aside_with_its_reason(tmp_path, kept, damage, told):
    place = tmp_path / "chat.edits.cache"
    place.write_bytes(damage(kept))
    remade, broken = load_remade(place)
    assert told in broken
    assert remade.dump() == Remade().dump()


def test_a_theme_of_other_arguments_is_not_believed(digest, edits, made, kept):
    """Even one under the right hash: quotes are of the theme's own members."""
    theme = made.digest.themes[0]
    groups = {theme.id: ["a", "b"]}
    remade = Remade()
    remade.theme("ground", theme.id, groups, (), lambda: replace(theme, key_point="elsewhere", quotes=()))
    right = replace(theme, key_point="a", quotes=("b",))
    assert remade.theme("ground", theme.id, groups, (), lambda: right) == right


def test_only_the_last_used_are_kept():
    theme = library_chat().themes[0]
    remade = Remade()
    for number in range(250):
        one = replace(theme, id=f"t{number}", key_point="a", quotes=())
        remade.theme("ground", one.id, {one.id: ["a"]}, (), lambda one=one: one)
    remade.theme("ground", "t0", {"t0": ["a"]}, (), lambda: replace(theme, id="t0", key_point="a", quotes=()))
    written = remade.dump().decode()
    assert written.count('"key_point":') == 200
    assert '"id": "t0"' in written
    assert '"id": "t1"' not in written


def test_it_lies_beside_the_edits(tmp_path):
    assert remade_place(tmp_path / "chat.edits.toml") == tmp_path / "chat.edits.cache"
    remade, broken = load_remade(tmp_path / "chat.edits.cache")
    assert (broken, remade.grown) == ("", False)
