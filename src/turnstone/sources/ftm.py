"""FollowTheMoney entities to raw rows of `parties`, `party_links` and `debarments`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from turnstone.formats.ftm import LINKS, PARTIES, read_entities, texts
from turnstone.formats.rows import BadRow

# Property of FollowTheMoney -> field. Properties that are named nowhere are told as left out.
PARTY_FIELDS = {
    "name": "name", "registrationNumber": "registration_no", "phone": "phone", "email": "email", "country": "country",
    "birthDate": "birth", "idNumber": "document_no", "passportNumber": "document_no",
    "jurisdiction": "country", "topics": "topics", "modifiedAt": "since", "incorporationDate": "since",
}  # fmt: skip
ALIASES = ("alias", "weakAlias", "previousName")
ADDRESS_FIELDS = {"full": "address1", "street": "address1", "street2": "address2", "city": "city", "state": "state",
                  "postalCode": "postal_code", "country": "country"}  # fmt: skip
BAR_TOPICS = ("debarment", "sanction")


class FtmRows:
    """The rows of one file by table: raw field -> text, with the line of each. Filled by reading the file twice, since
    a party's address may be an entity of its own that comes later."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._addresses: dict[str, dict[str, str]] = {}
        self._barred: dict[str, dict[str, Any]] = {}
        self.properties: dict[str, str | None] = {}
        """schema.property -> the field that it fills, None where it is left out."""
        self.blank = 0

    def rows(self) -> Iterator[tuple[str, int, dict[str, str]] | BadRow]:
        """(table, line, fields) for each entity that is taken; a BadRow for each that is not."""
        for _, entity, _ in read_entities(self._path):
            if entity is not None and entity["schema"] == "Address":
                self._addresses[entity["id"]] = _fields(entity, ADDRESS_FIELDS)
            elif entity is not None and self._is_party(entity):
                self._barred[entity["id"]] = entity
        for number, entity, bad in read_entities(self._path):
            if bad is not None:
                yield bad
            elif entity is not None:
                yield from self._entity(number, entity)

    @staticmethod
    def _is_party(entity: dict[str, Any]) -> bool:
        return entity["schema"] in PARTIES and entity["schema"] != "Address"

    def _entity(self, number: int, entity: dict[str, Any]) -> Iterator[tuple[str, int, dict[str, str]] | BadRow]:
        schema = entity["schema"]
        if schema in LINKS:
            a, b = LINKS[schema]
            self._note(entity, {a: "external_a", b: "external_b", "startDate": "begin", "endDate": "end"})
            ends = [(x, y) for x in texts(entity, a) for y in texts(entity, b)]
            if not ends:
                yield BadRow(number, f"a {schema} without both ends")
            for x, y in ends:
                fields = {"external_a": x, "external_b": y, "relation": schema}
                yield "party_links", number, fields | _fields(entity, {"startDate": "begin", "endDate": "end"})
        elif schema == "Sanction":
            yield from self._sanction(number, entity)
        elif schema == "Address":
            self._note(entity, ADDRESS_FIELDS)
            yield "parties", number, {"external_id": entity["id"], "schema": schema, **_fields(entity, ADDRESS_FIELDS)}
        elif self._is_party(entity):
            yield "parties", number, self._party(entity)
        else:
            yield BadRow(number, f"entities of schema {schema} are not read")

    def _party(self, entity: dict[str, Any]) -> dict[str, str]:
        self._note(
            entity,
            {**PARTY_FIELDS, **dict.fromkeys(ALIASES, "alias"), "address": "address1", "addressEntity": "address1"},
        )
        fields = {"external_id": entity["id"], "schema": entity["schema"], **_fields(entity, PARTY_FIELDS)}
        names = texts(entity, "name")
        others = [*names[1:], *(alias for name in ALIASES for alias in texts(entity, name))]
        if others:
            fields["alias"] = " dba ".join(others)
        if topics := texts(entity, "topics"):
            fields["topics"] = "; ".join(topics)
        at = next((self._addresses[i] for i in texts(entity, "addressEntity") if i in self._addresses), None)
        if at:
            fields |= {k: v for k, v in at.items() if k != "country" or "country" not in fields}
        elif address := texts(entity, "address"):
            fields["address1"] = address[0]
        return fields

    def _sanction(self, number: int, entity: dict[str, Any]) -> Iterator[tuple[str, int, dict[str, str]] | BadRow]:
        """A sanction or debarment names its party by id: the bar gets the party's name and place."""
        mapped = {"entity": "name", "program": "programme", "startDate": "begin", "endDate": "end", "reason": "note"}
        self._note(entity, mapped)
        parties = [self._barred[i] for i in texts(entity, "entity") if i in self._barred]
        if not parties:
            yield BadRow(number, "a sanction of an entity that is not in the file")
        for party in parties:
            fields = self._party(party)
            said = _fields(entity, {"program": "programme", "startDate": "begin", "endDate": "end", "reason": "note"})
            place: dict[str, str] = {k: fields[k] for k in ("city", "state", "country") if k in fields}
            yield "debarments", number, {"name": fields.get("name", ""), **place, **said}

    def _note(self, entity: dict[str, Any], mapped: dict[str, str]) -> None:
        for name in entity["properties"]:
            self.properties[f"{entity['schema']}.{name}"] = mapped.get(name)


def _fields(entity: dict[str, Any], mapped: dict[str, str]) -> dict[str, str]:
    """The first value of each property that is mapped; the property named first wins a field."""
    out: dict[str, str] = {}
    for name, field in mapped.items():
        values = texts(entity, name)
        if values and field not in out:
            out[field] = values[0]
    return out
