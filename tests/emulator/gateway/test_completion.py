from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Reply
from assemblyai_emulator.gateway.completion import completion


def test_the_reply_has_both_names_of_each_count_and_an_echo_without_messages():
    chat = Chat("m", ({"role": "user", "content": "Hi"},), options={"max_tokens": 7, "temperature": 0})
    body = completion(chat, Reply({"role": "assistant", "content": "Hi."}, "stop", 3, 1), 42)
    usage = body.pop("usage")
    assert body == {
        "request": {"model": "m", "max_tokens": 7, "temperature": 0},
        "request_id": body["request_id"],
        "model": "m",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}
        ],
        "http_status_code": 200,
        "response_time": 42,
        "llm_status_code": 200,
    }
    names = ("input_tokens", "prompt_tokens", "output_tokens", "completion_tokens", "total_tokens")
    assert [usage[name] for name in names] == [3, 3, 1, 1, 4]


def test_warnings_have_the_form_that_a_transcript_has_them_in():
    reply = Reply({"role": "assistant", "content": "Hi."}, "stop", 3, 1)
    body = completion(Chat("m", ()), reply, 42, ["One.", "Two."])
    assert body["metadata"] == {"warnings": [{"message": "One."}, {"message": "Two."}]}
