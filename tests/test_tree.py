"""The shape of the house: what lies where, and which way imports point."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)

# Upper layers may import lower ones, never the reverse. A module belongs to the first entry
# that is its name or its package.
LAYERS = [
    ["rectify.urls", "rectify.wsgi"],
    [
        "rectify.views",
        "rectify.admin",
        "rectify.admin_site",
        "rectify.backends",
        "rectify.management",
    ],
    ["rectify.sample"],
    ["rectify.forms", "rectify.spreadsheets", "rectify.templatetags"],
    ["rectify.publishing"],
    ["rectify.notices"],
    ["rectify.timeline"],
    ["rectify.opinions"],
    ["rectify.workflow"],
    ["rectify.live"],
    ["rectify.figures", "rectify.permissions", "rectify.workload"],
    ["rectify.apps"],
    ["rectify.audit"],
    ["rectify.models"],
    ["communities"],
    ["rectify.variables"],
    ["rectify.states", "rectify.steps", "rectify.dates", "rectify.texts"],
    ["rectify.numerals", "rectify.evidence"],
    ["rectify.middleware", "rectify.serving"],
    ["rectify.settings", "rectify.addresses", "rectify.lockout", "rectify.sessions"],
    [
        "rectify.environment",
        "rectify.inline_style",
        "rectify.program",
        "rectify.server",
        "rectify.whole_files",
    ],
]


def modules() -> dict[str, Path]:
    paths = [*ROOT.glob("rectify/**/*.py"), *ROOT.glob("communities/**/*.py")]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
        if "migrations" not in path.parts
    }


def imports(path: Path) -> set[str]:
    """Return every module of ours that a file imports, inside functions as well."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name in modules()}


def layer(module: str) -> int:
    for number, names in enumerate(LAYERS):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    raise AssertionError(f"{module} has no place among the layers")


@pytest.mark.parametrize("module", sorted(set(modules()) - {"rectify"}))
def test_imports_point_downwards(module):
    above = {one for one in imports(modules()[module]) - {"rectify"} if layer(one) < layer(module)}
    assert above == set()


def test_communities_never_import_rectify():
    found = {
        (name, one)
        for name, path in modules().items()
        if name.startswith("communities")
        for one in imports(path)
        if one.startswith("rectify")
    }
    assert found == set()


def test_root_holds_what_it_should():
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - {"var"}
    assert visible == {
        "README.md",
        "communities",
        "deploy",
        "fixtures",
        "manage.py",
        "pyproject.toml",
        "rectify",
        "requirements-dev.lock",
        "requirements.lock",
        "scripts",
        "static",
        "templates",
        "tests",
    }


def test_no_drawer_for_what_has_no_name():
    assert [path for path in modules().values() if path.stem in {"utils", "helpers", "misc"}] == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
