from __future__ import annotations

import base64
import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from kitlib.errors import KitError, NotFoundError
from kitlib.tabular import values
from kitlib.tabular.codes import Codes, code
from kitlib.tabular.filenames import file_name
from kitlib.tabular.folding import fold, heading_key, match
from kitlib.tabular.refusals import Refused, is_one_line, shortened
from kitlib.tabular.rows import Column, Shape, plain_cell, read_json_lines, read_table
from kitlib.tabular.text import RawRow, decoded, delimited
from kitlib.tabular.values import Unreadable
from kitlib.tabular.writer import guarded, unguarded, write_csv

CASES = json.loads((Path(__file__).parent / "content" / "tabular-cases.json").read_text(encoding="utf-8"))
STATIC = Path(__file__).resolve().parent.parent / "kitlib" / "frontend" / "static"
READERS = {
    "number": values.number,
    "whole": values.whole,
    "day": values.day,
    "time": values.time_of_day,
    "yes_no": values.yes_no,
    "choice": values.choice,
    "fold": fold,
    "plain_cell": plain_cell,
    "delimited": lambda text: [
        [row.line, *(row.cells if isinstance(row, RawRow) else [])] for row in delimited(text)
    ],
}
THREE = Shape("three", (Column("a"), Column("b"), Column("c", needed=False)))
LIST = Shape(
    "list",
    (
        Column("code", ("code", "District Code")),
        Column("name", ("name", "District Name")),
        Column("enrollment", needed=False),
    ),
    notes=True,
)
DAY = dt.date(2027, 1, 31)
#: Any text that a file can hold, with what files are made of in plenty.
CELLS = st.text(
    st.one_of(
        st.sampled_from(list(",;|\t\"'=+-@\n\r éß€北 0123456789")),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=12,
)
#: Letters of Windows-1252, but none of those that after another one look like UTF-8.
OLD = st.text(st.sampled_from(list("abcéßñÜ,;\"'\n 12")), max_size=12)


def tables(cells=CELLS):
    """Rows of one width, each with something in it."""
    rows = st.integers(2, 4).flatmap(
        lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=6)
    )
    return rows.filter(lambda found: all(any(plain_cell(cell) for cell in row) for row in found))


def heads(n: int) -> list[str]:
    return ["alpha", "beta", "gamma", "delta"][:n]


def shape(n: int) -> Shape:
    return Shape("drawn", tuple(Column(name) for name in heads(n)))


def cells_of(path: Path, n: int) -> list[list[str]]:
    table = read_table(path, [shape(n)], "kit try")
    assert table.refused == []
    return [[row.words(name) for name in heads(n)] for row in table.rows]


def refusals(path: Path, of: Shape = THREE) -> list[tuple[int, str]]:
    return [(each.line, each.column) for each in read_table(path, [of], "kit try").refused]


# -- what a text means --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "case"),
    [(kind, case) for kind in READERS for case in CASES[kind]],
    ids=lambda value: (
        value if isinstance(value, str) else json.dumps([value["text"], *value.get("options", [])])
    ),
)
def test_a_text_means_what_the_cases_say(kind, case):
    read, given_ = READERS[kind], (case["text"], *case.get("options", []))

    if "problem" in case:
        with pytest.raises(Unreadable) as told:
            read(*given_)
        assert str(told.value) == case["problem"]
    else:
        found = read(*given_)
        assert found == case["value"]
        assert type(found) is type(case["value"])


@pytest.mark.parametrize("case", CASES["decoded"], ids=lambda case: case["bytes"])
def test_bytes_are_read_as_the_cases_say(case):
    found = decoded(base64.b64decode(case["bytes"]))

    assert re.sub("[\ud800-\udfff]", "\udc80", found.text) == case["value"]
    assert list(found.notes) == ([case["note"]] if "note" in case else [])


