"""What is known of gateways and peer devices, with where it comes from."""
from __future__ import annotations

import ctypes
import json
from dataclasses import dataclass, field
from typing import Any

from ._lib import Owner, collect, document, lib
from ._types import Document, Sureness


@dataclass(frozen=True)
class Fact:
    """A value with its source; None: unknown.

    Limits are numbers of selectors, rows or connections. date is that of the
    source or of its reading, YYYY, YYYY-MM or YYYY-MM-DD.
    """
    value: int | str | bool | None
    sureness: Sureness
    source: str | None
    date: str | None


@dataclass(frozen=True)
class Profile:
    """A gateway or a peer device.

        >>> profiles()["alibaba-cloud"].facts["match_rule"].value
        'priority'
        >>> mine = Profile.read({"name": "mine", "base": "alibaba-cloud",
        ...                      "policy_routes": 50})
        >>> mine.facts["policy_routes"]
        Fact(value=50, sureness='user', source="the user's profile", date=None)

    Wherever a profile is asked for, the name of a built-in one does too.
    """
    name: str
    title: str
    kind: tuple[str, ...]
    facts: dict[str, Fact]
    forbidden: tuple[str, ...]
    forbidden_fact: Fact | None
    _own: bytes | None = field(repr=False, default=None)

    @classmethod
    def read(cls, source: Document) -> Profile:
        """One's own: JSON as text, bytes, a path or a dict.

        An object with "name" and, all optional, "title", "base" (a built-in
        profile to start from), "kind" (["gateway", "peer"]), "forbidden" and
        the facts by name; a fact is a value, null (unknown) or an object with
        "value", "source" and "date". TextError says what is wrong, and where.
        """
        text = document(source)
        owner = Owner()
        pointer = owner.read(lib.sn_profile_read, lib.sn_profile_free, text)
        return _profile(pointer, text)

    def to_json(self) -> str:
        """As `supernet plan --show-profile NAME --format json`."""
        return self._rendered("json")

    def __str__(self) -> str:
        return self._rendered("text").removesuffix("\n")

    def _rendered(self, format: str) -> str:
        owner = Owner()
        return _render(_pointer(owner, self, self.kind[0]), format)


def profiles() -> dict[str, Profile]:
    """The built-in profiles by name."""
    found = map(_profile, map(lib.sn_profile_at, range(
        lib.sn_profile_count())))
    return {profile.name: profile for profile in found}


def _render(pointer: Any, format: str) -> str:
    return collect(lambda sink: lib.sn_profile_render(
        pointer, format.encode(), sink, None)).decode()


def _fact(got: dict[str, Any]) -> Fact:
    return Fact(got.get("value"), got["sureness"], got.get("source") or None,
                got.get("date") or None)


def _profile(pointer: Any, own: bytes | None = None) -> Profile:
    got = json.loads(_render(pointer, "json"))
    forbidden = got.pop("forbidden_fact", None)
    return Profile(got.pop("name"), got.pop("title"), tuple(got.pop("kind")),
                   forbidden=tuple(got.pop("forbidden", ())),
                   forbidden_fact=_fact(forbidden) if forbidden else None,
                   facts={key: _fact(value) for key, value in got.items()},
                   _own=own)


def _pointer(owner: Owner, profile: Any, kind: str) -> Any:
    """The library's profile of a name or a Profile, kept by @owner.

    kind is what it has to be, "gateway" or "peer".
    """
    if not isinstance(profile, (str, Profile)):
        raise TypeError(f"neither a name nor a Profile: {profile!r}")
    if isinstance(profile, str):
        found = lib.sn_profile_find(profile.encode())
        if not found:
            raise ValueError(f"no such profile: {profile!r}; there are "
                             + ", ".join(profiles()))
        profile = _profile(found)
    if kind not in profile.kind:
        raise ValueError(f"the profile {profile.name!r} is of no {kind}")
    if profile._own is None:
        return ctypes.c_void_p(lib.sn_profile_find(profile.name.encode()))
    return owner.read(lib.sn_profile_read, lib.sn_profile_free, profile._own)
