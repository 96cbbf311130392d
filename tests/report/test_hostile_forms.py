"""Every form of a report of hostile texts: nothing runs, fetches, calls or breaks out, and every quote is there."""

from __future__ import annotations

import pytest
from hostile_checks import CHECKS, check_any
from hostile_corpus import FAMILIES, TEXTS
from hostile_digests import hostile_digests, large_digest, single_digests, stored

from miner.report import FORMS, render

DIGESTS = hostile_digests()
# Made in a moment: for these each text also stands alone in the fields a digest has one of, such as its title.
QUICK = ("html", "markdown", "text", "discourse", "slack", "discord", "email", "atom")


def test_the_corpus_is_large_and_no_text_stands_in_it_twice():
    assert len({stored(text) for text in TEXTS}) > 250
    assert len(TEXTS) == sum(map(len, FAMILIES.values()))


def test_every_form_has_its_check():
    assert CHECKS.keys() == FORMS.keys()


@pytest.mark.parametrize("name", DIGESTS)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_texts_stay_texts(form, name):
    content = render(DIGESTS[name], form)
    check_any(content)
    CHECKS[form](DIGESTS[name], content)


@pytest.mark.parametrize("form", QUICK)
def test_a_hostile_title_stays_a_title(form):
    for digest in single_digests().values():
        CHECKS[form](digest, render(digest, form))


@pytest.mark.parametrize("form", FORMS)
def test_a_post_of_a_megabyte_breaks_no_form(form):
    digest = large_digest(100_000 if form == "pdf" else 1_000_000)  # Typst needs half a minute for a megabyte
    content = render(digest, form)
    check_any(content)
    CHECKS[form](digest, content)
