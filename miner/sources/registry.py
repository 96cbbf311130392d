"""All sources, the most particular first; each family of them keeps its own list.

Other packages add theirs by an entry point, without a change here. In their ``pyproject.toml``::

    [project.entry-points."miner.sources"]
    minutes = "minutes_reader:Minutes"

and in the module ``minutes_reader`` a class with what ``miner.sources.base.Source`` asks for (or, for several files that
belong together, ``BundleSource``); an object, or a list of either, will do, too::

    class Minutes:
        name = "minutes"
        reads = "minutes of the town council"
        example = "council.minutes"
        family = "file"

        def recognises(self, material):
            return material.head.startswith("MINUTES OF ")

        def items(self, material):
            yield Thread(id=f"minutes:{material.place}")
            for number, line in material.lines():
                ...
                yield Post(id=f"minutes:{number}", thread_id=f"minutes:{material.place}", author=name, text=clean(words))

It is asked after the particular sources here and before the general ones (any page, any chat, any table, any text).
A name that is taken is refused. A source that cannot be loaded or fails is named in the account; the rest goes on.
"""

from __future__ import annotations

from miner.sources import blogs, chats, forums, links, mail, pages, social, tables, tweets
from miner.sources.base import BundleSource, Source
from miner.sources.chats.transcript import ChatTranscript
from miner.sources.own import OwnTranscript
from miner.sources.plain_text import PlainText
from miner.sources.table import Table
from miner.sources.tweet_table import TweetTable
from miner.sources.tweets_v1 import TweetsV1
from miner.sources.tweets_v2 import TweetsV2
from miner.sources.wordpress import WordPress

PARTICULAR: tuple[Source, ...] = (
    OwnTranscript(),
    *tweets.SOURCES,
    TweetsV1(),
    TweetsV2(),
    *social.SOURCES,
    *links.SOURCES,
    *chats.SOURCES,
    *mail.SOURCES,
    *forums.SOURCES,
    *blogs.SOURCES,
    WordPress(),
    *tables.SOURCES,
    TweetTable(),
)
GENERAL: tuple[Source, ...] = (
    *pages.SOURCES,
    ChatTranscript(),
    Table(),
    PlainText(),
)
SOURCES: tuple[Source, ...] = (*PARTICULAR, *GENERAL)

BUNDLES: tuple[BundleSource, ...] = (
    *tweets.BUNDLES,
    *social.BUNDLES,
    *links.BUNDLES,
    *chats.BUNDLES,
    *mail.BUNDLES,
    *forums.BUNDLES,
    *blogs.BUNDLES,
    *tables.BUNDLES,
)
