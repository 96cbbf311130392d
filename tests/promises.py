"""What must hold for every digest, whatever it was made from: one check, called by many tests."""

from __future__ import annotations

from collections.abc import Iterable

from miner.arguments.units import count_words
from miner.digest import Digest
from miner.digest.records import DigestArgument
from miner.transcript.places import paragraph_of, places_of


def keeps_promises(digest: Digest) -> None:
    """Fail with a sentence if the digest breaks one of the promises every digest makes."""
    _accounts_for_everything(digest)
    _quotes_are_evidence(digest)
    _themes_are_common(digest)
    _contrasts_are_honest(digest)


def quoted(digest: Digest, argument_id: str) -> str:
    """The words of an argument."""
    argument = next(one for one in digest.arguments if one.id == argument_id)
    return next(post for post in digest.posts if post.id == argument.post_id).text[argument.start : argument.end]


def ids_used(digest: Digest) -> set[str]:
    """Every argument id any section refers to."""
    used: set[str] = {*digest.overview, *digest.said_once, *digest.map}
    for theme in digest.themes:
        used |= {theme.key_point, *theme.quotes, *([theme.dissent] if theme.dissent else [])}
    for contrast in digest.contrasts:
        used |= set(contrast.common_ground)
        for pole in (contrast.left, contrast.right):
            used |= {*pole.key_points, *pole.quotes}
    for question in digest.questions:
        used |= set(question.quotes)
    return used


def _accounts_for_everything(digest: Digest) -> None:
    account = digest.account
    gone = account.reposts + account.merged + sum(account.filtered.values()) + sum(account.failed.values())
    assert account.read == account.used + gone, f"the account does not balance: {account}"
    assert digest.numbers.n_posts == len(digest.posts)
    assert digest.numbers.n_arguments == len(digest.arguments)
    assert digest.numbers.n_themes == len(digest.top_themes)
    assert 0 <= digest.numbers.coverage <= 1


def _quotes_are_evidence(digest: Digest) -> None:
    posts = {post.id: post for post in digest.posts}
    known = {argument.id: argument for argument in digest.arguments}
    assert len(known) == len(digest.arguments), "two arguments have one id"
    assert ids_used(digest) <= known.keys(), "a section refers to an argument that is not there"
    for argument in digest.arguments:
        post = posts[argument.post_id]
        text = post.text[argument.start : argument.end]
        assert 0 <= argument.start < argument.end <= len(post.text)
        assert text == text.strip(), f"a quote has space at its edge: {argument.id}"
        assert any(char.isalpha() for char in text), f"a quote without a letter: {argument.id}"
        assert post.kind not in ("repost", "system", "question"), f"quoted from a {post.kind}: {argument.id}"
        assert not any(start < argument.end and argument.start < end for start, end in post.quoted), (
            f"others' words are quoted as the author's: {argument.id}"
        )
        assert 0 <= argument.strength <= 1
        assert argument.copies >= 1
    for aside in (*digest.open_questions, *digest.next_steps):
        assert posts[aside.post_id].text[aside.start : aside.end].strip()
    _do_not_overlap(digest.arguments)


def _do_not_overlap(arguments: Iterable[DigestArgument]) -> None:
    ends: dict[str, int] = {}
    for argument in arguments:
        assert argument.start >= ends.get(argument.post_id, 0), f"arguments overlap: {argument.id}"
        ends[argument.post_id] = argument.end


def _themes_are_common(digest: Digest) -> None:
    theme_ids = {theme.id for theme in digest.themes}
    assert {argument.theme_id for argument in digest.arguments} <= theme_ids | {None}
    assert len({theme.title.casefold() for theme in digest.themes}) == len(digest.themes), "two themes have one title"
    for argument in digest.arguments:
        assert (argument.theme_id is None) == (argument.membership == "tail"), argument.id
    tail = [argument.id for argument in digest.arguments if argument.theme_id is None]
    assert sorted(digest.said_once) == sorted(tail), "said once is not exactly what is in no theme"
    people_order = [theme.n_people for theme in digest.themes if theme.parent is None]
    for theme in digest.themes:
        members = [argument for argument in digest.arguments if theme.id in (argument.theme_id, argument.subtheme_id)]
        assert theme.parent is None or {argument.theme_id for argument in members} == {theme.parent}
        assert theme.n_arguments == len(members)
        assert theme.n_people >= 2 or _of_one_text(digest, members), f"a theme of one person: {theme.title}"
        assert theme.title.strip()
        assert theme.key_point not in theme.quotes, "the key point is quoted twice"
        assert {theme.key_point, *theme.quotes} <= {argument.id for argument in members}
        assert theme.stability is None or 0 <= theme.stability <= 1
        assert 1 <= theme.key_point_matches <= theme.n_arguments
        sizes = [count_words(quoted(digest, argument.id)) for argument in members]
        if any(6 <= size <= 25 for size in sizes):
            assert 6 <= count_words(quoted(digest, theme.key_point)) <= 25, (
                f"key point too short or long: {theme.title}"
            )
        if theme.dissent:
            assert theme.dissent in theme.quotes
    assert len(people_order) <= 9


def _of_one_text(digest: Digest, members: list[DigestArgument]) -> bool:
    """Whether the one person behind a theme said two thirds of everything, and this in several places."""
    authors = {post.id: post.author or post.id for post in digest.posts}
    person = authors[members[0].post_id]
    said = [authors[argument.post_id] for argument in digest.arguments]
    texts = {post.id: post.text for post in digest.posts}
    places = places_of((one.post_id, paragraph_of(texts[one.post_id], one.start)) for one in digest.arguments)
    inside = {place for one, place in zip(digest.arguments, places, strict=True) if one in members}
    return said.count(person) >= 2 / 3 * len(said) and len(inside) >= 2


def _contrasts_are_honest(digest: Digest) -> None:
    for contrast in digest.contrasts:
        places = [argument.positions[contrast.name] for argument in digest.arguments]
        assert all(-1 <= place <= 1 for place in places)
        counts = (contrast.left.n_arguments, contrast.right.n_arguments, contrast.n_neither)
        assert counts == (sum(p < 0 for p in places), sum(p > 0 for p in places), sum(p == 0 for p in places))
        if not contrast.measurable:
            assert contrast.reason
            assert contrast.left.quotes == contrast.right.quotes == contrast.common_ground == ()
        sides = {argument.id: argument.positions[contrast.name] for argument in digest.arguments}
        assert all(sides[quote] < 0 for quote in (*contrast.left.key_points, *contrast.left.quotes))
        assert all(sides[quote] > 0 for quote in (*contrast.right.key_points, *contrast.right.quotes))
