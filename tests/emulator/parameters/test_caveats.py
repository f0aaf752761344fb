from assemblyai_emulator.parameters.caveats import redaction_warnings, warnings


def test_a_plain_transcript_has_no_warnings():
    assert warnings({"punctuate": True, "redact_pii": False, "redact_pii_policies": ["phone_number"]}) == []


def test_redaction_warns_that_it_misses_things_and_says_how_it_works():
    given = {"redact_pii": True, "redact_pii_policies": ["person_name", "duration"]}
    general, policy = warnings(given)
    assert "do not take the result for safe to share" in general
    assert policy.startswith("redact_pii_policies person_name: only names that are introduced")


def test_results_that_are_not_redacted_are_named():
    given = {
        "redact_pii": True,
        "redact_pii_policies": ["date"],
        "entity_detection": True,
        "auto_highlights": True,
    }
    assert warnings(given)[-1].endswith("the results of entity_detection, auto_highlights are not redacted.")


def test_each_feature_says_how_it_works():
    words = [text.split(":")[0] for text in warnings({"sentiment_analysis": True, "entity_detection": True})]
    assert words == ["entity_detection", "sentiment_analysis"]


def test_only_requested_results_are_named():
    given = {"redact_pii": True, "redact_pii_policies": ["date"], "auto_chapters": True}
    (warning,) = redaction_warnings(given, ["auto_chapters", "summarization"])
    assert warning.endswith("the results of auto_chapters are not redacted.")
    assert redaction_warnings({"auto_chapters": True}, ["auto_chapters"]) == []


def test_what_is_not_redacted_comes_first():
    given = {"redact_pii": True, "redact_pii_policies": ["date", "drug"], "entity_detection": True}
    assert warnings(given)[0].startswith("NOT REDACTED: drug.")
