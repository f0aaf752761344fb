"""The API itself: a tool for each endpoint, made of an OpenAPI file."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from evals.sides.openapi import Place, endpoints_of
from evals.sides.references import Json
from evals.sides.side import Toolbox
from evals.world.world import World

OWN_DOCUMENT = Path(__file__).with_name("endpoints.json")
"""Our own description of the API, in the shape of an OpenAPI file; not the one that AssemblyAI publishes."""

_INSTRUCTIONS = "Speech to text (AssemblyAI). Each of these tools is one endpoint of its HTTP API."


@cache
def document(path: Path = OWN_DOCUMENT) -> Json:
    """An OpenAPI file, in JSON or YAML."""
    yaml: Any = import_module("yaml")  # it has no types
    found: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def endpoint_tools(world: World, path: Path = OWN_DOCUMENT) -> Toolbox:
    """The tools for this world."""
    place = Place(world.http, world.folder)
    return Toolbox(_INSTRUCTIONS, tuple(one.tool(place) for one in endpoints_of(document(path))))
