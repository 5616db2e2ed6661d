"""Requests that nobody would think of, generated from the served document: no server error, nothing undocumented.

A fixed seed and a few requests an operation keep it short; `PINLIGHT_FUZZ=120` asks so many of each instead.
"""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS
from schemathesis.core import NOT_SET

from kb.calc.registry import calculators
from webapp.api.operations import OPERATIONS

EXAMPLES = int(os.environ.get("PINLIGHT_FUZZ", "11"))
# What must hold for each answer. That every value of a schema is taken is not among it: an unknown input of a calculator
# is refused, and no schema can say which inputs belong to which.
HELD = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


@pytest.fixture(scope="session")
def fuzzed(app):
    """The document as schemathesis reads it from the app."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    return {result.ok().definition.raw["operationId"]: result.ok() for result in schema.get_all_operations()}


@pytest.fixture(scope="session")
def real(kb):
    """Names that exist, by the parameter that takes them: chance alone would never get past the first look-up."""
    devices = sorted(kb.devices)
    return {
        "calculator_id": sorted(calculators(kb)),
        "device": devices,
        "device_id": devices,
        "from": devices,
        "manual": sorted(kb.manuals),
        "manual_id": sorted(kb.manuals),
        "a": sorted(kb.manuals),
        "b": sorted(kb.manuals),
        "fact_id": sorted(kb.facts)[::40],
        "section": sorted({a for s in kb.sections.values() for a in s})[::20],
        "to": sorted({f.to for f in kb.select("cable")}),
        "brand": sorted({b for f in kb.select("protocol") for b in f.brands}),
        "name": sorted({f.connector for f in kb.select("pin")}),
        "indicator": sorted({x.indicator for f in kb.select("led_state") for x in f.lamps}),
    }


# schemathesis leaves out the address that it has the document from; the other tests of the document read that.
@pytest.mark.parametrize("operation_id", [o.id for o in OPERATIONS if o.id != "getOpenapi"])
def test_generated_requests_are_answered_as_documented(fuzzed, real, operation_id):
    """Whatever is sent, the answer is one that the document names, in the form it gives."""
    operation = fuzzed[operation_id]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), data=st.data())
    def run(case, data):
        for part in (case.path_parameters, case.query, None if case.body is NOT_SET else case.body):
            if isinstance(part, dict):
                for name in sorted(part.keys() & real.keys()):
                    if data.draw(st.booleans()):
                        part[name] = data.draw(st.sampled_from(real[name]))
        # The client of schemathesis that calls an app directly reads no gzip.
        plain = {"Accept-Encoding": "identity"}
        case.call_and_validate(headers=plain, checks=[CHECKS.get_one(name) for name in HELD])

    run()
