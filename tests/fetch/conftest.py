"""The farm of sites, for the tests of fetching."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
import trustme
from site_farm import Farm


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Signs for every host of the farm."""
    return trustme.CA()


@pytest.fixture(scope="session")
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    """The certificate of the farm: for all hosts that its tests name."""
    names = """blog.example www.blog.example forum.example social.example lemmy.example lists.example other.example
    hn.algolia.com api.github.com api.stackexchange.com public.api.bsky.app www.reddit.com oauth.reddit.com
    www.googleapis.com disqus.com lobste.rs lore.kernel.org bsky.social""".split()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


@pytest.fixture
def farm(authority: trustme.CA, server_context: ssl.SSLContext) -> Iterator[Farm]:
    """Empty sites, a clock that stands still. After each test the log of the sites must show good manners."""
    farm = Farm(authority)
    farm.start(server_context)
    yield farm
    farm.stop()
    farm.check_manners()
