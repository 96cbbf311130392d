"""The tables of miner.toml: what they may say, and what is laid over the other settings."""

from __future__ import annotations

from datetime import time

import pytest

from miner.errors import BadSetting, MinerError, UnknownName, UnknownSetting, UsageError
from miner.schedules import schedule_of, schedules_of
from miner.schedules.periods import LAST_DAY, Look
from miner.settings import Settings, load_settings


def settings_of(tmp_path, text: str, environment: dict[str, str] = {}) -> Settings:
    file = tmp_path / "miner.toml"
    file.write_text(text, "utf-8")
    return load_settings((file,), environment)


def digest_of(tmp_path, text: str):
    return schedule_of(settings_of(tmp_path, f"[digests.weekly]\nplaces = ['talk']\n{text}"), "weekly")


@pytest.mark.parametrize(
    ("text", "unit", "day", "at"),
    [
        ("", "week", 0, time()),
        ("on = 'friday 09:00'", "week", 4, time(9)),
        ("on = 'Fri'\nat = '9:05'", "week", 4, time(9, 5)),
        ("every = 'day'\nat = '18:30'", "day", 0, time(18, 30)),
        ("every = 'day'\non = '18:30'", "day", 0, time(18, 30)),
        ("every = 'month'", "month", 1, time()),
        ("every = 'month'\non = 15", "month", 15, time()),
        ("every = 'month'\non = 'last 20:00'", "month", LAST_DAY, time(20)),
    ],
)
def test_when_it_is_due(tmp_path, text, unit, day, at):
    rhythm = digest_of(tmp_path, text).rhythm
    assert (rhythm.unit, rhythm.day, rhythm.at) == (unit, day, at)


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("''", Look()),
        ("'14 days'", Look(days=14)),
        ("'1 day'", Look(days=1)),
        ("'2 weeks'", Look(days=14)),
        ("'36 hours'", Look(hours=36)),
        ("'3 months'", Look(months=3)),
        ("'all'", Look(everything=True)),
    ],
)
def test_how_far_it_looks_back(tmp_path, text, look):
    assert digest_of(tmp_path, f"window = {text}").rhythm.look == look


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("every = 'wek'", UnknownName, "There is no rhythm 'wek'. Did you mean 'week'?"),
        (
            "on = 'fr'",
            BadSetting,
            "Setting 'digests.weekly.on' in the settings is 'fr'; expected a day such as 'friday'.",
        ),
        (
            "on = 31",
            BadSetting,
            "Setting 'digests.weekly.on' in the settings is '31'; expected a day such as 'friday'.",
        ),
        (
            "every = 'month'\non = 32",
            BadSetting,
            "Setting 'digests.weekly.on' in the settings is '32'; expected a day of the month, 1 to 31, or \"last\".",
        ),
        (
            "every = 'day'\non = 'friday'",
            BadSetting,
            "Setting 'digests.weekly.on' in the settings is 'friday'; expected nothing, or a time: it is made every day.",
        ),
        (
            "at = '25:00'",
            BadSetting,
            "Setting 'digests.weekly.at' in the settings is '25:00'; expected a time such as \"09:00\".",
        ),
        (
            "on = 'friday 09:00'\nat = '10:00'",
            BadSetting,
            "Setting 'digests.weekly.at' in the settings is '10:00'; expected nothing, for `on` says 09:00.",
        ),
        (
            "timezone = 'Mars/Olympus'",
            BadSetting,
            "Setting 'digests.weekly.timezone' in the settings is 'Mars/Olympus'; expected a zone such as \"Europe/Berlin\" (where a system knows none: pip install tzdata).",
        ),
        ("timezone = '../../etc/passwd'", BadSetting, None),
        (
            "window = 'a while'",
            BadSetting,
            "Setting 'digests.weekly.window' in the settings is 'a while'; expected a time such as \"14 days\", or \"all\".",
        ),
        ("window = '0 days'", BadSetting, None),
        ("catch_up = 0", BadSetting, "Setting 'digests.weekly.catch_up' in the settings is 0; expected 1 or more."),
        ("to = []", BadSetting, None),
        ("[library]\nfile = 'none'", BadSetting, None),
    ],
)
def test_what_cannot_be_is_told_before_any_work(tmp_path, text, error, message):
    with pytest.raises(error) as caught:
        digest_of(tmp_path, text)
    assert message in (None, str(caught.value))


