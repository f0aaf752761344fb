import asyncio

import httpx
import pytest
from langchain_core.documents import Document
from pydantic import ValidationError

from assemblyai_tools.errors import BadRequestError
from assemblyai_tools.langchain import AssemblyAITranscriptRetriever

SAID = {
    "t1": [
        ("A", "Good morning."),
        ("A", "We will launch on Wednesday."),
        ("B", "Who writes the notes?"),
        ("A", "I will write the notes."),
        ("B", "Thank you."),
    ],
    "t2": [("A", "The launch party is on Friday."), ("A", "Bring your own launch cake.")],
    "t3": [("A", "Nothing of interest.")],
}


@pytest.fixture
def asked():
    return []


@pytest.fixture
def clients(scripted, asked):
    """Clients of a service with three transcripts, which can be searched and read by sentence."""

    def answer(request):
        _, _, _, name, what = request.url.path.split("/")
        asked.append((name, what))
        if name not in SAID:
            return httpx.Response(400, json={"error": "Transcript lookup error, transcript id not found"})
        if what == "word-search":
            words = request.url.params["words"].split(",")
            said = " ".join(text for _, text in SAID[name]).lower().replace(".", "").split()
            matches = [{"text": word, "count": said.count(word.lower())} for word in words]
            return httpx.Response(
                200,
                json={"total_count": sum(match["count"] for match in matches), "matches": matches},
            )
        passages = [
            {"text": text, "speaker": speaker, "start": 1_000 * n, "end": 1_000 * n + 900}
            for n, (speaker, text) in enumerate(SAID[name])
        ]
        return httpx.Response(200, json={"sentences": passages})

    return scripted(answer=answer)


@pytest.fixture
def retriever(clients):
    def make(*ids, **options):
        return AssemblyAITranscriptRetriever(transcript_ids=ids or list(SAID), clients=clients, **options)

    return make


async def test_the_best_sentence_comes_with_its_neighbours_times_and_speaker(invoke, retriever):
    (found,) = await invoke(retriever("t1"), "When do we LAUNCH?")
    score = found.metadata.pop("score")
    assert score > 0
    assert found == Document(
        id="t1-sentence-1",
        page_content="Good morning. We will launch on Wednesday. Who writes the notes?",
        metadata={
            "source": "t1",
            "transcript_id": "t1",
            "index": 1,
            "start": 1_000,
            "end": 1_900,
            "speaker": "A",
            "passage_start": 0,
            "passage_end": 2_900,
        },
    )


async def test_an_unknown_time_is_not_taken_from_a_neighbour(invoke, scripted):
    rows = [
        {"text": "Hello.", "end": 900},
        {"text": "Launch.", "start": 1_000},
        {"text": "Bye.", "start": 2_000},
    ]
    clients = scripted(
        answer=lambda _: httpx.Response(200, json={"sentences": rows, "total_count": 1, "matches": []})
    )
    (found,) = await invoke(AssemblyAITranscriptRetriever(transcript_ids=["t1"], clients=clients), "launch")
    found.metadata.pop("score")
    assert found.metadata == {"source": "t1", "transcript_id": "t1", "index": 1, "start": 1_000}


QUESTIONS = [
    "What is the matter with the budget?",
    "The launch is in the spring.",
    "When is the meeting?",
    "We agreed on the price of the licence.",
]
CHINESE = ["\u6211\u4eec\u660e\u5929\u53d1\u5e03\u3002", "\u4ef7\u683c\u662f\u4e00\u767e\u3002"]
"""We publish tomorrow. The price is a hundred."""


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("When is the launch?", QUESTIONS[1]),
        ("What is the price of the umbrella?", QUESTIONS[3]),
        ("What's the spring-launch about?", QUESTIONS[1]),
        ("Who owns the umbrella?", None),
        ("What is it?", QUESTIONS[0]),
        ("\u4ef7\u683c\u591a\u5c11\uff1f", CHINESE[1]),
    ],
)
async def test_a_full_question_finds_the_sentence_it_is_about(
    invoke, retriever, monkeypatch, question, first
):
    monkeypatch.setitem(SAID, "t1", [("A", text) for text in [*QUESTIONS, *CHINESE]])
    found = await invoke(retriever("t1", around=0), question)
    assert (found[0].page_content if found else None) == first


async def test_function_words_are_neither_searched_nor_found(invoke, retriever, monkeypatch, asked):
    monkeypatch.setitem(SAID, "t1", [("A", text) for text in QUESTIONS])
    assert len(await invoke(retriever("t1", around=0), "When is the launch?")) == 1
    asked.clear()
    assert await invoke(retriever("t1"), "Where is the umbrella?") == []
    assert asked == [("t1", "word-search")]


@pytest.mark.parametrize(
    "question",
    [
        "\u4ef7\u683c\u591a\u5c11",
        "The launch\u2019s caf\u00e9",
        "launch $5,000",
        "re-launch",
        " ".join("n" * length for length in range(1, 102)),
    ],
)
async def test_if_the_word_search_could_overlook_a_word_all_sentences_are_read(
    invoke, retriever, asked, question
):
    await invoke(retriever("t1"), question)
    assert asked == [("t1", "sentences")]


FRENCH = [
    "L'\u00e9quipe attend l'accord d'achat.",
    "On se voit \u00e0 cinq heures.",
    "Aujourd'hui c'est non.",
]
DEAL = ["It costs $5,000.", "The caf\u00e9 is closed.", "Not 15,000 or 500.", "We'll see O'Brien's report."]


