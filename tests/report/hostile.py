"""Texts that try to become markup, a link, a picture, a mention, or the end of the page."""

from __future__ import annotations

from digests import library_chat
from msgspec.structs import replace

from miner.digest.records import Digest, DigestArgument, DigestPost

TEXTS = (
    "<script>alert('miner')</script> is what I would say to that",
    "<img src=x onerror=alert(1)> <svg onload=alert(2)> and a reason",
    '"><a href="javascript:alert(3)">click</a> because I said so',
    "</style></title></blockquote></html><h1>mine now</h1>",
    "{{ 7 * 7 }} {% raw %} {# comment #} ${7*7} #{7*7} are template braces",
    "# A heading\n## another\n- item\n1. first\n> quoted\n---\n===\n+++",
    "[link](https://evil.example) ![picture](https://evil.example/a.png) <https://evil.example>",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "*bold* _under_ ~~gone~~ `code` ``` fence ``` ~~~ and $x^2$",
    "@everyone @here look at www.evil.example and http://evil.example/a_b_c",
    "&lt;b&gt; &amp; &#60;i&#62; &nbsp; entities",
    "back\\slash \\* \\[ and \\\\ at the end\\",
    '=HYPERLINK("https://evil.example") +1 -1 @SUM(A1)',
    "w" * 10_000,
    "emoji 👩‍👩‍👧‍👦 🏳️‍🌈 ☕️ and é combining, Ⅷ, ﷽",
    "مرحبا بالعالم، أظن أن الأساسيات أولاً",
    "新しいことより、まず約束を守ることが大切だと思います。",
    "line one\nline two\n\nparagraph two",
    "[^1]: a footnote [x] [ ] - [x] done :smile: <!-- comment -->",
    "ends with two spaces and\n    four spaces of code",
    "Subject: hello\nBcc: someone@evil.example",
    "]]> <![CDATA[ x ]]> <?php echo 1 ?>",
)

URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://ok.example/a b",
    'https://ok.example/"onmouseover="alert(1)',
    "https://ok.example/(x)[y]",
    "//evil.example",
    "http://",
    "https://[::1",
    "vbscript:x",
    "https://ok.example/" + "a" * 3000,
)

NAME = "<b>Bob</b>\u202e{{x}} [n](https://evil.example) | @everyone\n# h"


def hostile_digest() -> Digest:
    """The library chat with a hostile text in every post that was said once, and hostile names everywhere."""
    base = library_chat()
    posts, arguments = [], []
    for number, text in enumerate(TEXTS):
        key = f'x:"><i>{number}</i>'
        posts.append(
            DigestPost(
                id=key,
                thread_id=base.threads[0].id,
                text=text,
                author=NAME,
                url=URLS[number % len(URLS)],
                lang='en"><b>',
            )
        )
        arguments.append(DigestArgument(id=f"{key}@0", post_id=key, start=0, end=len(text), copies=3))
    themes = tuple(replace(theme, title=f"{NAME} {theme.title}", keywords=(NAME,)) for theme in base.themes)
    links = tuple(replace(base.links[0], url=url, people=(NAME,)) for url in URLS)
    return replace(
        base,
        title=f"{NAME}</title><script>alert(4)</script>",
        posts=(*base.posts, *posts),
        arguments=(*base.arguments, *arguments),
        themes=themes,
        said_once=(*(argument.id for argument in arguments), *base.said_once),
        contrasts=tuple(replace(one, reason=NAME, left=replace(one.left, name=NAME)) for one in base.contrasts),
        questions=tuple(replace(one, text=f"{NAME} {one.text}", asked_by=NAME) for one in base.questions),
        links=links,
        people=tuple(replace(person, name=f"{NAME}{number}") for number, person in enumerate(base.people)),
        limits=(NAME,),
        method=replace(base.method, embedder=NAME, settings={NAME: {NAME: NAME}}),
        threads=tuple(replace(thread, hashtag=NAME, platform=NAME, title=NAME) for thread in base.threads),
        sources=tuple(replace(source, place=NAME, notes=(NAME,)) for source in base.sources * 2),
    )
