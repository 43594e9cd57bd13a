"""The stand-alone verifier's own reading of a scheme gives the trace that ours gives, under any scheme there can be."""

from hypothesis import given

from domain.canonical import canonical
from domain.ratings import Scheme
from domain.ratings.inputs import Inputs
from tests.support.dossiers.drawn import verifier
from tests.support.dossiers.ratings import derived, recorded, told


@given(recorded())
def test_both_give_the_same_trace(drawn: tuple[Scheme, Inputs]) -> None:
    scheme, inputs = drawn
    ours = derived(scheme, inputs)
    said, cases = told(inputs)
    assert canonical(verifier().rate(dict(scheme.document), said, cases)) == ours
