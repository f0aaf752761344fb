"""Parses the body of POST /v2/transcript for audio that has a scenario."""

from collections.abc import Mapping
from typing import Any

from assemblyai_emulator.parameters import transcript_request
from assemblyai_emulator.scenarios.scenario import PARAMETER, Scenario


def read(body: Mapping[str, Any], scenario: Scenario, *, has_audio: bool) -> dict[str, Any]:
    """The parameters that are set, and the name of the scenario. `has_audio` says whether there is a file.

    Raises ApiError (400) for what the API refuses and for what the scenario does not hold.
    """
    given = transcript_request.check(body, allow_unsupported=True)
    scenario.check(given, has_audio=has_audio)
    code = given.get("language_code", "en")
    return {**given, "language_code": "en_us" if code == "en" else code, PARAMETER: scenario.name}
