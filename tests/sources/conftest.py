"""Puts this folder on the import path: families of sources test in folders of their own with ``source_reading``."""
