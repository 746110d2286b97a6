"""Reads a Dockerfile as far as ours goes: stages, and each instruction with its arguments."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Stage:
    """One stage of the build, in order: (instruction, rest of the line), continuation lines joined."""

    base: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        """Return the arguments of every such instruction."""
        return [rest for name, rest in self.steps if name == instruction]

    def environment(self) -> dict[str, str]:
        """Return what the ENV instructions set, as written (without variables put in)."""
        pairs = re.findall(r'(\w+)=(?:"([^"]*)"|(\S+))', " ".join(self.all("ENV")))
        return {name: quoted or plain for name, quoted, plain in pairs}

    def command(self) -> list[str]:
        """Return the last CMD, which must have the list form (no shell between the signal and the server)."""
        return list(json.loads(self.all("CMD")[-1]))


def read_dockerfile(path: Path = ROOT / "Dockerfile") -> list[Stage]:
    """Return the stages of the Dockerfile. Raises ValueError for a line before the first FROM."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    stages: list[Stage] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        instruction, _, rest = line.partition(" ")
        if instruction == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(base.strip(), name.strip()))
        elif not stages:
            raise ValueError(f"{path.name}: {line!r} stands before the first FROM")
        else:
            stages[-1].steps.append((instruction, rest.strip()))
    return stages
