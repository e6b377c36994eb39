"""What the server is told: only what Streamlit knows, since it goes on without the rest."""

from __future__ import annotations

import tomllib

from streamlit import config

from tests.conftest import ROOT


def test_every_option_is_one_of_streamlits() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    said = {
        f"{section}.{name}": value
        for section, options in tomllib.loads(text).items()
        for name, value in options.items()
        if not isinstance(value, dict)  # a section of its own, such as theme.light
    }
    assert said
    for option, value in said.items():
        assert config.get_option(option) == value, option
