"""What a reader is told where one person said all of it, or most of it: an article, a talk.

Themes of one person are counted in arguments and in places of the text, never in people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from miner.digest.records import Digest, Theme
from miner.report import phrases
from miner.report.languages import formats
from miner.report.languages.catalogues import gettext, ngettext
from miner.report.languages.formats import number
from miner.settings import ClusterSettings
from miner.transcript.places import paragraph_of, places_of


def is_of_one(digest: Digest) -> bool:
    """Whether one person said all of it."""
    return digest.numbers.n_people == 1 and all(theme.n_people <= 1 for theme in digest.themes)


def places_by_theme(digest: Digest) -> Mapping[str, int]:
    """How many places of the text each theme of one person comes up in."""
    alone = {theme.id for theme in digest.themes if theme.n_people == 1}
    if not alone:
        return {}
    texts = {post.id: post.text for post in digest.posts}
    stands = ((one.post_id, paragraph_of(texts[one.post_id], one.start)) for one in digest.arguments)
    found: dict[str, set[int]] = defaultdict(set)
    for one, place in zip(digest.arguments, places_of(stands), strict=True):
        for theme_id in {one.theme_id, one.subtheme_id} & alone:
            found[str(theme_id)].add(place)
    return {theme_id: len(places) for theme_id, places in found.items()}


def arguments_of(theme: Theme, n_places: int) -> str:
    """``9 arguments``; of one person ``9 arguments in 5 places of the text``."""
    said = phrases.arguments(theme.n_arguments)
    if n_places < 2:
        return said
    return ngettext(
        "%(arguments)s in %(n)s place of the text",
        "%(arguments)s in %(n)s places of the text",
        n_places,
        arguments=said,
        n=number(n_places),
    )


def said_title(digest: Digest) -> str:
    """The title of the section with the themes."""
    return gettext("What was said") if is_of_one(digest) else phrases.section("said")


def gist_of_one(digest: Digest, titles: Sequence[str]) -> str:
    """What an article came to, in one sentence; titles come with their quotation marks."""
    numbers = digest.numbers
    return gettext(
        "%(people)s wrote %(posts)s with %(arguments)s, above all about %(titles)s.",
        people=phrases.people(1),
        posts=phrases.posts(numbers.n_posts),
        arguments=phrases.arguments(numbers.n_arguments),
        titles=formats.conjoined(list(titles)),
    )


def why_ungrouped(digest: Digest) -> str:
    """Why the arguments stand one by one: too few, or nothing that is shared."""
    if len(digest.arguments) < _fewest(digest):
        return gettext("Too few arguments to group: here they are, one by one.")
    if is_of_one(digest):
        return gettext("No point comes up in several places of this text: here are its arguments, one by one.")
    return gettext("No two people clearly made the same point: here are the arguments, one by one.")


def what_is_apart(digest: Digest) -> str:
    """What stands above the arguments in no theme."""
    if is_of_one(digest):
        return gettext("What belongs to none of these themes, and may still be worth reading.")
    return gettext("What nobody else said, and may still be worth hearing.")


def one_voice_notes(digest: Digest) -> tuple[str, ...]:
    """How themes of one person were found and counted; nothing where there are none."""
    found = (theme for theme in digest.themes if "members" not in theme.edited)
    if not any(theme.n_people == 1 and theme.n_arguments > 1 for theme in found):
        return ()
    return (
        gettext(
            "Most of this was said by one person. A theme of one person is a point that comes up in several places of "
            "the text; its arguments and places are counted, not people. Such themes are shown only where sentences "
            "that stand together are more alike than the same sentences in random order."
        ),
    )


def _fewest(digest: Digest) -> int:
    """From how many arguments on themes were looked for, as the digest's settings say."""
    clusters = digest.method.settings.get("clusters", {})
    given = clusters.get("min_arguments") if isinstance(clusters, dict) else None
    return given if isinstance(given, int) else ClusterSettings().min_arguments
