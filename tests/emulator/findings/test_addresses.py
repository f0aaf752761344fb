import pytest

from assemblyai_emulator.findings import addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Write to john dot smith at example dot com.",
            [("email_address", "john dot smith at example dot com")],
        ),
        (
            "Write to j r one two at g mail dot co dot uk.",
            [("email_address", "j r one two at g mail dot co dot uk")],
        ),
        (
            "Write j smith ninety nine at example dot co dot uk.",
            [("email_address", "j smith ninety nine at example dot co dot uk")],
        ),
        (
            "It is ninety nine at example dot com.",
            [("email_address", "ninety nine at example dot com")],
        ),
        ("Write to a_b@example.org.", [("email_address", "a_b@example.org")]),
        ("Look at example dot com.", [("url", "example dot com")]),
        ("See w w w dot example dot com slash help.", [("url", "w w w dot example dot com slash help")]),
        ("See https://example.com/a now.", [("url", "https://example.com/a")]),
        (
            "It is one nine two dot one six eight dot zero dot ten.",
            [("ip_address", "one nine two dot one six eight dot zero dot ten")],
        ),
        ("It is 192.168.0.1 now.", [("ip_address", "192.168.0.1")]),
        ("We met at the dot and left.", []),
    ],
)
def test_addresses_are_found_written_and_spoken(found, text, expected):
    assert found(addresses, text) == expected
