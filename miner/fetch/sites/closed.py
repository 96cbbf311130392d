"""Sites that let no program read, and what to give to miner instead."""

from __future__ import annotations

from miner.errors import SiteClosed
from miner.fetch.urls import Url

_EXPORT = "Ask there for the download of your data, and give the file"
_PAGE = "Save the page from a browser after its comments appear, and give the file"
# Ends of hosts -> what they are called, and what can be given instead.
_CLOSED = {
    ("x.com", "twitter.com", "t.co"): ("X", f"{_EXPORT}, or a table of the chat from a tool that may read X"),
    ("facebook.com", "fb.com", "fb.watch"): ("Facebook", _EXPORT),
    ("instagram.com",): ("Instagram", _EXPORT),
    ("threads.net", "threads.com"): ("Threads", _EXPORT),
    ("linkedin.com", "lnkd.in"): ("LinkedIn", _PAGE),
    ("tiktok.com",): ("TikTok", _EXPORT),
    ("quora.com",): ("Quora", _PAGE),
    ("discord.com", "discord.gg", "discordapp.com"): (
        "Discord",
        "Export the channel with a bot of your own server, and give the file",
    ),
    ("slack.com",): ("Slack", "Let an administrator export the workspace, and give the zip"),
    ("whatsapp.com", "wa.me"): ("WhatsApp", "Export the chat from the phone, and give the text file or zip"),
    ("t.me", "telegram.org", "telegram.me"): ("Telegram", "Export the chat from Telegram Desktop, and give the folder"),
    ("teams.microsoft.com",): ("Microsoft Teams", "Export the chat, and give the file"),
    ("groups.google.com",): ("Google Groups", "Let an owner export the group (Takeout), and give the mbox"),
}


def check_open(url: Url) -> None:
    """Refuse an address of a site that is known to refuse programs.

    Raises
    ------
    SiteClosed
    """
    for hosts, (name, instead) in _CLOSED.items():
        if any(url.host == host or url.host.endswith(f".{host}") for host in hosts):
            raise SiteClosed(
                str(url), f"{name} does not let programs read discussions without an account", f"{instead}."
            )


def closed_names() -> dict[str, str]:
    """Name -> what to give instead, for the docs."""
    return dict(_CLOSED.values())
