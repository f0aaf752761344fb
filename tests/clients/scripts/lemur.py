"""Every LeMUR call of an official Python SDK before 1.0, for one transcript and for a group of two."""

import json
import sys

import assemblyai as aai

aai.settings.polling_interval = 0.2
URLS = sys.argv[1:]
MODEL = next(iter(aai.LemurModel))
QUESTIONS = [
    aai.LemurQuestion(question="When will the parser be fixed?", context={"about": "a standup"}),
    aai.LemurQuestion(question="Who can test it on Friday?", answer_options=["Nadia", "Bob"]),
]


def asked(lemur) -> dict:
    """What each call answered, and each reply's id."""
    replies = {
        "question": lemur.question(QUESTIONS, context="a standup", final_model=MODEL),
        "summarize": lemur.summarize(
            context={"about": "a standup"}, answer_format="bullets", max_output_size=500
        ),
        "action_items": lemur.action_items(context="a standup", answer_format="**topic**"),
        "task": lemur.task("What stopped at the third file?", final_model=MODEL),
    }
    return {name: summed_up(reply) for name, reply in replies.items()}


def summed_up(reply) -> dict:
    answers = reply.response if isinstance(reply.response, list) else None
    found = {"text": reply.response if answers is None else [[one.question, one.answer] for one in answers]}
    if hasattr(aai.Lemur, "get_response_data"):
        kept = aai.Lemur().get_response_data(reply.request_id)
        found["kept"] = kept.response == reply.response and kept.request_id == reply.request_id
    if hasattr(aai.Lemur, "purge_request_data"):
        found["purged"] = aai.Lemur.purge_request_data(reply.request_id).deleted
    return found


one = aai.Transcriber().transcribe(URLS[0])
group = aai.Transcriber().transcribe_group([URLS[0], URLS[0]])
found = {"one": asked(one.lemur), "group": asked(group.lemur), "status": group.status.value}
if hasattr(aai.Lemur, "get_response_data"):
    found["text alone"] = (
        aai.Lemur().task("When is the launch?", input_text="Ann met Bob. The launch is in May.").response
    )
sys.stdout.write(json.dumps(found))