def test_no_group_of_cases_is_left_out():
    assert list(CASES) == ["about", *READERS, "decoded"]


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_whole_number_comes_back_in_every_way_it_is_written(n):
    for written in (f"{n}", f"{n:,}", f"{n:,}".replace(",", "\u202f"), f" {n}\u00a0", f"{n:,}%", f"${n}"):
        assert values.number(written) == n


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_number_with_decimals_comes_back(n):
    assert values.number(f"{n:,}") == float(n)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_a_day_comes_back_in_every_way_it_is_written(day):
    ways = ["{0:%Y-%m-%d}", "{0:%m/%d/%Y}", "{0.month}/{0.day}/{0.year}", "{0:%B} {0.day}, {0.year}", "{0:%b} {0.day}, {0.year}",
            "{0.day} {0:%B} {0.year}", "{0:%A}, {0:%B} {0.day}, {0.year}", "{0:%d-%b-%Y}", "{0:%Y-%m-%d} 00:00:00"]  # fmt: skip
    short = ["{0:%m/%d/%y}", "{0:%d-%b-%y}"] if day.year < 2060 else []
    for way in ways + short:
        assert values.day(way.format(day)) == day.isoformat(), way
    assert values.day(str((day - dt.date(1899, 12, 30)).days), serials=True) == day.isoformat()


@given(st.times())
def test_a_time_comes_back_in_every_way_it_is_written(time):
    meant = f"{time:%H:%M}"
    for way in ("%H:%M", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S", "%I:%M%p"):
        assert values.time_of_day(time.strftime(way)) == meant, way


@given(st.text(max_size=20))
def test_no_text_is_too_odd_to_be_refused_in_words(text):
    for kind in ("number", "whole", "day", "time", "yes_no"):
        try:
            READERS[kind](text)
        except Unreadable as error:
            told = str(error)
            assert told
    assert fold(fold(text)) == fold(text)


def test_a_moment_needs_its_offset():
    assert values.moment("2026-11-23T10:00:00.000001+00:00") == 1795428000.000001
    for text in ("", "soon", "2026-11-23T10:00:00", "1999-01-01T00:00:00+00:00"):
        with pytest.raises(Unreadable, match="offset"):
            values.moment(text)


@pytest.mark.parametrize("text", ["***", "*", "N/A", "#N/A", "–", "--", "<10", "n < 10", "Suppressed", "~"])
def test_what_is_withheld_is_known(text):
    assert values.is_withheld(text)
    assert not values.is_withheld("1,916")


# -- codes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["00050000", "MA-001", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "sch_17.b", "a" * 60]
)
def test_codes_of_states_and_of_other_systems_fit(text):
    assert code(f" {text}\u00a0") == text
    assert code("{6F9619FF-8B86-D011-B42D-00C04FC964FF}") == "6F9619FF-8B86-D011-B42D-00C04FC964FF"


@pytest.mark.parametrize(
    "text", ["12/34", "../../../zz", "..", ".a", "-1", "a b", "北", "a" * 61, "", "a\\b", "C:x", "a\u202eb"]
)
def test_what_could_be_a_path_is_no_code(text):
    with pytest.raises(Unreadable, match="code"):
        code(text)


def test_a_code_is_known_without_its_zeros_in_either_case_and_by_the_part_that_is_its_own():
    known = Codes(["00050000", "01000000", "ab-1", "9"])

    assert [known.same(text) for text in ("00050000", "50000", "AB-1", "009")] == [
        "00050000",
        "00050000",
        "ab-1",
        "9",
    ]
    assert [known.same(text) for text in ("5", "", "x", "0")] == [None] * 4
    assert known.of_part("0005") == ["00050000"]
    assert known.of_part("5") == ["00050000"]
    assert Codes(["00010000", "00100000"]).of_part("1") == ["00010000", "00100000"]


@given(st.sets(st.from_regex("[0-9]{8}", fullmatch=True), min_size=1))
def test_a_code_that_lost_its_zeros_is_never_taken_for_another(known):
    codes = Codes(known)
    for each in known:
        assert codes.same(str(int(each))) == each
        assert codes.same(f"00{each}") == each


