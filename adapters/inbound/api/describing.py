"""The API's description in OpenAPI 3.1, made from the table of its addresses."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from adapters.inbound.api.endpoints import BY_STATUS, PREFIX, Endpoint
from adapters.inbound.api.exampled import example_of
from adapters.inbound.api.offered import Offer
from adapters.inbound.api.problems import MEDIA_TYPE
from adapters.inbound.api.shapes import Problem
from domain.decider import Rule

__all__ = ["described"]

_ABOUT = """\
The record of inspections for other systems: the same use cases, the same authority and the same sentences as on \
the pages and on the command line. Present a token with every request; `assay api token issue` issues one, and only \
what is published needs none. What is not there for a token and what does not exist get the same answer. That \
somebody looked at an inspection is noted, apart from the record, before anything is shown."""


def described(endpoints: Sequence[Endpoint], version: str) -> dict[str, Any]:
    """The description.

    Args:
        endpoints: every address.
        version: of Assay.
    """
    shapes: list[type[BaseModel]] = list(
        dict.fromkeys([Problem, *(shape for each in endpoints for shape in each.shown)])
    )
    _, found = models_json_schema(
        [(each, "serialization") for each in shapes], ref_template="#/components/schemas/{model}"
    )
    schemas: dict[str, Any] = dict(found["$defs"])
    paths: dict[str, Any] = {}
    for each in endpoints:
        paths.setdefault(f"{PREFIX}{each.path}", {})[each.method.lower()] = _operation(each, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Assay",
            "version": version,
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of the API, revocable at any moment.",
                }
            },
            "responses": {_name(status): _refusal(status) for status in BY_STATUS},
            "schemas": schemas,
        },
    }


def _operation(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": endpoint.id,
        "tags": [endpoint.group],
        "summary": endpoint.summary,
        "parameters": [
            {
                "name": each.name,
                "in": each.place,
                "required": each.place == "path",
                "description": each.meaning,
                "schema": dict(each.schema),
            }
            for each in endpoint.parameters
        ],
        "responses": _answers(endpoint),
    }
    if endpoint.open:
        said["security"] = [{}, {"token": []}]
    if endpoint.offer is not None:
        said["description"] = _told(endpoint.offer.rule)
        said["requestBody"] = _body(endpoint.offer, schemas)
    return said


def _told(rule: Rule) -> str:
    """What the rules say of a command: what it does, when, and which refusals are its own."""
    lines = [rule.meaning]
    if rule.stages:
        lines.append(f"Stage: {', '.join(map(str, rule.stages))}.")
    if rule.refusals:
        lines.append(f"Codes of its own refusals: {', '.join(rule.refusals)}.")
    return " ".join(lines)


def _body(offer: Offer, schemas: dict[str, Any]) -> dict[str, Any]:
    name = offer.rule.command.__name__
    made = offer.schema()
    for inner, schema in made.pop("$defs", {}).items():
        schemas[f"{name}-{inner}"] = schema
    schemas[name] = made
    reference = {"$ref": f"#/components/schemas/{name}"}
    content: dict[str, Any] = {}
    if offer.file != "always":
        content["application/json"] = {"schema": reference, "example": example_of(offer)}
    if offer.file != "never":
        content["multipart/form-data"] = {
            "schema": {
                "type": "object",
                "required": ["command", "document"],
                "properties": {
                    "command": reference,
                    "document": {"type": "string", "format": "binary", "description": "The file, as it is."},
                },
            },
            "encoding": {"command": {"contentType": "application/json"}},
        }
    return {"required": True, "content": content}


def _answers(endpoint: Endpoint) -> dict[str, Any]:
    shapes = [{"$ref": f"#/components/schemas/{each.__name__}"} for each in endpoint.shown]
    shown: dict[str, Any] = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
    answers: dict[str, Any] = {
        "200": {
            "description": "What was asked for." if endpoint.offer is None else "A receipt.",
            "content": {"application/json": {"schema": shown}},
        }
    }
    if endpoint.offer is None:
        answers["200"]["headers"] = {"ETag": _header("What is shown, by its digest.")}
    for status in endpoint.refusals:
        answers[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    return answers


def _name(status: int) -> str:
    return f"Answer{status}"


def _refusal(status: int) -> dict[str, Any]:
    said: dict[str, Any] = {"description": BY_STATUS[status]}
    if status != 304:
        said["content"] = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
    headers = {
        304: {"ETag": _header("What you have.")},
        401: {"WWW-Authenticate": _header("How a token is presented.")},
        405: {"Allow": _header("The methods that there are.")},
        429: {"Retry-After": _header("After how many seconds to come again.")},
    }
    if status in headers:
        said["headers"] = headers[status]
    return said


def _header(meaning: str) -> dict[str, Any]:
    return {"description": meaning, "required": True, "schema": {"type": "string"}}
