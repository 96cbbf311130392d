"""The forms for programs and spreadsheets, all made from ``miner.digest.tables``."""
