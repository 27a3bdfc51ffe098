from __future__ import annotations

import shutil

from house import ROOT, named_outside, upward_imports


def test_imports_run_downwards():
    assert upward_imports() == []


def test_no_file_outside_the_folder_of_a_kind_names_it():
    assert named_outside() == []


def test_what_breaks_these_rules_is_seen(tmp_path):
    shutil.copytree(ROOT / "kitlib" / "store", tmp_path / "kitlib" / "store")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "kitlib" / "store" / "odd.py").write_text(
        "from kitlib.kinds.rating.rule import FEW\n\ndef odd(rule):\n    return rule.kind == 'board'\n"
    )

    assert upward_imports(tmp_path) == ["kitlib/store/odd.py imports kitlib.kinds.rating.rule"]
    assert named_outside(tmp_path) == [
        "kitlib/store/odd.py imports kitlib.kinds.rating.rule",
        "kitlib/store/odd.py:4 asks rule.kind == 'board'",
    ]
