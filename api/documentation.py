"""The page that explains the API to people: written by the portal itself, nothing comes from elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

MOST_SHOWN = 12


class Documentation(DocsBase):
    """Says what can be asked and what comes back, from the OpenAPI document. In English, like that."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page."""
        document = api.get_openapi_schema()
        operations = [_operation(path, each["get"]) for path, each in document["paths"].items()]
        schemas = [
            _schema(name.removesuffix("Out"), schema)
            for name, schema in document["components"]["schemas"].items()
            if "[" not in name
        ]
        context = {"info": document["info"], "operations": operations, "schemas": schemas}
        return render(request, "api/documentation.html", context)


def _operation(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    answer = operation["responses"][200]["content"]["application/json"]["schema"]["$ref"]
    return {
        "id": operation["operationId"],
        "path": path,
        "text": operation["description"],
        "answer": answer.rpartition("/")[2].removesuffix("Out"),
        "parameters": [_parameter(each) for each in operation.get("parameters", [])],
    }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    codes = schema.get("enum") or schema.get("items", {}).get("enum", [])
    return {
        "name": parameter["name"],
        "text": parameter.get("description", ""),
        "codes": codes[:MOST_SHOWN],
        "more": max(0, len(codes) - MOST_SHOWN),
        "repeated": schema["type"] == "array",
        "maximum": schema.get("maximum"),
        "longest": schema.get("maxLength"),
    }


def _schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    fields = [
        {"name": field, "type": _type(each), "text": each.get("description", "")}
        for field, each in schema["properties"].items()
    ]
    return {"name": name, "text": schema.get("description", ""), "fields": fields}


def _type(schema: dict[str, Any]) -> str:
    """The type in words: "list of string", "integer or null"."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2].removesuffix("Out")
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{_type(schema['additionalProperties'])} by code"
    return str(schema.get("type", "any"))
