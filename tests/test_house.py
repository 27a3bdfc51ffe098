"""The rules of the house, each held by a test of a few lines; `house` says exactly what each of them is."""

from __future__ import annotations

import shutil

import pytest
from house import (
    ROOT,
    circles,
    functions_in,
    named_outside,
    offered,
    report,
    strangers,
    told,
    upward_imports,
)


def test_imports_run_downwards():
    assert upward_imports() == []


def test_no_rooms_import_each_other_in_a_circle():
    assert circles() == []


def test_no_file_outside_the_folder_of_a_kind_names_it():
    assert named_outside() == []


def test_only_content_opens_yaml_only_the_store_speaks_sql_only_records_and_rollups_start_papermill():
    assert strangers() == []


def test_the_package_offers_what_the_documentation_and_the_notebooks_take_from_it():
    assert offered() - {"__version__"} == told()


@pytest.fixture
def odd(tmp_path):
    """A small package that breaks every rule."""
    shutil.copytree(ROOT / "kitlib" / "store", tmp_path / "kitlib" / "store")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "kitlib" / "store" / "odd.py").write_text(
        "import yaml\nfrom kitlib.kinds.rating.rule import FEW\n\n"
        "def odd(rule):\n    return rule.kind == 'board' or rule.kind == 'table' or 'survey'\n"
    )
    (tmp_path / "kitlib" / "kinds" / "board").mkdir(parents=True)
    (tmp_path / "kitlib" / "kinds" / "board" / "rule.py").write_text("import kitlib.store\nKIND = 'board'\n")
    (tmp_path / "kitlib" / "odd.css").write_text(
        ".kit-rating p { margin: 0 }\n.kit-rating-own p { margin: 0 }\n"
    )
    (tmp_path / "kitlib" / "odd.js").write_text('const odd = () => {\n  return "survey";\n};\n// a survey\n')
    return tmp_path


def test_what_breaks_these_rules_is_seen(odd):
    assert upward_imports(odd) == ["kitlib/store/odd.py imports kitlib.kinds.rating.rule"]
    assert circles(odd) == ["kinds", "store"]
    assert strangers(odd) == ["kitlib/store/odd.py imports yaml"]
    assert named_outside(odd) == [
        "kitlib/store/odd.py imports kitlib.kinds.rating.rule",
        "kitlib/store/odd.py:5 asks rule.kind == 'board'",
        "kitlib/store/odd.py:5 asks rule.kind == 'table'",
        "kitlib/store/odd.py:5 says 'survey'",
        "kitlib/odd.css:1 says .kit-rating",
        'kitlib/odd.js:2 says "survey"',
    ]


def test_the_numbers_of_any_checkout_can_be_told(odd):
    lines = list(report(odd, every=True))

    assert lines[0] == "2 rooms, 2 arrows between them"
    assert "3 files that name a kind outside its folder, in 6 places" in lines
    assert "  3 lines: odd (kitlib/odd.js:1)" in lines


def test_functions_of_a_script_are_found_with_their_lines():
    script = """
import { el } from "./dom.js"; // { not a function }
export function draw(root, { of = "}" } = {}) {
  if (root) {
    return of.replace(/[{]/g, `${of}{`);
  }
}
class Part {
  async update(state) {
    for (const each of state) {
      this.show(each, (value) => {
        return value;
      });
    }
  }
}
export const mount = (root) => {
  root.append("x");
};
"""
    assert sorted(functions_in(script), key=lambda each: each[1]) == [
        ("draw", 3, 7),
        ("update", 9, 15),
        ("=>", 11, 13),
        ("mount", 17, 19),
    ]