def test_a_digest_without_a_place_and_one_that_is_not_there(tmp_path):
    settings = settings_of(tmp_path, "[digests.weekly]\nevery = 'week'")
    with pytest.raises(BadSetting, match=r"'digests\.weekly\.places' in the settings is \[\]; expected at least one"):
        schedule_of(settings, "weekly")
    with pytest.raises(UnknownName, match=r"There is no digest 'weakly'\. Did you mean 'weekly'\?"):
        schedule_of(settings, "weakly")
    with pytest.raises(UsageError, match=r"miner\.toml names no digest, .*miner schedule add weekly PLACE$"):
        schedule_of(Settings(), "weekly")
    assert schedules_of(Settings()) == ()


def test_its_own_keys_and_tables_are_laid_over_the_others_for_it_alone(tmp_path):
    settings = settings_of(
        tmp_path,
        """
        [report]
        people = "initials"
        language = "de"
        formats = ["html"]
        [contrasts]
        declared = ["a | b"]
        [digests.weekly]
        places = ["talk"]
        title = "The week"
        formats = ["json"]
        declared = ["new | old"]
        [digests.weekly.report]
        language = "fr"
        [digests.weekly.clusters]
        max_themes = 5
        [digests.daily]
        places = ["talk"]
        every = "day"
        """,
    )
    daily, weekly = (schedule.settings for schedule in schedules_of(settings))
    assert weekly.report.formats == ("json",)
    assert (weekly.report.language, weekly.report.people, weekly.digest.title) == ("fr", "initials", "The week")
    assert (weekly.clusters.max_themes, weekly.contrasts.declared) == (5, ("new | old",))
    assert daily == Settings(report=settings.report, contrasts=settings.contrasts)
    assert weekly.digests == daily.digests == {}


def test_the_environment_reaches_one_digest(tmp_path):
    text = "[digests.weekly]\nplaces = ['talk']"
    settings = settings_of(tmp_path, text, {"MINER_DIGESTS__WEEKLY__TO": "folder:a, folder:b"})
    assert schedule_of(settings, "weekly").to == ("folder:a", "folder:b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[digests.weekly]\nplace = ['x']",
            "Unknown setting 'digests.weekly.place' in {}. Did you mean 'digests.weekly.places'?",
        ),
        (
            "[digests.weekly.reprot]\nformats = ['json']",
            "Unknown setting 'digests.weekly.reprot' in {}. Did you mean 'digests.weekly.report'?",
        ),
        (
            "[digests.weekly.report]\nformat = ['json']",
            "Unknown setting 'digests.weekly.report.format' in {}. Did you mean 'digests.weekly.report.formats'?",
        ),
        (
            "[digests.weekly]\nreport = 1",
            "Setting 'digests.weekly.report' in {} is 1; expected a table [digests.weekly.report].",
        ),
        ("[digests]\nweekly = 'x'", "Setting 'digests.weekly' in {} is 'x'; expected a table [digests.weekly]."),
        (
            "[digests.'a b']\nplaces = ['x']",
            "Setting 'digests.a b' in {} is 'a b'; expected a name of letters, digits, - and _, at most 50.",
        ),
        (
            "[digests.weekly]\nplaces = 'x.csv'\ncatch_up = 'many'",
            "Setting 'digests.weekly.catch_up' in {} is 'many'; expected Expected `int`, got `str`.",
        ),
    ],
)
def test_what_no_digest_has_is_an_error_that_names_the_nearest(tmp_path, text, message):
    with pytest.raises(MinerError) as caught:
        settings_of(tmp_path, text)
    assert str(caught.value) == message.format(tmp_path / "miner.toml")


def test_all_digests_share_one_library_and_hold_no_other_digest(tmp_path):
    for table in ("library", "digests"):
        with pytest.raises(UnknownSetting):
            settings_of(tmp_path, f"[digests.weekly.{table}]\nfile = 'x'")