# -- files --------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables())
@example([["=1+1", "'"], ["a\r\nb", '"']])
def test_what_the_kit_writes_reads_back_equal(tmp_path, rows):
    path = tmp_path / "ours.csv"
    write_csv(path, heads(len(rows[0])), rows)

    assert cells_of(path, len(rows[0])) == rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.data(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"]),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(["", "Enrollment 2026-27\n\n", "sep"]),
)
def test_what_any_program_writes_reads_back_equal(tmp_path, data, coding, mark, end, quoting, above):
    rows = data.draw(tables(OLD if coding == "cp1252" else CELLS))
    # A cell that the kit itself would have guarded comes from elsewhere without that apostrophe.
    assume(all(unguarded(cell) == cell for row in rows for cell in row))
    # Python puts a line end into quotes only where it is the file's own.
    assume(quoting == csv.QUOTE_ALL or not set("\r\n") - set(end) & set("".join(map("".join, rows))))
    text = io.StringIO(newline="")
    text.write({"sep": f"sep={mark}{end}"}.get(above, above.replace("\n", end)))
    csv.writer(text, delimiter=mark, lineterminator=end, quoting=quoting).writerows(
        [heads(len(rows[0])), *rows]
    )
    mark_of_order = b"\xfe\xff" if coding == "utf-16-be" else b""
    path = tmp_path / "theirs.txt"
    path.write_bytes(mark_of_order + text.getvalue().encode(coding))

    assert cells_of(path, len(rows[0])) == rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(tables(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)))
def test_a_workbook_reads_back_equal(tmp_path, rows):
    assume(all(unguarded(cell) == cell for row in rows for cell in row))
    book = openpyxl.Workbook()
    for row in [["Enrollment 2026-27"], [], heads(len(rows[0])), *rows]:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s" if cell.value else cell.data_type
    book.save(tmp_path / "book.xlsx")

    assert cells_of(tmp_path / "book.xlsx", len(rows[0])) == rows


