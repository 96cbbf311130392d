"""What the tests of delivery agree on: a time, a secret, settings that lead to the servers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from receivers import USER

from miner.delivery import Outcome
from miner.settings import DeliverySettings, MailSettings, ReportSettings, Settings

NOW = datetime(2024, 3, 15, 9, 0, tzinfo=UTC)
HOOK_SECRET = "T0000-B0000-hook-secret"  # noqa: S105 - of nobody

Deliver = Callable[..., tuple[Outcome, ...]]


def settings_for(mail_port: int = 0, **mail: Any) -> Settings:
    """Settings that lead to the servers on loopback."""
    own: dict[str, Any] = {
        "host": "localhost",
        "port": mail_port,
        "user": USER,
        "password": "env:TEST_MAIL_PASSWORD",
        "sender": "Weekly <weekly@example.org>",
    }
    return Settings(
        mail=MailSettings(**(own | mail)),
        delivery=DeliverySettings(allow_private=("127.0.0.1",), max_seconds=10.0, keys={"127.0.0.1": "env:TEST_FORUM"}),
        report=ReportSettings(formats=("markdown", "text")),
    )
