"""The prompts: one Markdown file per stage, named after the module that uses it, loaded and checked here.

Place in the flow: a stage that asks a chat model calls `load(name)` once and renders the prompt for every question.
Pure apart from reading its own files. It calls no model, decides nothing, and knows neither articles nor Discord.

A prompt file has YAML front matter with the list `placeholders`, then parts headed `# system` and `# human`. In the
body, braces stand only around declared placeholders.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NO_ANSWER = "NO ANSWER"
"""What a model is told to write, and nothing else, when the evidence does not answer."""

ROLES = ("system", "human")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ROLE_LINE = re.compile(r"^# *(\S.*?) *$", re.MULTILINE)


class PromptError(ValueError):
    """A prompt file or a call to render it is wrong; one plain sentence that names the prompt."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a prompt: `role` is `system` or `human`, `text` still holds the placeholders."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A checked prompt: its parts use every name in `placeholders` and no other."""

    name: str
    placeholders: frozenset[str]
    parts: tuple[Part, ...]

    def messages(self, **values: str) -> list[tuple[str, str]]:
        """Return (role, text) pairs with the placeholders filled, the form LangChain chat models take.

        Values are put in once and never looked at again: braces inside a value stay what they are.
        Raises `PromptError` when a value is missing, unknown or not a string.
        """
        self._check(values)
        return [(part.role, _fill(part.text, values)) for part in self.parts]

    def render(self, **values: str) -> str:
        """Return the whole prompt as one text, for models that take no roles; raises as `messages` does."""
        return "\n\n".join(text for _, text in self.messages(**values))

    def _check(self, values: Mapping[str, object]) -> None:
        missing = self.placeholders - values.keys()
        unknown = values.keys() - self.placeholders
        wrong = [name for name, value in values.items() if not isinstance(value, str)]
        for names, fault in (
            (missing, "needs a value for"),
            (unknown, "has no place for"),
            (wrong, "takes only text for"),
        ):
            if names:
                raise PromptError(f"The prompt '{self.name}' {fault} {_listed(names)}.")


@cache
def load(name: str) -> Prompt:
    """Return the prompt of that name, read from `prompts/<name>.md` and checked; raises `PromptError`."""
    if name not in available():
        raise PromptError(f"There is no prompt '{name}'; there are {_listed(available())}.")
    source = (resources.files(__name__) / f"{name}.md").read_text(encoding="utf-8")
    return parse(name, source)


@cache
def available() -> tuple[str, ...]:
    """Return the names of the prompts that ship with the project, sorted."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(file.removesuffix(".md") for file in files if file.endswith(".md")))


def parse(name: str, source: str) -> Prompt:
    """Return the prompt that a file's text describes; raises `PromptError` naming what is wrong with it."""
    declared, body = _front_matter(name, source)
    parts = _parts(name, body)
    used = {found for part in parts for found in _PLACEHOLDER.findall(part.text)}
    _check_placeholders(name, declared, used)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", body)):
        raise PromptError(
            f"The prompt '{name}' has a brace that is not part of a placeholder; write it without braces."
        )
    return Prompt(name, frozenset(declared), parts)


def boundary_for(text: str) -> str:
    """Return a short word that does not occur in `text`, to delimit it with: what stands inside cannot close it."""
    for attempt in range(len(text) + 1):
        word = hashlib.sha256(f"{attempt}\x00{text}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if word not in text:
            return word
    raise PromptError("No delimiter could be found for the evidence; ask again with less of it.")  # pragma: no cover


def _front_matter(name: str, source: str) -> tuple[list[str], str]:
    import frontmatter  # noqa: PLC0415  kept out of `nayrab --help`
    import yaml  # type: ignore[import-untyped]  # PyYAML ships no types  # noqa: PLC0415  as above

    try:
        metadata, body = frontmatter.parse(source)
    except yaml.YAMLError as error:
        raise PromptError(
            f"The front matter of the prompt '{name}' is not YAML; mend it in prompts/{name}.md."
        ) from error
    declared = metadata.get("placeholders")
    if not isinstance(declared, list) or not all(isinstance(n, str) and _NAME.fullmatch(n) for n in declared):
        raise PromptError(f"The prompt '{name}' must declare 'placeholders' as a list of lower-case names.")
    return declared, body


def _parts(name: str, body: str) -> tuple[Part, ...]:
    before, *rest = _ROLE_LINE.split(body)
    roles, texts = rest[::2], [text.strip() for text in rest[1::2]]
    if before.strip() or not roles or not all(texts):
        raise PromptError(
            f"The prompt '{name}' must consist of parts headed '# system' or '# human', none of them empty."
        )
    strange = [role for role in roles if role not in ROLES]
    if strange or len(set(roles)) < len(roles):
        raise PromptError(f"The prompt '{name}' may have one part '# system' and one '# human', not {_listed(roles)}.")
    return tuple(Part(role, text) for role, text in zip(roles, texts, strict=True))


def _check_placeholders(name: str, declared: Iterable[str], used: Iterable[str]) -> None:
    unused = set(declared) - set(used)
    undeclared = set(used) - set(declared)
    if unused:
        raise PromptError(f"The prompt '{name}' declares {_listed(unused)} but does not use it.")
    if undeclared:
        raise PromptError(f"The prompt '{name}' uses {_listed(undeclared)} without declaring it.")


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], text)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))
