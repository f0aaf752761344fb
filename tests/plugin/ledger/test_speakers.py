"""A name that was given once is used by everything that shows the transcript from then on."""

from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from assemblyai_tools import (
    DOCUMENTS,
    Client,
    ConfigurationError,
    InvalidArgumentsError,
    Settings,
    delete_transcript,
    get_sentences,
    get_transcript,
    name_speakers,
    offered_operations,
    summarize,
    transcribe,
)
from assemblyai_tools.api.passages import read_passages
from assemblyai_tools.ledger_steps import NameSpeakers

URL = "https://x.test/call.mp3"
SARAH = [{"speaker": "A", "name": "Sarah"}]


@pytest.fixture
def named(client):
    client.run(transcribe(audio=URL))
    client.run(name_speakers(transcript_id="t1", names=SARAH))
    return client


def speakers(client):
    return client.run(get_transcript(transcript_id="t1")).speakers


def test_the_answer_says_who_is_who(client):
    client.run(transcribe(audio=URL))
    view = client.run(name_speakers(transcript_id="t1", names=SARAH))
    assert view.render() == "Speakers of transcript t1: A is Sarah, B has no name."


def test_texts_sentences_and_documents_use_the_name(named):
    views = [named.run(operation(transcript_id="t1")) for operation in (get_transcript, get_sentences)]
    for view in views:
        assert "Sarah: Hello." in view.render()
        assert "B: Goodbye." in view.render()
    assert views[0].speakers == ["B", "Sarah"]
    assert "Sarah: Hello." in named.run(DOCUMENTS["speakers"].contents("t1"))
    assert '"Sarah"' in named.run(DOCUMENTS["sentences"].contents("t1"))


def test_the_words_of_paragraphs_have_the_name(named):
    words = [passage.words[0].speaker for passage in named.run(read_passages("paragraph", "t1"))]
    assert words == ["Sarah", "B"]


def test_words_and_sentiments_have_the_name_too(named, service):
    service.jobs["t1"]["sentiment_analysis_results"] = [
        {"text": "Hello.", "sentiment": "POSITIVE", "speaker": "A", "start": 0}
    ]
    service.jobs["t1"]["words"] = [{"text": "Hello.", "speaker": "A", "start": 0}]
    view = named.run(get_transcript(transcript_id="t1", parts=["words", "sentiment"]))
    assert view.render().count("Sarah: ") == 2


def test_a_transcript_with_words_alone_has_speakers_too(client, service):
    client.run(transcribe(audio=URL))
    words = [{"text": "Hello.", "speaker": "1", "start": 0}, {"text": "Bye.", "speaker": "2", "start": 9}]
    service.jobs["t1"] |= {"utterances": None, "words": words}
    client.run(name_speakers(transcript_id="t1", names=[{"speaker": "2", "name": "Tom"}]))
    assert "Tom: Bye." in client.run(get_transcript(transcript_id="t1")).render()


@pytest.mark.parametrize("speaker", ["A", "a", "Speaker A", "speaker_a", " A ", "Sarah", "sarah"])
def test_a_speaker_is_meant_by_its_label_in_any_form_or_by_its_name(named, speaker):
    named.run(name_speakers(transcript_id="t1", names=[{"speaker": speaker, "name": "Sara"}]))
    assert speakers(named) == ["B", "Sara"]


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_name_means_the_label_again(named, nothing):
    named.run(name_speakers(transcript_id="t1", names=[{"speaker": "A", "name": nothing}]))
    assert speakers(named) == ["A", "B"]


@pytest.mark.parametrize(
    "names",
    [
        {"A": "Ann", "B": "Tom"},
        '{"A": "Ann", "B": "Tom"}',
        [{"speaker": "A", "name": "Ann"}, {"speaker": "B", "name": "Tom"}],
    ],
)
@pytest.mark.parametrize("argument", ["names", "speakers"])
def test_names_may_be_a_map_or_pairs(named, names, argument):
    named.run(name_speakers.start({"transcript_id": "t1", argument: names}))
    assert speakers(named) == ["Ann", "Tom"]


def test_a_label_that_looks_like_a_number_may_be_one(client, service):
    service.outcome["utterances"] = [{"speaker": "1", "text": "Hello.", "start": 0}]
    client.run(transcribe(audio=URL))
    client.run(name_speakers(transcript_id="t1", names=[{"speaker": 1, "name": "Sarah"}]))
    assert speakers(client) == ["Sarah"]


def test_two_names_can_be_swapped_in_one_call(named):
    named.run(name_speakers(transcript_id="t1", names=[{"speaker": "B", "name": "Tom"}]))
    swap = [{"speaker": "Tom", "name": "Sarah"}, {"speaker": "Sarah", "name": "Tom"}]
    view = named.run(name_speakers(transcript_id="t1", names=swap))
    assert view.render().endswith("A is Tom, B is Sarah.")


