"""Settings: which of several wins, and what is refused."""

from __future__ import annotations

import pytest

from miner.errors import BadSetting, BrokenInput, UnknownSetting
from miner.settings import Settings, current_settings, load_settings, settings_files


def _file(folder, text: str, name: str = "miner.toml"):
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_without_anything_the_defaults_hold():
    assert load_settings() == Settings()


def test_the_nearer_place_wins(tmp_path):
    user = _file(tmp_path, "[clusters]\nmax_themes = 5\nmin_arguments = 6\nmax_exact = 100", "user.toml")
    here = _file(tmp_path, "[clusters]\nmax_themes = 6\nmin_arguments = 7")
    environment = {"MINER_CLUSTERS__MAX_THEMES": "7", "PATH": "/bin"}
    options = {"clusters": {"max_themes": 8}}
    assert load_settings((user,)).clusters.max_themes == 5
    assert load_settings((user, here)).clusters.max_themes == 6
    assert load_settings((user, here), environment).clusters.max_themes == 7
    merged = load_settings((user, here), environment, options).clusters
    assert (merged.max_themes, merged.min_arguments, merged.max_exact) == (8, 7, 100)


def test_a_file_that_is_not_there_is_passed_over(tmp_path):
    assert load_settings((tmp_path / "none.toml",)) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "stage", "key", "value"),
    [
        ("MINER_CONTRASTS__DECLARED", "a | b, c | d", "contrasts", "declared", ("a | b", "c | d")),
        ("MINER_REPORT__FORMATS", "json", "report", "formats", ("json",)),
        ("MINER_SOURCES__INCLUDE_ARTICLE", "false", "sources", "include_article", False),
        ("MINER_ARGUMENTS__COPY_SIMILARITY", "0.9", "arguments", "copy_similarity", 0.9),
        ("MINER_DIGEST__TITLE", "2024", "digest", "title", "2024"),
    ],
)
def test_text_of_the_environment_becomes_the_settings_type(name, text, stage, key, value):
    assert getattr(getattr(load_settings(environment={name: text}), stage), key) == value


def test_other_variables_of_ours_are_no_settings():
    assert load_settings(environment={"MINER_SHARED_DATA": "/data"}) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[clusters]\nmax_theme = 3",
            "Unknown setting 'clusters.max_theme' in {}. Did you mean 'clusters.max_themes'?",
        ),
        ("[cluster]\nmax_themes = 3", "Unknown setting 'cluster' in {}. Did you mean 'clusters'?"),
        (
            "max_themes = 3",
            "Unknown setting 'max_themes' in {}. There are: arguments, brand, clusters, contrasts, delivery, digest, digests, embeddings, fetch, library, mail, report, sources, writer.",
        ),
    ],
)
def test_an_unknown_key_names_the_nearest(tmp_path, text, message):
    path = _file(tmp_path, text)
    with pytest.raises(UnknownSetting) as caught:
        load_settings((path,))
    assert str(caught.value) == message.format(path)


def test_an_unknown_variable_is_refused():
    with pytest.raises(UnknownSetting) as caught:
        load_settings(environment={"MINER_DIGEST__TITEL": "x"})
    assert str(caught.value) == "Unknown setting 'digest.titel' in the environment. Did you mean 'digest.title'?"


def test_a_value_of_the_wrong_type_is_told(tmp_path):
    path = _file(tmp_path, '[clusters]\nmax_themes = "many"')
    with pytest.raises(BadSetting) as caught:
        load_settings((path,))
    assert (
        str(caught.value) == f"Setting 'clusters.max_themes' in {path} is 'many'; expected Expected `int`, got `str`."
    )


@pytest.mark.parametrize("data", [b"[clusters\n", b"title = \xff"])
def test_a_file_that_is_no_toml_is_told(tmp_path, data):
    path = tmp_path / "miner.toml"
    path.write_bytes(data)
    with pytest.raises(BrokenInput, match=r"cannot be read: it is not TOML \(.*\)\. Mend the line it names\.$"):
        load_settings((path,))


def test_the_working_folder_is_stronger_than_the_users_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("MINER_DIGEST__TITLE", raising=False)
    user, here = settings_files()
    user.parent.mkdir(parents=True)
    user.write_text('[digest]\ntitle = "user"\nmax_quotes = 2', "utf-8")
    here.write_text('[digest]\ntitle = "here"', "utf-8")
    assert (current_settings().digest.title, current_settings().digest.max_quotes) == ("here", 2)
    assert current_settings({"digest": {"title": "option"}}).digest.title == "option"
