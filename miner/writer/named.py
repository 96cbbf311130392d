"""Which writer a setting means: a folder, a model of the hub, or a server; checked before anything is mined."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from miner.errors import AddressRefused, BadSetting, PlaceNotFound, UnknownName
from miner.settings import WriterSettings
from miner.writer.base import Writer

EXPECTED = (
    "a folder that holds a model, hub:NAME, or the base address and model of a server (http://127.0.0.1:11434/v1#MODEL)"
)
_HUB = "hub:"
_SETTINGS = "the settings or --writer"


@dataclass(frozen=True)
class Named:
    """``model`` is a folder, a name of the hub, or what the server calls it; ``base`` is "" but for a server."""

    model: str
    base: str = ""

    @property
    def is_server(self) -> bool:
        """Whether it is asked over the network."""
        return bool(self.base)


def named_writer(settings: WriterSettings) -> Named:
    """What ``writer.model`` means.

    Raises
    ------
    BadSetting
        If it is none of the three, a server without a model, or a limit of costs without prices.
    PlaceNotFound
        If the folder is not there.
    UnknownName
        If ``tasks`` names something else.
    """
    named = _named(settings.model)
    _check(settings, named)
    return named


def writer_for(settings: WriterSettings) -> Writer:
    """The writer that the settings name.

    Raises
    ------
    BadSetting, PlaceNotFound, UnknownName
        What ``named_writer`` raises, and what the place of a key does.
    MissingPart
        If the model cannot be loaded here.
    """
    named = named_writer(settings)
    if named.is_server:
        from miner.writer.server import ServerWriter

        return ServerWriter(named, settings)
    from miner.writer.local import LocalWriter

    return LocalWriter(named.model, settings)


def _named(model: str) -> Named:
    if model.startswith(_HUB):
        return Named(_of_hub(model.removeprefix(_HUB), model))
    if "://" in model:
        return _of_server(model)
    if not Path(model).is_dir():
        raise PlaceNotFound(model) if model else BadSetting("writer.model", _SETTINGS, model, EXPECTED)
    if not (Path(model) / "config.json").is_file():
        raise BadSetting("writer.model", _SETTINGS, model, "a folder with config.json, as transformers saves models")
    return Named(model)


def _of_hub(name: str, model: str) -> str:
    if not name.strip("/ "):
        raise BadSetting("writer.model", _SETTINGS, model, EXPECTED)
    return name


def _of_server(model: str) -> Named:
    from miner.fetch.urls import parse_url

    base, _, name = model.partition("#")
    if not name:
        raise BadSetting("writer.model", _SETTINGS, model, "the model's name after a #, such as .../v1#llama3.2")
    try:
        url = parse_url(base.rstrip("/"))
    except AddressRefused as error:
        raise BadSetting("writer.model", _SETTINGS, base, f"an address that can be asked ({error})") from error
    if url.query:
        raise BadSetting("writer.model", _SETTINGS, base, "a base address without a query; a key goes to writer.key")
    return Named(name, str(url).rstrip("/"))


def _check(settings: WriterSettings, named: Named) -> None:
    from miner.writer.prompts import TASKS

    for task in settings.tasks:
        if task not in TASKS:
            raise UnknownName("task of a writer", task, TASKS)
    least = {"max_evidence": 4, "max_tokens": 16, "max_seconds": 0.1, "retries": 0, "concurrency": 1}
    least |= {"max_cost": 0, "price_in": 0, "price_out": 0}
    for key, value in least.items():
        if not value <= getattr(settings, key):  # NaN is not either
            raise BadSetting(f"writer.{key}", "the settings", getattr(settings, key), f"at least {value:g}")
    if settings.max_cost and named.is_server and not (settings.price_in or settings.price_out):
        expected = "prices to count with: set price_in and price_out of a million tokens under [writer]"
        raise BadSetting("writer.max_cost", "the settings or --max-cost", settings.max_cost, expected)
    if settings.key and named.base.startswith("http://") and not is_near(named.base):
        raise BadSetting("writer.model", _SETTINGS, named.base, "an https address: a key would go there in the clear")


def is_near(base: str) -> bool:
    """Whether an address is of this machine or its own network, by its name or number."""
    from miner.fetch.urls import parse_url

    host = parse_url(base).host
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan"))
    return address.is_loopback or address.is_private
