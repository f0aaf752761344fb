"""The models that a run names, found before anything is run."""

from collections.abc import Iterable, Mapping

import anyio
from inspect_ai.model import GenerateConfig, Model, get_model
from rich.text import Text
from tenacity import RetryError

from evals.inspecting.provider import ScriptedModel
from evals.setting import SettingError

_LIST = "https://inspect.aisi.org.uk/providers.html"
"""The page of inspect-ai's providers, with the names of their keys and packages."""

_GREETING = "Answer with OK."
"""What each model is asked before a run; it costs some ten tokens."""

_PATIENCE_SECONDS = 120
"""Seconds in which a model must answer it, with one repetition: a local model may have to be loaded."""

_PIP = ".venv/bin/pip"
"""Installs into the environment that `make eval` uses."""


def models_of(names: Iterable[str]) -> Mapping[str, Model]:
    """Each model by its name, after it has answered once. Raises SettingError for one that cannot be used here."""
    found = {name: _model(name) for name in names}
    for name, model in found.items():
        if not isinstance(model.api, ScriptedModel):
            _greet(name, model)
    return found


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


def _greet(name: str, model: Model) -> None:
    """A wrong key, an unknown name and a server that does not run show here, and not in each of the jobs."""

    async def ask() -> None:
        await model.generate(_GREETING, config=GenerateConfig(max_retries=1, timeout=_PATIENCE_SECONDS))

    try:
        anyio.run(ask)
    except Exception as error:  # each provider raises its own kinds
        reason = error.last_attempt.exception() if isinstance(error, RetryError) else error
        raise SettingError(f"{name} does not answer: {' '.join(str(reason).split())}") from error


def _said(error: Exception) -> str:
    """The error's words in one line. inspect-ai's own errors have their words, with colours, in `message`."""
    message = Text.from_markup(str(getattr(error, "message", error))).plain
    lines = [line.strip() for line in message.removeprefix("ERROR: ").splitlines()]
    words = " ".join(line if line.endswith((".", ":")) else f"{line}." for line in lines if line)
    return words.replace("pip install", f"{_PIP} install")