def test_a_workbook_is_read_as_a_person_sees_it(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Notes"
    other = book.create_sheet("Districts")
    other.append(["a", "b", "c"])
    other.append([10000, 0.4, dt.datetime.combine(DAY, dt.time())])
    other.append([1850.0, 1.5, dt.datetime.combine(DAY, dt.time(13, 30))])
    other.append([True, dt.time(13, 30), "00050000"])
    other["A2"].number_format, other["B2"].number_format = "00000000", "0%"
    book.save(tmp_path / "book.xlsx")

    table = read_table(tmp_path / "book.xlsx", [THREE], "kit try", "Districts")

    assert [[row.text(column) for column in "abc"] for row in table.rows] == [
        ["00010000", "40%", "2027-01-31"],
        ["1850", "1.5", "2027-01-31 13:30:00"],
        ["yes", "13:30:00", "00050000"],
    ]
    assert [row.line for row in table.rows] == [2, 3, 4]
    assert all(row.serials for row in table.rows)
    with pytest.raises(NotFoundError, match='no sheet "District"; did you mean "Districts"') as told:
        read_table(tmp_path / "book.xlsx", [THREE], "kit try", "District")
    assert told.value.next == "It has: Notes, Districts"


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (gzip.compress(b"a,b\n1,2\n"), "is packed (gzip)"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook of an old kind, or is locked"),
        (b"PK\x03\x04rest", "workbook that cannot be read"),
        (zipped("word/document.xml", b"<x/>"), "workbook that cannot be read"),
        (b"a,b\x00\x01\n", "neither text nor a workbook"),
        (b"a,b\n", "no lines below its headings"),
        (b"x,b\n1,2\n", 'needs the column "a"'),
        (b"alpha,b\n1,2\n", "found alpha, b"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_table_is_told_with_what_to_do(tmp_path, raw, said):
    path = tmp_path / "file"
    path.write_bytes(raw)

    with pytest.raises(KitError) as told:
        read_table(path, [THREE], "kit try file")
    assert str(path) in told.value.what
    assert said in told.value.what
    assert told.value.next.endswith("kit try file")


def test_a_folder_a_missing_file_a_huge_one_and_a_locked_one_are_told(tmp_path, monkeypatch):
    (tmp_path / "big.csv").write_text("a,b\n" + "1,2\n" * 9)
    with pytest.raises(KitError, match="is a folder"):
        read_table(tmp_path, [THREE], "kit try")
    with pytest.raises(NotFoundError, match="There is no file"):
        read_table(tmp_path / ("x" * 40), [THREE], "kit try")
    with pytest.raises(KitError, match="cannot be read: File name too long"):
        read_table(tmp_path / ("x" * 4000), [THREE], "kit try")
    monkeypatch.setattr("kitlib.tabular.files.LARGEST", 10)
    with pytest.raises(KitError, match="at most 0 are read"):
        read_table(tmp_path / "big.csv", [THREE], "kit try")
    monkeypatch.undo()
    monkeypatch.setattr("kitlib.tabular.workbook.LARGEST", 10)
    (tmp_path / "bomb.xlsx").write_bytes(zipped("xl/workbook.xml", b"x" * 1000))
    with pytest.raises(KitError, match="once it is unpacked"):
        read_table(tmp_path / "bomb.xlsx", [THREE], "kit try")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=80).map(lambda raw: b"a,b,c\n1,2,3\n" + raw),
        st.binary(max_size=80).map(lambda raw: b"PK\x03\x04" + raw),
        st.binary(max_size=80).map(lambda raw: zipped("xl/workbook.xml", raw)),
        st.binary(max_size=80).map(lambda raw: b"\xff\xfe" + "a\tb\n1\t2\n".encode("utf-16-le") + raw),
    )
)
def test_no_bytes_at_all_end_in_a_traceback(tmp_path, raw):
    path = tmp_path / "any"
    path.write_bytes(raw)

    for read in (
        lambda: read_table(path, [THREE], "kit try"),
        lambda: read_json_lines(path, THREE, "kit try"),
    ):
        try:
            table = read()
        except KitError as error:
            told = error.next
            assert told
        else:
            assert all(isinstance(each, Refused) and each.why for each in table.refused)
            for row in table.rows:
                json.dumps(row.cells, ensure_ascii=False).encode()  # what a database is given


def test_a_workbook_cut_short_anywhere_is_told(tmp_path):
    book = openpyxl.Workbook()
    for row in (["a", "b"], ["1", "2"]):
        book.active.append(row)
    book.save(tmp_path / "book.xlsx")
    whole = (tmp_path / "book.xlsx").read_bytes()
    for at in range(4, len(whole) - 1, 97):
        for raw in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
            (tmp_path / "cut.xlsx").write_bytes(raw)
            try:
                table = read_table(tmp_path / "cut.xlsx", [THREE], "kit try")
            except KitError as error:
                told = error.next
                assert told
            else:
                assert table.rows


# -- rows ---------------------------------------------------------------------------------

STATE = (
    "2026-27 Enrollment By Grade Report (District)\n"
    "\n"
    "Data as of October 1, 2026\n"
    "District Name\tDistrict Code\tEnrollment\n"
    'Abington\t="00010000"\t" 1,916 "\n'
    "Fall Harbor, City of\t'00950000\t***\n"
    "\n"
    "NOTE: *** where fewer than 10 enrolled.\n"
    "Report run on November 1, 2026 at noon\n"
)


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "cp1252"])
def test_the_states_own_file_is_read_with_what_stands_around_its_table(tmp_path, coding):
    (tmp_path / "state.txt").write_bytes(STATE.encode(coding))

    table = read_table(tmp_path / "state.txt", [LIST], "kit try")

    assert [(row.line, row.text("code"), row.text("name"), row.text("enrollment")) for row in table.rows] == [
        (5, "00010000", "Abington", "1,916"),
        (6, "00950000", "Fall Harbor, City of", "***"),
    ]
    assert table.refused == []
    assert table.notes == [
        "Lines 1 to 3 above the headings: left out.",
        "Lines 8 to 9 below the rows: left out, “NOTE: *** where fewer than 10 enrolled.”.",
    ]


