"""The API itself: a tool for each endpoint, made of an OpenAPI file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evals.sides.openapi import tools_of
from evals.sides.side import Toolbox
from evals.world.world import World

OWN_DOCUMENT = Path(__file__).with_name("endpoints.json")
"""Our own description of the API, in the shape of an OpenAPI file; not the one that AssemblyAI publishes."""

_INSTRUCTIONS = "Speech to text (AssemblyAI). Each of these tools is one endpoint of its HTTP API."


@cache
def document(path: Path = OWN_DOCUMENT) -> Mapping[str, Any]:
    """An OpenAPI file, as JSON or YAML."""
    found: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def endpoint_tools(world: World, path: Path = OWN_DOCUMENT) -> Toolbox:
    """The tools for this world."""
    return Toolbox(_INSTRUCTIONS, tuple(tools_of(document(path), world.http, world.folder)))
