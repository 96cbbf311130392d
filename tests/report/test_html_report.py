"""The HTML report: one page, right structure, nothing of it made by outside text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from digests import few_arguments, library_chat, many_arguments
from hostile import TEXTS, hostile_digest
from msgspec.structs import replace
from reading import page_of, text_of
from selectolax.lexbor import LexborHTMLParser

from miner.digest.records import Account, Digest, Numbers, Person
from miner.report import render
from miner.report.proof import prove

DIGESTS = {"chat": library_chat, "few": few_arguments, "hostile": hostile_digest, "many": lambda: many_arguments(400)}


@pytest.fixture(scope="module")
def page() -> LexborHTMLParser:
    return page_of(library_chat())


@pytest.mark.parametrize("name", DIGESTS)
def test_every_block_quote_holds_words_of_a_post_and_nothing_else(name):
    digest = DIGESTS[name]()
    posts = {post.id: post.text for post in digest.posts}
    words = {
        *prove(digest).values(),
        *(posts[one.post_id][one.start : one.end] for one in (*digest.open_questions, *digest.next_steps)),
    }
    quotes = page_of(digest).css("blockquote")
    assert quotes
    for quote in quotes:
        assert not quote.css("*")[1:]
        assert quote.text() in words
        assert quote.attributes.get("dir") == "auto"


@pytest.mark.parametrize("name", DIGESTS)
def test_ids_are_unique_and_every_inner_link_leads_somewhere(name):
    page = page_of(DIGESTS[name]())
    ids = [element.attributes.get("id") for element in page.css("[id]")]
    assert len(ids) == len(set(ids))
    inner = {link.attributes.get("href")[1:] for link in page.css("a[href^='#']")}
    assert inner - {"said"} <= set(ids)


@pytest.mark.parametrize("name", DIGESTS)
def test_headings_go_down_one_level_at_a_time(name):
    levels = [int(str(heading.tag)[1]) for heading in page_of(DIGESTS[name]()).css("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", DIGESTS)
def test_the_page_asks_for_nothing(name):
    rendered = render(DIGESTS[name](), "html")
    page = LexborHTMLParser(rendered)
    assert not page.css("link, img, iframe, object, embed, form, base, [src], [srcset], [onclick], [onload], [onerror]")
    assert len(page.css("script")) == 1
    style = page.css("style")[0].text()
    assert "url(" not in style
    assert "@import" not in style
    policy = page.css("meta[http-equiv='Content-Security-Policy']")[0].attributes["content"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-\S{44}'; img-src data:; script-src 'sha256-\S{44}'; "
        "base-uri 'none'; form-action 'none'",
        policy,
    )


@pytest.mark.parametrize("name", DIGESTS)
def test_outer_links_are_plain_http_and_tell_nobody_where_they_stand(name):
    page = page_of(DIGESTS[name]())
    for link in page.css("a[href]:not([href^='#'])"):
        assert re.match(r"https?://\S+$", link.attributes.get("href"))
        assert "target" not in link.attributes
    for link in page.css(".quote a[href]:not([href^='#']), .links a[href]"):
        assert link.attributes.get("rel") == "noopener noreferrer nofollow"
    # Said once for the thousands among the posts.
    assert page.css("meta[name=referrer]")[0].attributes["content"] == "no-referrer"
    assert page.css("meta[name=robots]")[0].attributes["content"] == "nofollow"


def test_hostile_text_stays_text():
    page = page_of(hostile_digest())
    assert not page.css("b > script, blockquote *, title *, h1 b, bdi *")
    shown = {quote.text() for quote in page.css("blockquote")}
    assert set(TEXTS) <= shown
    assert "49" not in page.css("h1")[0].text()
    assert not [element for element in page.css("*") if any(name.startswith("on") for name in element.attributes)]
    assert not page.css("[lang='en\"><b>']")


def test_there_is_no_style_but_the_one_the_policy_knows(page):
    assert not page.css("[style]")
    assert len(page.css("style")) == 1


def test_sections_stand_in_the_order_of_a_reader_in_a_hurry(page):
    assert [heading.text() for heading in page.css("h2")] == [
        "In short, in their own words",
        "What people said",
        "Where they differ",
        "By question",
        "Said once",
        "Left open",
        "Links shared",
        "Who took part",
        "All arguments",
        "How this was made",
    ]


def test_sections_without_content_are_not_there():
    empty = Digest(title="", account=Account(read=0, used=0), numbers=Numbers())
    page = page_of(empty)
    assert [heading.text() for heading in page.css("h2")] == ["How this was made"]
    assert page.css("h1")[0].text() == "A discussion"
    assert not page.css("svg, blockquote")


def test_a_discussion_too_small_for_themes_says_so():
    page = page_of(few_arguments())
    assert "Too few arguments to group" in page.css("#said")[0].text()
    assert len(page.css("#said blockquote")) == 5
    assert not page.css("#once, #differ")


def test_a_theme_shows_people_key_point_stability_and_dissent(page):
    theme = page.css("#theme-staff")[0]
    text = " ".join(theme.text().split())
    assert "6 of 15 people" in text
    assert "holds firm" in text
    assert "4 of 6 arguments come down to this, by 4 people." in text
    assert "said twice in these words" in text
    assert "reposted by 7" in text
    dissent = theme.css(".quote.dissent")
    assert len(dissent) == 1
    assert "A voice against the key point" in dissent[0].text()


def test_a_quote_shows_what_it_answers(page):
    reply = page.css("#a-twitter-1859000000000000005-12-112")[0]
    assert "to ferro_ruth: A1 Shift workers." in reply.css(".answers")[0].text()
    first = page.css("#theme-who .quote.key .answers")[0]
    assert first.text() == "Q1 Who would actually come to the library between nine and midnight?"


def test_a_contrast_shows_both_sides_and_what_lies_between(page):
    contrast = page.css(".contrast")[0]
    assert [heading.text() for heading in contrast.css(".pole h4")] == ["late hours", "daytime service"]
    assert "15 arguments on neither side" in contrast.css(".lead")[0].text()
    drawn = {side: len(contrast.css(f".strip .{side} path")) for side in ("left", "both", "right")}
    assert drawn == {"left": 8, "both": 1, "right": 4}
    rows = [text_of(row) for row in contrast.css("details")[-1].css("tbody tr")]
    assert len(rows) == sum(drawn.values())
    assert rows[0] == "ferro_ruth−0.4340"
    assert len(contrast.css(".common blockquote")) == 2
    assert "only 3 arguments of 2 people" in page.css(".unmeasured li")[0].text()


def test_every_picture_is_hidden_from_screen_readers_and_has_a_table(page):
    assert all(picture.attributes.get("aria-hidden") == "true" for picture in page.css("svg"))
    assert page.css(".overlook table.legend caption")
    assert page.css(".time details table")
    assert page.css(".contrast details table")


def test_the_account_shows_its_sum(page):
    account = page.css(".account")[0]
    values = [int(cell.text()) for cell in account.css("tbody td")]
    assert sum(values) == int(account.css("tfoot td")[0].text()) == 118
    assert "118 = 47 + 41" in account.css("tfoot")[0].text()


def test_each_source_says_how_it_was_read():
    digest = library_chat()
    page = page_of(replace(digest, sources=(*digest.sources, replace(digest.sources[0], place="second.html"))))
    assert len(page.css(".sources tbody tr")) == 2
    (only,) = page_of(digest).css(".sources tbody tr")
    read = replace(digest.sources[0], encoding="cp1252", layout="day first", step="recovered")
    (told,) = page_of(replace(digest, sources=(read,))).css(".sources tbody th small")
    assert text_of(only.css_first("th small")).endswith("parsed strictly")
    assert text_of(told) == "cp1252; day first; recovered: the file is broken, what is whole in it was read"


def test_many_people_wait_in_a_fold():
    people = tuple(Person(name=f"person {number:03d}", n_posts=1, host=number == 7) for number in range(240))
    page = page_of(replace(library_chat(), people=people))
    assert len(page.css("#people > ul li")) == 1
    assert len(page.css("#people details li")) == 240


def test_a_theme_beneath_another_stands_inside_it():
    digest = library_chat()
    child = next(theme for theme in digest.themes if theme.id == "bus")
    page = page_of(
        replace(digest, themes=tuple(replace(one, parent="who") if one is child else one for one in digest.themes))
    )
    assert page.css("#theme-who > #theme-bus")
    assert page.css("#theme-bus-title .number")[0].text() == "2.1"
    assert page.css("#theme-bus")[0].attributes["class"] == "theme t2 beneath"


def test_an_argument_has_one_home_and_all_have_one(page):
    targets = page.css(".map svg a:not(.badge)")
    assert len(targets) == len(library_chat().arguments)


def test_a_thousand_arguments_stay_under_500_kilobytes():
    assert len(render(many_arguments(1000), "html").encode()) < 500_000


def test_the_same_digest_gives_the_same_bytes():
    assert render(library_chat(), "html") == render(library_chat(), "html")
    assert render(library_chat(), "markdown") == render(library_chat(), "markdown")


def test_what_is_in_no_theme_though_not_alone_is_kept_in_a_fold():
    digest = library_chat()
    page = page_of(replace(digest, said_once=digest.said_once[:2]))
    folds = page.css("#once details")
    assert len(folds) == 1
    assert "3 in no theme, though others came close" in text_of(folds[0].css_first("summary"))
    assert len(folds[0].css("li")) == 3


def test_themes_beneath_each_other_in_a_circle_are_still_shown():
    digest = library_chat()
    parents = {"bus": "cost", "cost": "bus"}
    page = page_of(replace(digest, themes=tuple(replace(one, parent=parents.get(one.id)) for one in digest.themes)))
    assert len(page.css(".theme")) == len(digest.themes)


def test_a_discussion_without_a_measured_contrast_says_what_was_spoken_about():
    page = page_of(replace(library_chat(), contrasts=()))
    assert text_of(page.css_first(".gist")).endswith(
        "and 6 about one person for the desk, the phones and the toddler hour."
    )


def test_the_themes_of_the_gist_are_links_to_them(page):
    links = page.css(".gist a")
    titles = [text_of(page.css_first(f"{link.attributes['href']} h3 span")) for link in links]
    assert [text_of(link) for link in links] == titles
    assert len(titles) == 3


def test_the_longest_bar_of_the_legend_is_that_of_the_largest_theme(page):
    widths = [float(bar.attributes["width"].rstrip("%")) for bar in page.css("table.legend .bar rect")]
    assert widths[0] == max(widths) == 100


def test_too_few_arguments_are_said_to_be_ungrouped_and_stand_only_once():
    page = page_of(few_arguments())
    assert page.css_first(".overview") is None
    assert "not grouped into themes" in text_of(page.css_first("#made"))


def test_a_discussion_of_many_months_shows_days_and_keeps_the_hour_at_hand():
    digest = library_chat()
    late = replace(digest.posts[-1], posted_at=digest.posts[0].posted_at.replace(year=2030))
    time = page_of(replace(digest, posts=(*digest.posts[:-1], late))).css_first(".theme time")
    assert ":" not in text_of(time)
    assert text_of(time) in time.attributes["title"]
    assert ":" in time.attributes["title"]


def test_with_several_discussions_a_quote_names_its_own():
    digest = library_chat()
    assert "in #openlate" not in text_of(page_of(digest).css_first("#theme-who"))
    other = replace(digest.threads[0], id="blog:1", title="A post about heating")
    page = page_of(replace(digest, threads=(*digest.threads, other), people=digest.people[:3]))
    assert "ferro_ruth in #openlate, 19:05" in text_of(page.css_first("#theme-who"))
    assert "3 people with a name, in order of name" in text_of(page.css_first("#people"))


def test_a_gist_is_one_sentence_with_people_on_both_sides(page):
    assert text_of(page.css_first(".gist")).endswith(
        "; where they differ, 9 lean towards late hours and 5 towards daytime service."
    )


def test_a_side_that_is_a_whole_sentence_stays_out_of_the_gist():
    digest = library_chat()
    contrast = replace(digest.contrasts[0], left=replace(digest.contrasts[0].left, name="late " * 20))
    assert "late late" not in text_of(page_of(replace(digest, contrasts=(contrast,))).css_first(".gist"))


def test_numbers_stand_on_top_by_question_and_by_source(page):
    rows = [text_of(row) for row in page.css(".breakdown tbody tr")]
    assert rows[0] == "Q1 Who would actually come to the library between nine and midnight?12 people"
    assert len(rows) == 3
    digest = library_chat()
    several = page_of(replace(digest, sources=(*digest.sources, replace(digest.sources[0], place="second.html"))))
    names = several.css(".breakdown table:last-child tbody th")
    assert [text_of(name) for name in names] == ["openlate.csv", "second.html"]


def test_every_number_on_top_leads_to_what_it_counts(page):
    assert [link.attributes["href"] for link in page.css(".figures a")] == [
        "#people",
        "#posts",
        "#posts",
        "#said",
        "#questions",
    ]


def test_a_quote_leads_to_its_post_beneath_what_it_answers(page):
    link = page.css_first("#theme-who .quotes .context a")
    post = page.css_first(link.attributes["href"])
    assert post.tag == "li"
    rows = page.css("#posts li")
    asked = next(row for row in rows if "Q1: Who would actually come" in row.text())
    assert rows.index(asked) < rows.index(post)
    assert "d1" in post.attributes["class"]
    reply = next(row for row in rows if "Same at the bakery" in row.text())
    assert "d2" in reply.attributes["class"]
    above = page.css_first(reply.css_first("a.to").attributes["href"])
    assert "Shift workers." in above.text()
    assert reply.css("a[href^='https://twitter.com/pavel_binds/status/']")


def test_a_post_stands_whole_with_its_argument_marked(page):
    posts = {post.text for post in library_chat().posts}
    for row in page.css("#posts li p"):
        assert row.text() in posts
    marks = page.css("#posts mark")
    assert len(marks) == len(library_chat().arguments)
    assert marks[0].attributes["data-t"] == "2"


def test_how_evenly_people_spoke_is_told_without_a_ranking(page):
    people = page.css_first("#people")
    assert "Half of all posts are by 6 of 15 people." in text_of(people.css_first(".lead"))
    assert sum(int(cell.text()) for cell in people.css(".spread td b")) == 15
    names = [name.text() for name in people.css(".names li > bdi")]
    assert names == sorted(names)


def test_a_large_digest_lists_its_arguments_in_their_threads_alone():
    page = page_of(many_arguments(1000))
    assert not page.css("#said details .lines")
    assert "among the posts below" in page.css_first("#theme-safe .further").text()
    assert len(page.css("#posts mark")) == 1000


def test_the_address_of_a_theme_and_of_a_quote_stay_when_others_come():
    before = {element.attributes["id"] for element in page_of(library_chat()).css(".theme[id], .theme .quote[id]")}
    after = {element.attributes.get("id") for element in page_of(many_arguments(200)).css("[id]")}
    assert before <= after