@pytest.mark.parametrize(
    ("said", "questions", "first"),
    [
        (FRENCH, ["l'accord d'achat", "l\u2019accord d\u2019achat", "L\u00b4ACCORD d\u02bcachat"], FRENCH[0]),
        (DEAL, ["$5,000", "5,000", "5000", "\u20ac5000?"], DEAL[0]),
        (DEAL, ["caf\u00e9", "cafe\u0301", "The CAF\u00c9?"], DEAL[1]),
        (DEAL, ["O'Brien's", "What about O\u2019Brien\u2019s?"], DEAL[3]),
    ],
)
async def test_every_spelling_of_a_question_finds_the_same_sentence(
    invoke, retriever, monkeypatch, said, questions, first
):
    monkeypatch.setitem(SAID, "t1", [("A", text) for text in said])
    found = [await invoke(retriever("t1", around=0), question) for question in questions]
    assert [[document.page_content for document in documents] for documents in found] == [[first]] * len(
        questions
    )
    assert len({documents[0].metadata["score"] for documents in found}) == 1


async def test_a_word_in_most_sentences_is_ignored_if_the_question_has_a_rarer_one(
    invoke, retriever, monkeypatch
):
    said = ["Das ist der Plan.", *["Das ist gut."] * 20]
    monkeypatch.setitem(SAID, "t1", [("A", text) for text in said])
    found = await invoke(retriever("t1", around=0), "Was ist das: ein Plan?")
    assert [document.page_content for document in found] == said[:1]


async def test_a_sentence_may_come_without_neighbours(invoke, retriever):
    found = await invoke(retriever("t1", around=0), "notes")
    assert [document.page_content for document in found] == [
        "Who writes the notes?",
        "I will write the notes.",
    ]
    assert (found[0].metadata["start"], found[0].metadata["end"]) == (2_000, 2_900)
    assert (found[0].metadata["passage_start"], found[0].metadata["passage_end"]) == (2_000, 2_900)


async def test_a_sentence_in_a_better_passage_is_not_shown_again(invoke, retriever):
    (found,) = await invoke(retriever("t1", around=1), "notes")
    assert found.page_content.count("notes") == 2


async def test_passages_of_several_transcripts_are_ranked_together_up_to_k(invoke, retriever):
    everything = await invoke(retriever(around=0), "launch")
    assert [document.metadata["transcript_id"] for document in everything] == ["t1", "t2", "t2"]
    assert [document.metadata["score"] for document in everything] == sorted(
        (document.metadata["score"] for document in everything), reverse=True
    )
    assert await invoke(retriever(around=0, k=1), "launch") == everything[:1]


async def test_only_transcripts_with_a_match_are_read_and_each_only_once(invoke, retriever, asked):
    searching = retriever()
    await invoke(searching, "launch cake")
    assert sorted(asked) == sorted(
        [(name, "word-search") for name in SAID] + [("t1", "sentences"), ("t2", "sentences")]
    )
    asked.clear()
    await invoke(searching, "launch")
    assert {what for _, what in asked} == {"word-search"}


@pytest.mark.parametrize("query", ["", " ?! ", "umbrella", "1,000"])
async def test_words_that_were_not_said_find_nothing(invoke, retriever, query):
    assert await invoke(retriever(), query) == []


async def test_a_question_without_words_sends_no_request(invoke, retriever, asked):
    await invoke(retriever(), "... ?")
    assert asked == []


async def test_a_very_long_question_is_searched_by_its_first_words(invoke, retriever):
    query = " ".join(["notes", *(f"word{n}" for n in range(300)), "x" * 90])
    assert len(await invoke(retriever("t1"), query)) == 1


async def test_at_most_a_hundred_transcripts_are_cached(invoke, scripted, asked):
    def answer(request):
        asked.append(request.url.path)
        if request.url.path.endswith("word-search"):
            return httpx.Response(200, json={"total_count": 1, "matches": []})
        return httpx.Response(200, json={"sentences": [{"text": "Launch."}]})

    ids = [f"t{n}" for n in range(101)]
    searching = AssemblyAITranscriptRetriever(transcript_ids=ids, clients=scripted(answer=answer), k=200)
    assert len(await invoke(searching, "launch")) == 101
    asked.clear()
    await invoke(searching, "launch")
    assert sum(path.endswith("sentences") for path in asked) >= 1


async def test_an_unknown_transcript_is_an_error_not_an_empty_result(invoke, retriever):
    with pytest.raises(BadRequestError, match="transcript id not found") as caught:
        await invoke(retriever("t1", "t9"), "launch")
    assert caught.value.transcript_id == "t9"


async def test_a_failure_leaves_nothing_running(scripted):
    async def answer(request):
        if "t9" not in request.url.path:
            await asyncio.Event().wait()
        return httpx.Response(400, json={"error": "transcript id not found"})

    clients = scripted(answer=answer)
    before = asyncio.all_tasks()
    with pytest.raises(BadRequestError):
        await AssemblyAITranscriptRetriever(transcript_ids=["t1", "t9"], clients=clients).ainvoke("launch")
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize(
    "options",
    [{"transcript_ids": []}, {"transcript_ids": ["t1"], "k": 0}, {"transcript_ids": ["t1"], "top": 3}],
)
def test_an_invalid_setting_is_refused(clients, options):
    with pytest.raises(ValidationError):
        AssemblyAITranscriptRetriever(clients=clients, **options)


def test_a_retriever_never_shows_the_key(retriever, key):
    made = retriever()
    assert key not in " ".join([repr(made), str(made), str(made.model_dump())])
