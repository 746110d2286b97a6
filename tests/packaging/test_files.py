"""The image, the composition and the workflow, as far as they can be judged by reading them."""

import re

import pytest
import yaml

from tests.packaging.dockerfile import ROOT, read_dockerfile

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD")


def test_the_image_is_built_in_two_stages_from_a_pinned_release():
    build, final = read_dockerfile()
    assert build.name == "build"
    assert build.base == final.base
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", final.base)


def test_the_image_installs_only_what_the_lock_file_hashes():
    build, _ = read_dockerfile()
    installs = [step for step in build.all("RUN") if "pip install" in step]
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    assert installs[0].endswith("-r requirements.txt")


def test_the_final_stage_runs_no_build_step_and_no_root():
    _, final = read_dockerfile()
    assert not final.all("RUN")
    user = final.all("USER")[-1]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    names = [name for name, _ in final.steps]
    assert names.index("USER") < names.index("CMD")


def test_the_image_serves_with_gunicorn_and_says_whether_it_is_alive():
    _, final = read_dockerfile()
    assert final.command() == ["gunicorn"]
    assert "scripts.healthcheck" in final.all("HEALTHCHECK")[0]
    assert "/-/live" in (ROOT / "scripts" / "healthcheck.py").read_text()
    assert final.environment()["DJANGO_SETTINGS_MODULE"] == "portal.settings.production"


def test_no_secret_is_baked_into_the_image():
    for stage in read_dockerfile():
        assert not any(re.search("KEY|PASSWORD|SECRET|TOKEN", name) for name in stage.environment())
        assert not stage.all("ARG")


def test_the_build_context_leaves_out_what_a_run_creates():
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    assert {".git", ".venv", ".env", "var", "tests"} <= set(ignored)


def test_the_composition_has_every_part_of_the_portal():
    assert set(SERVICES) == {"prepare", "portal", "worker", "postgresql", "elasticsearch", "valkey"}
    assert SERVICES["elasticsearch"]["image"].startswith("docker.elastic.co/elasticsearch/elasticsearch:9.")
    assert SERVICES["postgresql"]["image"].startswith("postgres:")
    assert SERVICES["worker"]["command"].endswith("run_worker --verbosity=0")


@pytest.mark.parametrize("name", ["postgresql", "elasticsearch", "valkey"])
def test_every_server_is_waited_for_until_it_is_healthy(name):
    assert SERVICES[name]["healthcheck"]["test"]
    for part in ("prepare", "portal", "worker"):
        assert SERVICES[part]["depends_on"][name] == {"condition": "service_healthy"}


def test_the_portal_and_the_worker_wait_for_the_migrations():
    for part in ("portal", "worker"):
        assert SERVICES[part]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_only_the_portal_is_reachable_and_only_from_this_machine():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["portal"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["portal"]["ports"])


def test_the_portal_runs_without_privileges_and_cannot_change_itself():
    for part in ("prepare", "portal", "worker"):
        assert SERVICES[part]["read_only"]
        assert SERVICES[part]["cap_drop"] == ["ALL"]


def test_every_secret_of_the_composition_comes_from_outside():
    text = (ROOT / "compose.yaml").read_text()
    for secret in SECRETS:
        assert f"${{{secret}:?set {secret} in .env}}" in text
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD", name):
                assert str(value).startswith("${"), f"{name} has a value in compose.yaml"


def test_the_volumes_that_services_mount_are_declared():
    mounted = {entry.split(":")[0] for service in SERVICES.values() for entry in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"])


def test_the_example_environment_explains_every_variable():
    example = (ROOT / ".env.example").read_text()
    explained = set(re.findall(r"^#?([A-Z][A-Z_]+)=", example, re.MULTILINE))
    sources = [*(ROOT / "portal" / "settings").glob("*.py"), ROOT / "gunicorn.conf.py"]
    read = set()
    for source in sources:
        read |= set(
            re.findall(r"""(?:\benv(?:\.\w+)?|environ\.get)\(\s*["']([A-Z_]+)["']""", source.read_text())
        )
    read |= set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert len(read) > 15
    assert read - explained == set()


def test_the_example_environment_holds_no_secret():
    for name in SECRETS:
        assert re.search(rf"^{name}=$", (ROOT / ".env.example").read_text(), re.MULTILINE)


def test_the_workflow_pins_its_actions_and_calls_make_test():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    job = workflow["jobs"]["test"]
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name) for name in used)
    assert job["steps"][-1]["run"] == "make test"
    assert workflow["permissions"] == {"contents": "read"}
    assert set(job["services"]) == {"elasticsearch", "postgresql"}


def test_the_same_elasticsearch_is_used_everywhere():
    from tests.servers.elasticsearch import IMAGE

    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    assert SERVICES["elasticsearch"]["image"] == IMAGE
    assert workflow["jobs"]["test"]["services"]["elasticsearch"]["image"] == IMAGE


def test_continuous_integration_calls_exactly_make_test():
    assert "exec make test\n" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_exactly_and_hashed(name):
    text = (ROOT / name).read_text()
    requirements = re.findall(
        r"^\S.*(?:\n    --hash.*)*", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), re.M
    )
    assert len(requirements) > 40
    for requirement in requirements:
        assert re.match(r"[\w.\[\],-]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_developers_and_visitors_use_the_same_versions():
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()
