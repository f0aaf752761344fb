from assemblyai_emulator.reasoning.ranking import Ranking


def test_the_document_with_more_of_the_query_scores_highest():
    scores = Ranking([["cat", "mat"], ["dog"], ["cat", "dog"], []]).scores(["cat", "dog"])
    assert scores.index(max(scores)) == 2
    assert scores[3] == 0.0


def test_a_rare_term_weighs_more_than_a_common_one():
    common, rare = Ranking([["fair", "a"], ["tent", "b"], ["fair", "c"]]).scores(["fair", "tent"])[:2]
    assert rare > common > 0


def test_unknown_terms_and_empty_queries_score_zero():
    ranking = Ranking([["cat"], ["dog"]])
    assert ranking.scores(["fish"]) == [0.0, 0.0]
    assert ranking.scores([]) == [0.0, 0.0]


def test_no_documents_or_only_empty_ones_raise_no_error():
    assert Ranking([]).scores(["cat"]) == []
    assert Ranking([[], []]).scores(["cat"]) == [0.0, 0.0]


def test_indexing_prints_nothing(capsys):
    Ranking([["cat"], ["dog"]]).scores(["cat"])
    assert capsys.readouterr() == ("", "")
