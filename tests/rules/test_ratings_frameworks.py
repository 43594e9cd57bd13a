"""A shipped scheme rates the standards of its framework, all of them and no others."""

import pytest

from domain.frameworks import shipped_frameworks
from domain.ratings import shipped_schemes

RATED = [scheme.id for scheme in shipped_schemes().values() if scheme.framework is not None]


@pytest.mark.parametrize("id_", RATED)
def test_a_scheme_has_the_standards_populations_and_key_questions_of_its_framework(id_: str) -> None:
    scheme = shipped_schemes()[id_]
    framework = shipped_frameworks()[str(scheme.framework)]
    expected = {
        standard.number: (standard.population, tuple(question.number for question in standard.key_questions))
        for standard in framework.standards()
    }
    assert list(scheme.by_id) == list(expected)
    for standard in scheme.standards:
        population, questions = expected[standard.id]
        assert standard.population == population
        rests_on_answers = standard.aggregator in ("lowest_band", "percentage")
        assert tuple(standard.key_questions) == (questions if rests_on_answers else ()), standard.id


@pytest.mark.parametrize("id_", RATED)
def test_a_scheme_calls_each_standard_what_its_framework_calls_it(id_: str) -> None:
    scheme = shipped_schemes()[id_]
    framework = shipped_frameworks()[str(scheme.framework)]
    assert [s.title for s in scheme.standards] == [s.title for s in framework.standards()]


def test_only_the_care_services_scheme_rates_without_a_framework() -> None:
    assert [s.id for s in shipped_schemes().values() if s.framework is None] == ["care-services-2015"]
