"""The API itself: a tool for each endpoint, made of an OpenAPI file."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from evals.setting import SettingError
from evals.sides.openapi import Endpoint, Place, endpoints_of
from evals.sides.references import Json
from evals.sides.side import Toolbox
from evals.world.world import World

OWN_DOCUMENT = Path(__file__).with_name("endpoints.json")
"""Our own description of the API, in the shape of an OpenAPI file; not the one that AssemblyAI publishes."""

_INSTRUCTIONS = "Speech to text (AssemblyAI). Each of these tools is one endpoint of its HTTP API."


@cache
def endpoints_in(path: Path = OWN_DOCUMENT) -> tuple[Endpoint, ...]:
    """The endpoints of an OpenAPI file, in JSON or YAML. Raises SettingError for a file that is none."""
    yaml: Any = import_module("yaml")  # it has no types
    try:
        document: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = tuple(endpoints_of(document))
        # A schema reads every parameter of its endpoint, so that a broken one is found here.
        complete = all(one.schema for one in found)
    except OSError as error:
        raise SettingError(f"The OpenAPI file cannot be read: {path}: {error.strerror}.") from error
    except (yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())
        raise SettingError(f"{path} is no OpenAPI file: {type(error).__name__}: {reason}.") from error
    if not (found and complete):
        raise SettingError(f"{path} describes no endpoint.")
    return found


def endpoint_tools(world: World, path: Path = OWN_DOCUMENT) -> Toolbox:
    """The tools for this world."""
    place = Place(world.http, world.folder)
    return Toolbox(_INSTRUCTIONS, tuple(one.tool(place) for one in endpoints_in(path)))
