"""Holds answers against /api/openapi.json: the part of JSON Schema 2020-12 that the document uses, and no more:
a keyword that this file does not know is an error, so that the document cannot promise what is not checked."""
import re

ANNOTATIONS = {"description", "title", "format", "default"}
TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
    "integer": int,
}


class Document:
    def __init__(self, document):
        self.document = document

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def operation(self, method, path):
        """The operation of a concrete path -> (template, operation)."""
        for template, item in self.document["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", template), path.split("?")[0]):
                return template, item[method.lower()]
        raise AssertionError(f"openapi.json has no path for {path}")

    def check(self, method, path, answer):
        """Raises AssertionError unless the answer is one that the document describes."""
        _, operation = self.operation(method, path)
        described = operation["responses"].get(str(answer.status))
        assert described, f"{method} {path}: status {answer.status} is not described"
        described = self.resolve(described)
        for name, header in described.get("headers", {}).items():
            assert answer.headers[name] is not None, f"{method} {path}: no {name}"
            self.validate(header["schema"], answer.headers[name], name)
        content = described.get("content")
        if not content:
            assert answer.body == b"", f"{method} {path}: a body where none is described"
            return
        media_type = answer.headers["Content-Type"]
        assert media_type in content, f"{method} {path}: {media_type} is not described"
        self.validate(content[media_type]["schema"], answer.json(), "$")

    def validate(self, schema, value, where):
        schema = self.resolve(schema)
        for keyword, wanted in schema.items():
            if keyword in ANNOTATIONS:
                continue
            rule = getattr(self, "rule_" + keyword, None)
            assert rule, f"openapi.json uses {keyword}, which this test does not know"
            rule(schema, wanted, value, where)

    def rule_type(self, _, wanted, value, where):
        names = wanted if isinstance(wanted, list) else [wanted]
        matches = [n for n in names if type(value) is TYPES[n]]
        assert matches, f"{where}: {value!r} is not {wanted}"

    def rule_required(self, _, wanted, value, where):
        for name in wanted:
            assert name in value, f"{where}: {name} is missing"

    def rule_properties(self, _, wanted, value, where):
        for name, schema in wanted.items():
            if name in value:
                self.validate(schema, value[name], f"{where}.{name}")

    def rule_additionalProperties(self, schema, wanted, value, where):
        extra = set(value) - set(schema["properties"])
        assert wanted or not extra, f"{where}: members that are not described: {extra}"

    def rule_items(self, _, wanted, value, where):
        for number, element in enumerate(value):
            self.validate(wanted, element, f"{where}[{number}]")

    def rule_maxItems(self, _, wanted, value, where):
        assert len(value) <= wanted, where

    def rule_minProperties(self, _, wanted, value, where):
        assert len(value) >= wanted, where

    def rule_minimum(self, _, wanted, value, where):
        assert value >= wanted, where

    def rule_maximum(self, _, wanted, value, where):
        assert value <= wanted, where

    def rule_minLength(self, _, wanted, value, where):
        assert len(value) >= wanted, where

    def rule_maxLength(self, _, wanted, value, where):
        assert len(value) <= wanted, where

    def rule_pattern(self, _, wanted, value, where):
        assert re.search(wanted, value), f"{where}: {value!r} does not match {wanted}"
