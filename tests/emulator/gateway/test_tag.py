from assemblyai_emulator.gateway import tag


def user(content) -> dict:
    return {"role": "user", "content": content}


def test_only_the_first_of_all_tags_is_replaced():
    messages = [user("hello"), user("a {{ transcript }} b {{ transcript }}"), user("{{ transcript }}")]
    assert tag.fill(messages, "TEXT") == [
        user("hello"),
        user("a TEXT b {{ transcript }}"),
        user("{{ transcript }}"),
    ]


def test_a_tag_without_its_spaces_is_not_a_tag():
    assert not tag.is_tagged([user("{{transcript}} {{ transcript}} { transcript }")])


def test_a_tag_in_a_content_part_is_replaced():
    parts = [{"type": "text", "text": "Read this."}, {"type": "text", "text": "{{ transcript }}"}]
    assert tag.is_tagged([user(parts)])
    assert tag.fill([user(parts)], "TEXT") == [user([parts[0], {"type": "text", "text": "TEXT"}])]
    assert parts[1]["text"] == "{{ transcript }}"


def test_a_message_without_content_has_no_texts():
    assert tag.texts({"role": "assistant", "content": None, "tool_calls": [{}]}) == []


def test_a_tag_in_the_transcript_itself_is_not_replaced():
    assert tag.fill([user("{{ transcript }}")], "{{ transcript }}!") == [user("{{ transcript }}!")]