def test_letters_of_an_older_code_are_read_and_told_by_line(tmp_path):
    (tmp_path / "old.csv").write_bytes("code,name\n1,École Rivière\n2,B\n3,“Haven”\n".encode("cp1252"))

    table = read_table(tmp_path / "old.csv", [LIST], "kit try")

    assert [row.text("name") for row in table.rows] == ["École Rivière", "B", "“Haven”"]
    assert table.notes == [
        "Lines 2, 4: letters in an older code (Windows-1252), read so. See that they look right."
    ]


def test_a_line_of_torn_letters_is_refused_and_the_others_are_taken(tmp_path):
    (tmp_path / "torn.csv").write_bytes("a,b\né,1\n".encode() + b"\xff\xfe,2\n" + "ü,3\n".encode())

    table = read_table(tmp_path / "torn.csv", [THREE], "kit try")

    assert [row.text("a") for row in table.rows] == ["é", "ü"]
    assert [(each.line, each.column, each.why) for each in table.refused] == [
        (3, "a", "It holds a letter that cannot be read.")
    ]


def test_a_heading_that_stands_twice_is_told_with_both_places(tmp_path):
    (tmp_path / "twice.csv").write_text("title row\na,b,c,B \n1,2,3,4\n")
    (tmp_path / "fine.csv").write_text("a,b,Total,total\n1,2,3,4\n")

    with pytest.raises(KitError, match=r'line 2: "b" stands in the columns 2 and 4'):
        read_table(tmp_path / "twice.csv", [THREE], "kit try")
    assert len(read_table(tmp_path / "fine.csv", [THREE], "kit try").rows) == 1


def test_ragged_rows_are_told_by_their_line_and_short_ones_are_filled(tmp_path):
    (tmp_path / "ragged.csv").write_text('a,b,c\n1,2,3,4\n1,2\n1,2,3,,\n"open,2\n5,6\n')

    table = read_table(tmp_path / "ragged.csv", [THREE], "kit try")

    assert [(row.line, row.text("c")) for row in table.rows] == [(3, ""), (4, "3")]
    assert [str(each) for each in table.refused] == [
        "  line 2: It has 4 cells under 3 headings. Put quotes around a cell that holds a comma.",
        "  line 5: A quote that opens here is never closed, so nothing up to line 6 was read. "
        "Close it, or take it away.",
    ]


def test_a_table_is_found_under_the_mark_that_gives_its_headings(tmp_path):
    (tmp_path / "odd.csv").write_text("a;b\n1,1,1;2,2,2\n3,3,3;4,4,4\n5,5,5;6,6,6\n")

    first = read_table(tmp_path / "odd.csv", [THREE], "kit try").rows[0]
    assert (first.text("a"), first.text("b")) == ("1,1,1", "2,2,2")


@given(st.lists(CELLS, min_size=2, max_size=4))
def test_a_cell_leaves_as_no_formula_and_comes_back_as_it_was(cells):
    for cell in cells:
        assert unguarded(guarded(cell)) == cell
        assert not guarded(cell).lstrip().startswith(("=", "+", "-", "@"))
        assert not guarded(cell).startswith(("\t", "\r"))


def test_words_that_look_alike_are_one_key_and_an_emoji_stands_on_one_line():
    assert heading_key("District Name") == heading_key("district_name") == heading_key(" DISTRICT-NAME:")
    assert match("ecole riviere", ["École Rivière", "Rivière"]) == "École Rivière"
    assert is_one_line("👩‍🏫 Maestras")
    assert not any(map(is_one_line, ["a\nb", "a\x1b[31m", "a\u2028b", "a\u202eb", "\ud800"]))
    assert shortened("a\x1b[31m\n" + "é" * 90) == "a [31m " + "é" * 33 + "…"


# -- in the browser -----------------------------------------------------------------------

