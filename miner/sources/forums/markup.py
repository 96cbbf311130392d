"""What one platform's pages print where: tables of CSS selectors, filled in by the file of each platform."""

from __future__ import annotations

from miner.transcript import Record


class Place(Record, frozen=True):
    """Where a value stands: an attribute of an element (its words where ``attribute`` is "").

    ``selector`` "" is the element that is asked about itself. The value is the first group of ``pattern`` that took
    part, or all that stands there.
    """

    selector: str = ""
    attribute: str = ""
    pattern: str = ""


class TextMarkup(Record, frozen=True):
    """The inside of a post. ``quote`` and ``code`` select blocks, ``not_text`` what is no word of the author.

    ``quote_author`` and ``quoted_post`` are places in a quote block or the block itself; ``quoted_thread`` names the
    thread the quoted post stands in, where quotes may come from another one. ``signature`` selects elements;
    ``signature_line`` is a pattern for the line under which the rest is one.
    """

    quote: str = "blockquote"
    quote_author: tuple[Place, ...] = ()
    quoted_post: tuple[Place, ...] = ()
    quoted_thread: tuple[Place, ...] = ()
    jump: str = ""  # the link in a quote that leads to the quoted post: nobody's link to share
    code: str = ""
    not_text: str = ""
    signature: str = ""
    signature_line: str = ""


class Markup(Record, frozen=True):
    """One platform, or one generation of it; selectors are looked up in the page and belong to the post around them.

    Attributes
    ----------
    version
        As the account shows it ("XenForo 2").
    marks
        Found in the source of every page of the platform, with posts or without.
    words
        One of them stands in whatever ``marks`` finds, to the letter: plain words are found a hundred times faster than
        a pattern, and each page is asked about by every platform.
    post
        The posts; one in another's body is a quote or an embedded copy and no post.
    number
        The post's own number. Without one a post is known by its content.
    gone
        (selector, reason): posts of which nothing but a line is left, and lines that the software itself writes.
    likes, likers
        Numbers added up; elements counted, one a person.
    answers
        Names the number of the post that this one answers; ``answers_author`` only whose it was.
    heading
        Pattern with groups ``author`` and ``date`` for forums that print both as the first lines of the post itself.
    opening
        Selects the opening post where it stands on every page; elsewhere it is the first post of page 1.
    page, last_page, next_page, claimed
        "Page 2 of 5", the link to the next page where the last is not named, and how many posts the page says the
        thread has. Of ``last_page`` the largest number counts.
    thread
        Finds the thread's number in its address.
    zone, now
        Where the page names the zone of its times ("UTC+02:00"), and its own date and time, for "today" and "yesterday".
    numbers_restart
        Whether posts are numbered anew in each thread.
    link
        The thread's own link on a page that does not name its address.
    is_answer_to_opening
        Whether a post that names no other answers the opening post: on sites for questions, and in threads with
        reply buttons under each post. In other forums nothing is known of such a post.
    """

    version: str
    marks: str
    words: tuple[str, ...]
    post: str
    body: str
    number: tuple[Place, ...] = ()
    author: tuple[Place, ...] = ()
    date: tuple[Place, ...] = ()
    edited: tuple[Place, ...] = ()
    permalink: tuple[Place, ...] = ()
    likes: tuple[Place, ...] = ()
    likers: str = ""
    answers: tuple[Place, ...] = ()
    answers_author: tuple[Place, ...] = ()
    heading: str = ""
    opening: str = ""
    text: TextMarkup = TextMarkup()
    gone: tuple[tuple[str, str], ...] = ()
    title: tuple[Place, ...] = (Place(selector="h1"),)
    thread: str = ""
    link: tuple[Place, ...] = ()
    numbers_restart: bool = False
    page: tuple[Place, ...] = ()
    last_page: tuple[Place, ...] = ()
    next_page: tuple[Place, ...] = ()
    claimed: tuple[Place, ...] = ()
    zone: tuple[Place, ...] = ()
    now: tuple[Place, ...] = ()
    is_answer_to_opening: bool = False
