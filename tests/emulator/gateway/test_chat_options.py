import pytest

from assemblyai_emulator.gateway import chat_options


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("max_tokens", [1], [0, 1.5, True, "1"]),
        ("temperature", [0, 2, 0.5], [-1, 2.1, True, "1"]),
        ("top_p", [0, 1], [1.1, "1"]),
        ("stream", [True], ["true", 1, {}]),
        ("stream_options", [{"include_usage": True}], [True]),
        ("response_format", [{"type": "text"}], ["text", [1]]),
        ("tools", [[{"type": "function"}]], ["search", ["search"]]),
        ("tool_choice", ["auto", {"type": "function"}], [1, ["auto"]]),
        ("transcript_id", ["t"], [7, ["t"]]),
        (
            "fallback_config",
            [{}, {"retry": True, "depth": 1}],
            ["x", {"depth": 3}, {"depth": "1"}, {"retry": 1}],
        ),
        (
            "reasoning",
            [{}, {"effort": "high"}, {"max_tokens": 5}],
            ["high", {"effort": 1}, {"max_tokens": 0}],
        ),
        ("cache_control", [{"type": "ephemeral"}], ["ephemeral"]),
        ("post_processing_steps", [[{"type": "json-repair"}]], ["json-repair", ["x"], [{"type": "x"}]]),
        ("zero_data_retention", [True], ["yes"]),
        ("fail_fast", [True], [1]),
        ("max_timeout", [1, 0.5], [0, True, "1"]),
        ("model_region", ["global"], ["us", ["global"], {"global": True}]),
    ],
)
def test_each_parameter_has_a_type_and_a_range(name, good, bad):
    for value in good:
        assert chat_options.faults({name: value}) == []
    for value in bad:
        (fault,) = chat_options.faults({name: value})
        assert fault.startswith((f"{name} must be ", f"{name} can only be "))
