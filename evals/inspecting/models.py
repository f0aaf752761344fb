"""The models that a run names, found before anything is run."""

from collections.abc import Iterable, Mapping

from inspect_ai.model import Model, get_model
from rich.text import Text

from evals.setting import SettingError

_LIST = "https://inspect.aisi.org.uk/providers.html"
"""The page of inspect-ai's providers, with the names of their keys and packages."""

_PIP = ".venv/bin/pip"
"""Installs into the environment that `make eval` uses."""


def models_of(names: Iterable[str]) -> Mapping[str, Model]:
    """Each model by its name. Raises SettingError for one that inspect-ai cannot set up here.

    A provider is not called: whether it knows the model and accepts the key shows in the first job.
    """
    return {name: _model(name) for name in names}


def _model(name: str) -> Model:
    provider, _, rest = name.partition("/")
    if not (provider and rest):
        raise SettingError(f"{name!r} is no model. Write PROVIDER/NAME, such as openai/gpt-5-mini: {_LIST}")
    try:
        return get_model(name)
    except Exception as error:  # each provider raises its own kinds for a missing key or package
        raise SettingError(
            f"{name} cannot be used: {_said(error)} Providers and their keys: {_LIST}"
        ) from error


def _said(error: Exception) -> str:
    """The error's words in one line. inspect-ai's own errors have their words, with colours, in `message`."""
    message = Text.from_markup(str(getattr(error, "message", error))).plain
    lines = [line.strip() for line in message.removeprefix("ERROR: ").splitlines()]
    words = " ".join(line if line.endswith((".", ":")) else f"{line}." for line in lines if line)
    return words.replace("pip install", f"{_PIP} install")
