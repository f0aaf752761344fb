import pytest

from assemblyai_mcp.asgi.proof import PROOF, Proof, is_proven, with_proof


@pytest.mark.parametrize("scope", [{}, {"state": {}}, {"state": {PROOF: Proof()}}])
def test_a_caller_is_a_stranger_until_the_check_says_otherwise(scope):
    assert not is_proven(scope)
    answers = []
    checked = with_proof(scope, lambda: bool(answers))
    assert not is_proven(checked)
    answers.append("the service answered")
    assert is_proven({**checked})


def test_a_connection_learns_it_and_forgets_it_with_the_next_request():
    proof = Proof()
    with_proof({"state": {PROOF: proof}}, lambda: True)
    assert proof.is_given
    with_proof({"state": {PROOF: proof}}, lambda: False)
    assert not proof.is_given
