"""Titles and summaries by a language model: asked from numbered evidence, checked before they are shown."""
