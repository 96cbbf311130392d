"""A page copied as text: the article, and the comments below it.

``boilerplate`` knows what sites print around them, ``heads`` the lines that say whose comment follows,
``numbered`` comment lists that are only numbered, ``signatures`` what people put below their text,
``quotes`` others' words, ``page`` puts it together.
"""

from miner.sources.plain_text.source import PlainText

__all__ = ["PlainText"]
