from assemblyai_emulator.wording.vocabulary import vocabulary


def test_a_vocabulary_is_the_set_of_the_words_of_a_text():
    assert vocabulary("one two\ntwo  three") == frozenset({"one", "two", "three"})
