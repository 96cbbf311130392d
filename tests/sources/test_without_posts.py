"""Lists of people and rooms are refused by name, and what to give instead is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from miner.errors import HoldsNoPosts
from miner.sources import read

LISTS = {
    "users of Slack": {"members": [{"id": "U1", "team_id": "T1", "profile": {}, "is_bot": False}]},
    "channels of Slack": {
        "ok": True,
        "channels": [{"id": "C1", "name": "talk", "is_channel": True, "is_archived": False}],
    },
    "members of a channel of Slack": {"ok": True, "members": ["U0001", "U0002"]},
    "users of Mattermost": [{"id": "a", "username": "ann", "auth_service": ""}],
    "channels of Mattermost": {"id": "a", "creator_id": "b", "display_name": "Talk", "create_at": 1},
    "rooms of Rocket.Chat": {"channels": [{"_id": "a", "t": "c", "msgs": 3, "name": "talk"}], "success": True},
    "users of Rocket.Chat": {"users": [{"_id": "a", "username": "ann", "roles": ["user"]}], "success": True},
    "rooms of Gitter": [{"id": "a", "name": "org/talk", "oneToOne": False, "userCount": 3, "topic": ""}],
}


@pytest.mark.parametrize("what", LISTS)
def test_the_platform_is_named(tmp_path: Path, what: str) -> None:
    (tmp_path / "list.json").write_text(json.dumps(LISTS[what]))
    with pytest.raises(HoldsNoPosts, match=rf"^list\.json holds no posts: it lists {what}\. Give the "):
        read([str(tmp_path / "list.json")])


def test_in_a_folder_it_is_left_out_and_counted(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps(LISTS["rooms of Gitter"]))
    (tmp_path / "talk.csv").write_text("author,text\nAnn,The basics come first\nBo,Something new comes first\n")
    accounts = {account.place: account for account in read([str(tmp_path)]).accounts}
    assert accounts["list.json"].skipped == {"list of people or rooms": 1}
    assert not accounts["list.json"].failed


def test_objects_with_a_text_are_no_such_list(tmp_path: Path) -> None:
    rows = [{"username": "ann", "auth_service": "", "text": f"The basics come first, {n} times"} for n in range(3)]
    (tmp_path / "posts.json").write_text(json.dumps(rows))
    assert len(read([str(tmp_path / "posts.json")]).posts) == 3


def test_real_lists_are_refused(shared_data: Path) -> None:
    samples = shared_data / "samples"
    files = [
        *(samples / "mattermost").glob("*_user_*.json"),
        *(samples / "mattermost").glob("*_channel.json"),
        *(samples / "rocketchat").glob("*_channel_info.json"),
        *(samples / "gitter").glob("*__rooms"),
        *(samples / "slack_api").glob("*_members*.json"),
        *(samples / "slack_api").glob("*_info.json"),
    ]
    assert len(files) == 8
    for file in files:
        with pytest.raises(HoldsNoPosts):
            read([str(file)])
