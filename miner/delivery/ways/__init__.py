"""One file a way: what it sends, and how. Each offers ``WAY`` (see ``miner.delivery.base.Way``)."""
