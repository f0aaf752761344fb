from assemblyai_emulator.wording.vocabulary import vocabulary


def test_a_vocabulary_holds_each_word_of_the_text_once():
    assert vocabulary("one two\ntwo  three") == frozenset({"one", "two", "three"})