def test_a_label_counts_before_a_name_and_a_name_of_two_is_refused(named):
    named.run(name_speakers(transcript_id="t1", names=[{"speaker": "A", "name": "B"}]))
    view = named.run(name_speakers(transcript_id="t1", names=[{"speaker": "B", "name": "Tim"}]))
    assert view.render().endswith("A is B, B is Tim.")
    named.run(name_speakers(transcript_id="t1", names={"A": "Tim"}))
    with pytest.raises(InvalidArgumentsError, match="is the name of speakers A, B"):
        named.run(name_speakers(transcript_id="t1", names={"Tim": "Tom"}))


def test_the_question_before_a_deletion_says_the_name(named):
    asked = delete_transcript.described(delete_transcript.validated({"transcript_id": "t1"}))
    assert named.run(asked) == 'call.mp3, 57 s, "Hello. Goodbye."'


def test_naming_one_keeps_the_others(named):
    named.run(name_speakers(transcript_id="t1", names=[{"speaker": "B", "name": "Tom\n[0:00] X"}]))
    assert speakers(named) == ["Sarah", "Tom [0:00] X"]


def test_an_unknown_speaker_is_refused_with_those_there_are(named):
    with pytest.raises(InvalidArgumentsError, match="Its speakers are A, B"):
        named.run(name_speakers(transcript_id="t1", names=[{"speaker": "C", "name": "Eve"}]))


def test_a_transcript_without_speakers_says_how_to_get_them(client, service):
    service.outcome = {"status": "completed", "text": "Hello."}
    client.run(transcribe(audio=URL))
    with pytest.raises(InvalidArgumentsError, match="Transcribe with speaker_labels"):
        client.run(name_speakers(transcript_id="t1", names=SARAH))


@pytest.mark.parametrize("context", [None, "A sales call."])
def test_a_service_that_reads_the_transcript_itself_is_told_the_names(client_of, settings, service, context):
    client = client_of(replace(settings, llm="lemur"))
    client.run(transcribe(audio=URL))
    client.run(name_speakers(transcript_id="t1", names=SARAH))
    summary = client.run(summarize(transcript_ids=["t1"], context=context))
    assert summary.response == "[00:00] Sarah: Hello. [00:01] B: Goodbye."
    told = "In transcript t1, speaker A is Sarah."
    assert service.asked[-1]["context"] == (f"{context}\n{told}" if context else told)


def test_labels_of_several_transcripts_are_left_to_the_context(client_of, settings, service):
    client = client_of(replace(settings, llm="lemur"))
    for number, name in enumerate(("Sarah", "Tom"), start=1):
        client.run(transcribe(audio=f"https://x.test/{number}.mp3"))
        client.run(name_speakers(transcript_id=f"t{number}", names={"A": name}))
    answer = client.run(summarize(transcript_ids=["t1", "t2"]))
    assert "[00:00] A: Hello." in answer.response
    assert service.asked[-1]["context"].count("speaker A is ") == 2


def test_a_transcript_that_is_deleted_already_needs_no_question(named):
    named.run(delete_transcript(transcript_id="t1"))
    asked = delete_transcript.described(delete_transcript.validated({"transcript_id": "t1"}))
    assert named.run(asked) is None


def test_a_model_of_ones_own_reads_the_names(service, settings, clock):
    prompts = []
    with Client(
        settings,
        sleep=clock.sleep,
        transport=httpx.MockTransport(service),
        complete=lambda prompt: prompts.append(prompt) or "Done.",
    ) as client:
        client.run(transcribe(audio=URL))
        client.run(name_speakers(transcript_id="t1", names=SARAH))
        client.run(summarize(transcript_ids=["t1"]))
    assert "Sarah: Hello." in prompts[0]


def test_names_belong_to_one_account(client_of, kept, service):
    client = client_of(kept)
    client.run(transcribe(audio=URL))
    client.run(name_speakers(transcript_id="t1", names=SARAH))
    assert speakers(client_of(kept)) == ["B", "Sarah"]
    assert speakers(client_of(replace(kept, api_key=SecretStr("other")))) == ["A", "B"]


def test_a_deletion_forgets_the_names(named):
    named.run(delete_transcript(transcript_id="t1"))
    assert not named._account.memory._speakers[next(iter(named._account.memory._speakers))][1]


def test_without_a_ledger_it_is_not_offered_and_says_why(client_of, settings, service):
    off = replace(settings, ledger="off")
    assert name_speakers not in offered_operations(off.choices)
    assert name_speakers in offered_operations(Settings().choices)

    def flow():
        yield NameSpeakers("t1", {})

    with pytest.raises(ConfigurationError, match="no ledger"):
        client_of(off).run(flow())


def test_arguments_that_are_no_mapping_are_refused():
    with pytest.raises(ValidationError):
        name_speakers.arguments.model_validate(5)
