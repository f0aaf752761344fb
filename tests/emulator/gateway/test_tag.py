from assemblyai_emulator.gateway import tag


def user(content) -> dict:
    return {"role": "user", "content": content}


def test_only_the_first_tag_of_all_is_filled():
    messages = [user("hello"), user("a {{ transcript }} b {{ transcript }}"), user("{{ transcript }}")]
    assert tag.filled(messages, "TEXT") == [
        user("hello"),
        user("a TEXT b {{ transcript }}"),
        user("{{ transcript }}"),
    ]


def test_a_tag_without_blanks_is_no_tag():
    assert not tag.is_tagged([user("{{transcript}} {{ transcript}} { transcript }")])


def test_a_tag_in_a_part_is_filled():
    parts = [{"type": "text", "text": "Read this."}, {"type": "text", "text": "{{ transcript }}"}]
    assert tag.is_tagged([user(parts)])
    assert tag.filled([user(parts)], "TEXT") == [user([parts[0], {"type": "text", "text": "TEXT"}])]
    assert parts[1]["text"] == "{{ transcript }}"


def test_a_message_without_content_has_no_texts():
    assert tag.texts({"role": "assistant", "content": None, "tool_calls": [{}]}) == []


def test_a_transcript_that_says_the_tag_is_not_filled_again():
    assert tag.filled([user("{{ transcript }}")], "{{ transcript }}!") == [user("{{ transcript }}!")]