RUN = """
import * as values from "./values.mjs";
import { readFileSync } from "node:fs";
const torn = (text) => text.replace(/(?<![\\ud800-\\udbff])[\\udc00-\\udfff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])/g, "?");
const readers = {
  number: values.numberFrom, day: (text) => values.dayFrom(text), time: (text) => values.timeFrom(text, "08:00"),
  yes_no: values.yesNoFrom, fold: (text) => ({ value: values.fold(text) }), plain_cell: (text) => ({ value: values.plainCell(text) }),
  delimited: (text) => ({ value: values.delimited(text).map(({ line, cells }) => [line, ...(cells ?? ["refused"])]) }),
  decoded: (raw) => ({ value: torn(values.decoded(Buffer.from(raw, "base64")).text) }),
};
const given = JSON.parse(readFileSync("in.json", "utf8"));
console.log(JSON.stringify(given.map(([kind, text]) => readers[kind](text).value ?? null)));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js, which runs the screen's own module")
def test_the_browser_reads_any_text_as_python_does(tmp_path):
    drawn: list[tuple[str, str]] = []
    words = st.text(st.sampled_from(list("0123456789,.:-/ $%()apmJanFebst'\"=\u00a0\u2212éÉ")), max_size=12)
    lines = st.text(st.sampled_from(list("ab1,;\t|\"'=\r\n ")), max_size=40)

    @settings(max_examples=400, database=None, derandomize=True, deadline=None)
    @given(
        st.sampled_from(["number", "day", "time", "yes_no", "fold", "plain_cell"]),
        st.one_of(words, CELLS),
        lines,
        st.one_of(st.binary(max_size=30), CELLS.map(str.encode)),
    )
    def draw(kind, text, table, raw):
        drawn.append((kind, text))
        drawn.append(("delimited", table))
        drawn.append(("decoded", base64.b64encode(raw).decode()))

    draw()
    drawn.append(
        ("delimited", "a,b\n" + "x" * 131_072 + ",1\n" + "x" * 131_073 + ',2\n"' + "x" * 131_073 + '",3\n4,5')
    )
    (tmp_path / "values.mjs").write_text(
        (STATIC / "ui" / "tabular.js").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "run.mjs").write_text(RUN, encoding="utf-8")
    (tmp_path / "in.json").write_text(json.dumps(drawn))
    ran = subprocess.run(["node", "run.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True)

    for (kind, text), theirs in zip(drawn, json.loads(ran.stdout), strict=True):
        assert ours(kind, text) == theirs, (kind, text)


def ours(kind: str, text: str) -> object:
    if kind == "decoded":
        return re.sub("[\ud800-\udfff]+", lambda m: "?" * len(m[0]), decoded(base64.b64decode(text)).text)
    if kind == "delimited":
        return [
            [row.line, *(row.cells if isinstance(row, RawRow) else ["refused"])] for row in delimited(text)
        ]
    try:
        return READERS[kind](text, *(["08:00"] if kind == "time" else []))
    except Unreadable:
        return None


# -- names of files -----------------------------------------------------------------------


@given(st.lists(st.text(max_size=160), unique=True, max_size=8), st.booleans())
@example(["12/34", "12-34", "12"], True)
@example(["北京", "上海", "..", ".", "", "../../../zz", "/etc/passwd", "C:\\x", "\\\\host\\share"], False)
@example(["con", "NUL", "com1", "a.", "a ", "a", "A", "x" * 160, "x" * 159 + "y", "\ud800", "a\0b"], True)
def test_no_two_keys_share_a_file_and_no_key_is_a_path(keys, with_words):
    names = [file_name(key, "34" if with_words else None) for key in keys]

    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch("[a-z0-9_-]{1,140}", name)
        assert name not in ("con", "prn", "aux", "nul", "com1")


def test_a_file_is_called_the_same_each_time():
    assert file_name("why-mtss-99900001-2026-11-23") == "why-mtss-99900001-2026-11-23"
    assert file_name("00240000", "École Rivière") == "00240000-ecole-riviere"
    assert file_name("12/34") == "12-34_a7487e589668"
    assert file_name("北京") == "_" + hashlib.sha256("北京".encode()).hexdigest()[:12]
