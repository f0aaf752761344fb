import re
import textwrap

from assemblyai_emulator import scenarios
from assemblyai_emulator.scenarios.library import Scenarios


def test_the_example_in_the_documentation_is_a_scenario(tmp_path):
    example = re.search(r"\n\n(    \{\n.*?\n    \})\n\n", scenarios.__doc__, re.DOTALL)[1]
    (tmp_path / "example.json").write_text(textwrap.dedent(example))
    scenario = Scenarios.load(tmp_path).of_url("https://example.com/standup.mp3")
    request = {"speaker_labels": True, "auto_chapters": True}
    scenario.check(request, has_audio=False)
    assert scenario.result(request)["utterances"][0]["text"] == "Shall we start?"
