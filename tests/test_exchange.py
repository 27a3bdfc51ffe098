from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from postgres import on_both

from kitlib.errors import KitError, NotFoundError
from kitlib.exchange.districts import load_sample_districts
from kitlib.exchange.entries import import_entries
from kitlib.exchange.export import export
from kitlib.exchange.results import import_results
from kitlib.exchange.sample import hold as hold_sample
from kitlib.exchange.sample import read
from kitlib.kinds.survey.results import read_results
from kitlib.meetings.contents import content_now
from kitlib.meetings.rules import rule_of
from kitlib.meetings.service import MeetingService
from kitlib.store import District, School, Store
from kitlib.tabular.importing import ImportResult
from kitlib.tabular.refusals import is_one_line
from kitlib.tabular.text import delimited
from kitlib.tabular.writer import write_csv

ROOT = Path(__file__).resolve().parent.parent
FILES = ["meetings.csv", "entries.csv", "entries.jsonl", "data-dictionary.csv"]
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
#: Texts that begin as formulas, apostrophes and blanks do, and anything else.
TEXTS = st.one_of(ANY, st.builds(str.__add__, st.text("'=+-@\t\r\n ", min_size=1, max_size=4), ANY))


def fresh(folder: Path, library, url: str = "") -> MeetingService:
    """A room with an empty database of its own, and the same districts."""
    store = Store(url or f"sqlite:///{folder / 'other.db'}")
    store.districts.load(
        [
            District("999001", "North Haven Test"),
            District("999002", "South Haven Test"),
            School("99900101", "999001", "Haven Elementary School"),
        ]
    )
    return MeetingService(store, library)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def keyed(path: Path, *rows: tuple[str, ...], heads: str = "meeting,team,seat,activity,field,value") -> Path:
    write_csv(path, heads.split(","), rows)
    return path


# -- out and in ---------------------------------------------------------------------------


def test_what_the_sample_meetings_hold_comes_back_the_same_in_another_database(
    service, library, places, tmp_path
):
    load_sample_districts(service.store, places.data)
    for path in sorted((ROOT / "data" / "sample").glob("*.json")):
        hold_sample(read(path), service)
    made = export(service.store, library, tmp_path / "out", None, None)
    assert made.entries > 200
    assert made.private > 0
    other = fresh(tmp_path, library)
    load_sample_districts(other.store, places.data)

    taken = import_entries(other, tmp_path / "out")
    assert (taken.refused, taken.unchanged, taken.new) == ([], 0, made.entries + made.meetings)
    export(other.store, library, tmp_path / "again", None, None)
    assert contents(tmp_path / "again") == contents(tmp_path / "out")

    before = other.store.entries.marks()
    again = import_entries(other, tmp_path / "out")
    lines = import_entries(other, tmp_path / "out" / "entries.jsonl")
    assert (again.new, again.refused, lines.new, lines.refused) == (0, [], 0, [])
    assert other.store.entries.marks() == before


@on_both
def test_a_meeting_moves_between_sqlite_and_postgresql_and_says_the_same_there(
    service, library, places, tmp_path, postgres, database
):
    load_sample_districts(service.store, places.data)
    hold_sample(read(ROOT / "data" / "sample" / "shared-beliefs-alder-valley.json"), service)
    made = export(service.store, library, tmp_path / "out", None, None)
    to = postgres.database() if database.startswith("sqlite") else ""
    other = fresh(tmp_path, library, to)
    load_sample_districts(other.store, places.data)

    taken = import_entries(other, tmp_path / "out")
    again = import_entries(other, tmp_path / "out")
    export(other.store, library, tmp_path / "again", None, None)
    other.store.close()

    assert (taken.refused, taken.new) == ([], made.entries + made.meetings)
    assert made.entries > 50
    assert (again.new, again.refused) == (0, [])
    assert contents(tmp_path / "again") == contents(tmp_path / "out")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TEXTS.filter(str.strip), min_size=1, max_size=5),
    label=TEXTS.map(str.strip).filter(lambda text: 0 < len(text) <= 60 and is_one_line(text)),
    way=st.sampled_from(["csv", "jsonl"]),
)
def test_whatever_is_written_export_import_export_is_the_identity(
    tmp_path_factory, library, home, texts, label, way
):
    folder = tmp_path_factory.mktemp("there-and-back")
    (folder / "here").mkdir()
    (folder / "there").mkdir()
    here, there = fresh(folder / "here", library), fresh(folder / "there", library)
    meeting = here.store.meetings.open(
        session="why-mtss",
        date="2026-11-23",
        minutes=45,
        teams_=[label, "=1+1, “C”"],
        district="999001",
        content=content_now(library, "why-mtss"),
    )
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    for n, text in enumerate(texts, start=1):
        team = f"team-{1 + n % 2}"
        here.save(
            {
                "meeting": meeting.id, "team": team, "seat": "", "activity": plan, "field": f"r{n}.what",
                "value": text, "writer": "writer-of-tests", "seq": n, "base": None,
            }
        )  # fmt: skip
    export(here.store, library, folder / "out", None, None)
    import_entries(there, folder / "out" / "meetings.csv")
    taken = import_entries(there, folder / "out" / f"entries.{way}")

    assert (taken.new, taken.refused) == (len(texts), [])
    export(there.store, library, folder / "again", None, None)
    assert contents(folder / "again") == contents(folder / "out")
    now = {a.address.field: a.value for a in there.store.entries.current(meeting.id)}
    assert now == {f"r{n}.what": text for n, text in enumerate(texts, start=1)}
    assert there.store.meetings.get(meeting.id).teams == meeting.teams


def test_private_answers_and_those_off_the_record_and_rehearsals_never_leave(
    service, library, hold, page, tmp_path
):
    session = library.session("introducing-bias")
    fields = [
        (id, name, field)
        for id in session.activities
        for name, field in rule_of(session, id, library).fields().items()
        if field.words and field.scope == "seat"
    ]
    private = next((id, name) for id, name, field in fields if field.visibility == "private")
    shared = next((id, name) for id, name, field in fields if field.visibility != "private")
    meeting, rehearsal = hold("introducing-bias"), hold("introducing-bias", district=None)
    one, two = page(meeting, seat="seat-1"), page(meeting, seat="seat-2")
    one.write(*private, "Kept to myself 4711")
    one.write(*shared, "Taken out 4712")
    one.write(shared[0], f"{shared[1]}/off", True)
    two.write(*shared, "Stands 4713")
    page(rehearsal, seat="seat-1").write(*shared, "Rehearsed 4714")

    made = export(service.store, library, tmp_path / "out", None, None)

    found = b"".join(contents(tmp_path / "out").values()).decode()
    assert "Stands 4713" in found
    assert not [n for n in ("4711", "4712", "4714") if n in found]
    assert (made.private, made.off, made.meetings, made.entries) == (1, 1, 1, 1)


def test_every_column_is_in_the_dictionary(service, library, hold, tmp_path):
    hold("why-mtss")
    export(service.store, library, tmp_path, None, None)

    with (tmp_path / "data-dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [
            (row["file"], row["column"]) for row in csv.DictReader(file) if row["meaning"] and row["unit"]
        ]
    for name in ("meetings.csv", "entries.csv"):
        heads = (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        assert [column for file, column in told if name in file] == heads


def test_a_later_answer_here_is_left_and_an_earlier_one_is_followed(service, library, hold, page, tmp_path):
    meeting = hold("why-mtss")
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    page(meeting).write(plan, "r1.what", "first", scope="team")
    export(service.store, library, tmp_path / "old", None, None)
    now = service.store.entries.current(meeting.id)[0]
    page(meeting).write(plan, "r1.what", "second", scope="team", base=now.id)
    export(service.store, library, tmp_path / "new", None, None)
    other = fresh(tmp_path, library)

    import_entries(other, tmp_path / "old")
    followed = import_entries(other, tmp_path / "new")
    behind = import_entries(other, tmp_path / "old")

    assert (followed.new, followed.refused, behind.new, behind.refused) == (1, [], 0, [])
    assert [a.value for a in other.store.entries.current(meeting.id)] == ["second"]


def test_of_an_export_each_refused_line_says_in_which_file_it_stands(service, library, hold, page, tmp_path):
    meeting = hold("why-mtss")
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    page(meeting).write(plan, "r1.what", "first", scope="team")
    export(service.store, library, tmp_path / "out", None, None)
    nobody = MeetingService(Store(f"sqlite:///{tmp_path / 'empty.db'}"), library)

    refused = [str(each) for each in import_entries(nobody, tmp_path / "out").refused]

    assert len(refused) == 2
    assert refused[0].startswith('  meetings.csv, line 2, district "999001": This district is not loaded.')
    assert refused[1].startswith(f'  entries.csv, line 2, meeting "{meeting.id}": There is no meeting')


# -- from paper ---------------------------------------------------------------------------


def test_a_sheet_from_paper_is_keyed_in_once_and_can_be_corrected(service, hold, tmp_path, library):
    meeting = hold("rating", teams=["Reading Team", "Math Team"])
    practices, rule = next(
        (id, rule_of(library.session("rating"), id, library))
        for id, a in library.session("rating").activities.items()
        if a.kind == "rating"
    )
    item, point = rule.items[0].id, rule.scale.values[0]
    sheet = keyed(
        tmp_path / "sheet.csv",
        (meeting.id, "Reading Team", "2", practices, f"own.{item}", str(point)),
        (meeting.id, "math team", "", practices, f"reason.{item}", "=we saw it"),
    )

    assert import_entries(service, sheet).new == 2
    assert import_entries(service, sheet).new == 0
    now = {(a.address.team, a.address.seat): a.value for a in service.store.entries.current(meeting.id)}
    assert now == {("team-1", "seat-2"): point, ("team-2", ""): "=we saw it"}

    mended = keyed(
        tmp_path / "mended.csv", (meeting.id, "team-2", "", practices, f"reason.{item}", "We heard it")
    )
    assert import_entries(service, mended).new == 1
    assert (import_entries(service, sheet).new, import_entries(service, mended).new) == (0, 0), (
        "an old sheet brings nothing back"
    )
    assert "We heard it" in [a.value for a in service.store.entries.current(meeting.id)]


def test_what_was_answered_on_screen_is_not_overwritten_from_paper(service, hold, page, library, tmp_path):
    meeting = hold("why-mtss")
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    page(meeting).write(plan, "r1.what", "on screen", scope="team")

    taken = import_entries(
        service, keyed(tmp_path / "s.csv", (meeting.id, "team-1", "", plan, "r1.what", "on paper"))
    )

    assert (taken.new, [str(each) for each in taken.refused]) == (
        0,
        ['  line 2, value "on paper": Another answer was given on screen. It was left as it is. '
         "Change it there, if the paper is right."],
    )  # fmt: skip
    assert [
        a.value for a in service.store.entries.history(service.store.entries.current(meeting.id)[0].address)
    ] == ["on screen"]


def test_each_refused_line_says_its_column_why_and_what_next_and_the_others_are_taken(
    service, hold, library, tmp_path
):
    meeting = hold("introducing-bias")
    session = library.session("introducing-bias")
    plan = next(id for id, a in session.activities.items() if a.kind == "actions")
    private = next(
        (id, name)
        for id in session.activities
        for name, field in rule_of(session, id, library).fields().items()
        if field.visibility == "private"
    )
    m = meeting.id
    rows = [
        (m[:-1] + "9", "team-1", "", plan, "r1.what", "x"),
        (m, "team-9", "", plan, "r1.what", "x"),
        (m, "team-1", "seat-1", plan, "r1.what", "x"),
        (m, "team-1", "", plan + "s", "r1.what", "x"),
        (m, "team-1", "", plan, "r1.whta", "x"),
        (m, "team-1", "", plan, "r1.due", "soon \x1b[31m" + "é" * 90),
        (m, "team-1", "", plan, "r1.what", "y" * 30_000),
        (m, "team-1", "seat-1", *private, "told"),
        (m, "team-1", "", plan, "r2.what", "Ring 555-867-5309 about a student"),
        (m, "team-1", "", plan, "r3.what", "Agree on one form"),
    ]  # fmt: skip
    path = keyed(tmp_path / "s.csv", *rows)

    taken = import_entries(service, path)

    assert taken.new == 1
    assert [(each.line, each.column) for each in taken.refused] == [
        (2, "meeting"), (3, "value"), (4, "value"), (5, "activity"), (6, "field"),
        (7, "value"), (8, "value"), (9, "field"), (10, "value"),
    ]  # fmt: skip
    for each in taken.refused:
        assert each.next
        assert "\x1b" not in str(each)
        assert str(each).count("é") < 90
    assert [a.value for a in service.store.entries.current(m)] == ["Agree on one form"]
    assert import_entries(service, path, sure=True).new == 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PK\x03\x04rest", "workbook"),
        ("meeting,téam,activity,field\nx,y".encode("latin-1"), 'the columns "seat"'),
        (b"meeting,team,seat,activity,field,value,Value\na,b,c,d,e,f,g", "stands in the columns 6 and 7"),
        (b"meeting,team,seat,activity,field\na,b,c,d,e", 'the column "value"'),
        (b"meeting,teem,seat,activity,field,value\na,b,c,d,e,f", 'did you mean "teem"'),
        (b"meeting,team,seat,activity,field,value\n", "no lines"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole_with_what_to_do(service, tmp_path, raw, said):
    path = tmp_path / "file.csv"
    path.write_bytes(raw)

    with pytest.raises(KitError, match=said) as told:
        import_entries(service, path, command="kit import file.csv")
    assert told.value.next


def test_a_huge_cell_a_torn_quote_and_lines_of_nonsense_are_refused_by_themselves(
    service, hold, library, tmp_path
):
    meeting = hold("why-mtss")
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    sound = f"{meeting.id},team-1,,{plan},r1.what,stands"
    text = "\n".join(
        [
            "meeting,team,seat,activity,field,value",
            f"{meeting.id},team-1,,{plan},r2.what,{'z' * 200_000}",
            sound,
            f'{meeting.id},team-1,,{plan},r3.what,"torn" here',
            "a,b,c,d,e,f,g,h,i",
            "only one",
        ]
    )
    (tmp_path / "s.csv").write_text(text)
    (tmp_path / "s.jsonl").write_text("[1]\n{\n" + "[" * 100_000 + '\n{"meeting": 3, "team": []}\n"x"\n' + json.dumps(
        {"meeting": meeting.id, "team": "team-1", "seat": "", "activity": plan, "field": "r4.what", "value": "too"}
    ))  # fmt: skip

    taken = import_entries(service, tmp_path / "s.csv")
    lines = import_entries(service, tmp_path / "s.jsonl")

    assert (taken.new, [each.line for each in taken.refused]) == (1, [2, 4, 5, 6])
    assert (lines.new, [each.line for each in lines.refused]) == (1, [1, 2, 3, 4, 5])
    assert [a.value for a in service.store.entries.current(meeting.id)] == ["stands", "too"]


def test_a_hostile_meeting_comes_into_no_database(service, hold, library, tmp_path):
    hold("why-mtss")
    export(service.store, library, tmp_path, None, None)
    heads, row = csv.reader(io.StringIO((tmp_path / "meetings.csv").read_text(encoding="utf-8-sig")))
    other = fresh(tmp_path, library)
    import_entries(other, tmp_path / "sessions.jsonl")
    for column, value in [
        ("content", "f" * 64), ("meeting", "../../etc"), ("meeting", ""), ("session", "why-mts"), ("district", "1"), ("school", "x"),
        ("date", "soon"), ("minutes", "-3"), ("teams", "[]"), ("teams", '[["../x", "A"]]'), ("opened", "9999"),
    ]:  # fmt: skip
        bad = [value if head == column else cell for head, cell in zip(heads, row, strict=True)]
        taken = import_entries(other, keyed(tmp_path / "bad.csv", tuple(bad), heads=",".join(heads)))
        assert (taken.new, [(each.line, each.column) for each in taken.refused]) == (0, [(2, column)])
    assert other.store.meetings.list() == []


# -- surveys -------------------------------------------------------------------------------


def test_counts_and_answers_come_into_a_survey_and_a_rerun_adds_nothing(service, hold, tmp_path):
    meeting = hold("survey")
    path = tmp_path / "results.csv"
    path.write_text(
        "form,item,point,count\nstudents,people,,40\nstudents,place-good,1,2\nstudents,place-good,4,30\n"
        "students,place-good,4,30\nstudents,nothing,1,2\nstudents,place-good,2,-1\n"
    )

    taken, _, _ = import_results(service, f"survey/{meeting.id}", path)
    again, _, _ = import_results(service, meeting.id, path)

    assert (taken.new, [each.line for each in taken.refused], again.new) == (2, [5, 6, 7], 0)
    now = {a.address.field: a.value for a in service.store.entries.current(meeting.id)}
    assert now == {"people.students": 40, "counts.students.place-good": [2, 0, 0, 30]}
    with pytest.raises(NotFoundError, match="no activity that takes results"):
        import_results(service, hold("why-mtss").id, path)


CELLS = st.sampled_from(
    ["students", "families", "Staff", "place-good", "let-in", "Place-Good", "people", "asked", "nothing",
     "1", "2", "4", "9", "3.0", "1,2", " 2 ", "", "pass", "n/a", "–", "12", "-3", "100001", "a1", "a2", "A1",
     "Now [There is a place at school where I feel good.]", "2. place-good", "\ud800", '="2"',
     "a@b.org", "A@B.org", "anonymous", "10:00", '{"ImportId":"QID1"}']
)  # fmt: skip
HEADS = st.sampled_from(
    [["form", "item", "point", "count"], ["item", "point", "n"], ["respondent", "form", "item", "value"],
     ["id", "group", "question", "answer"], ["form", "place-good", "let-in"], ["place-good", "let-in", "extra"],
     ["id", "form", "place-good", "let-in"], ["form", "place-good", "Place-Good", "let-in"], ["form", "item", "item", "point", "n"],
     ["Timestamp", "form", "Q [place-good]", "1. let-in"], ["Id", "id", "form", "let-in"],
     ["Timestamp", "Email Address", "place-good", "let-in"], ["ResponseId", "Agree? - place-good", "let-in", "Form"],
     ["", "form", "let-in", "place-good"]]
)  # fmt: skip
RUN = """
import { readFileSync } from "node:fs";
const [module, forms, files] = JSON.parse(readFileSync(0, "utf8"));
const { readResults } = await import(module);
console.log(JSON.stringify(files.map((text) => readResults(text, forms))));
"""


def on_screen(forms: object, files: list[str]) -> list[dict[str, object]]:
    """What the screen's own module reads in each file."""
    module = (ROOT / "kitlib" / "kinds" / "survey" / "file.js").as_uri()
    command = ["node", "--input-type=module", "--eval", RUN]
    given = json.dumps([module, forms, files])
    ran = subprocess.run(command, input=given, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(ran.stdout)


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js, which runs the screen's own module")
def test_a_file_of_results_is_read_here_as_the_screen_reads_it(library):
    rule = rule_of(library.session("survey"), "climate", library)
    files: list[str] = []

    @settings(max_examples=300, database=None, derandomize=True)
    @given(
        HEADS.flatmap(
            lambda h: st.lists(st.lists(CELLS, min_size=len(h), max_size=len(h)), min_size=1, max_size=6).map(
                lambda rows: [h, *rows]
            )
        ),
        st.sampled_from(["", "Climate survey 2026\n\n", "Respondent ID,Q1,Form,End date\n"]),
        st.sampled_from(["\n", "\r", "\r\n"]),
    )
    def draw(rows, above, end):
        text = above + "\n".join(",".join(f'"{c}"' if "," in c else c for c in row) for row in rows)
        files.append(text.replace("\n", end))

    draw()
    # Drawn at random few are sound, so sound ones of each way come with them.
    files += [
        f"{head}\n" + "\n".join(row.replace("N", str(n)) for n in range(1, 15))
        for head, row in (
            ("form,item,point,count", "students,place-good,N,12"),
            ("respondent,form,item,value", "aN,students,place-good,3"),
            ("form,place-good,let-in", "students,2,4"),
        )
    ]
    seen = 0
    for text, theirs in zip(files, on_screen(rule.config()["forms"], files), strict=True):
        found, refused = read_results(list(delimited(text)), rule)
        ours = {id: {"people": f.people, "asked": f.asked, "counts": f.counts} for id, f in found.items()}
        assert ours == theirs["forms"], ascii(text)
        assert [each.line for each in refused] == sorted(each["line"] for each in theirs["refused"]), ascii(
            text
        )
        seen += bool(ours)
    assert seen >= 3


@pytest.mark.parametrize(
    ("text", "people", "told"),
    [
        ("form,id,place-good,let-in\nstudents,a,1,2\nstudents,b,2,3\nstudents,a,1,2\n", 2, [(4, "id", "a")]),
        ("form,place-good,let-in,Place-Good\nstudents,1,2,1\nstudents,2,3,2\n", 2, [(1, "heading", "Place-Good")]),
        ("form,item,item,point,count\nstudents,let-in,let-in,1,12\n", 0, [(1, "heading", "item")]),
        ("form,item,point,count\nstudents,people,,6\nstudents,people,,12\n", 6, [(3, "item", "people")]),
        ("form,item,point,count\nstudents,let-in,1,6\nstudents,let-in,1.0,6\n", 6, [(3, "item", "let-in")]),
        ("respondent,form,item,value\na,students,let-in,1\na,students,let-in,1\n", 1, [(3, "item", "let-in")]),
        ("form,Email,let-in\nstudents,A@b.org,1\nstudents,a@b.org,2\n", 1, [(3, "Email", "a@b.org")]),
        ("form,Email,let-in\nstudents,anonymous,1\nstudents,anonymous,1\n", 2, []),
        ("Timestamp,form,let-in\n10:00:01,students,1\n10:00:01,students,2\n10:00:01,students,1\n", 2, [(4, "Timestamp", "10:00:01")]),
    ],
)  # fmt: skip
def test_who_or_what_stands_twice_in_a_file_of_results_is_named_and_counted_once(library, text, people, told):
    rule = rule_of(library.session("survey"), "climate", library)

    found, refused = read_results(list(delimited(text)), rule)

    assert (found["students"].people if found else 0) == people
    assert [(each.line, each.column, each.value) for each in refused] == told


def test_results_are_read_as_survey_tools_write_them(service, hold, tmp_path):
    meeting = hold("survey")
    text = (
        "Timestamp,Form,How is it here? [There is a place at school where I feel good.],Email address,2. let-in\r"
        "11/3/2026 10:00:00,students,3.0,a@b.org,“often”\r11/3/2026 10:01:00,students,1,,4\r"
    )
    labels = [
        point.label
        for point in rule_of(service.library.session("survey"), "climate", service.library)
        .scales["students"]
        .points
    ]
    (tmp_path / "results.csv").write_bytes(
        text.replace("often", labels[0]).replace("“", "").replace("”", "").encode("cp1252")
    )

    result, _, _ = import_results(service, meeting.id, tmp_path / "results.csv")

    assert (result.refused, result.notes) == ([], [])
    now = {a.address.field: a.value for a in service.store.entries.current(meeting.id)}
    assert now == {
        "people.students": 2,
        "counts.students.place-good": [1, 0, 1, 0],
        "counts.students.let-in": [1, 0, 0, 1],
    }


@pytest.mark.parametrize(
    "heads",
    [
        "StartDate,ResponseId,Q1_1,Q1_2\nStart Date,Response ID,How? - place-good,How? - let-in\n"
        '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n',
        "StartDate,ResponseId,place-good,let-in\nStart Date,Response ID,First?,Second?\n"
        '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n',
        "Start Date,Respondent ID,How much do you agree?,\n,,place-good,let-in\n",
    ],
)
def test_several_rows_of_headings_are_no_answers_and_say_who_answered(library, heads):
    rule = rule_of(library.session("survey"), "climate", library)

    found, refused = read_results(list(delimited(f"{heads}9:00,R_a,1,2\n9:01,R_b,2,2\n9:02,R_a,1,1\n")), rule)

    assert found["students"].people == 2
    assert found["students"].counts == {"place-good": [1, 1, 0, 0], "let-in": [0, 2, 0, 0]}
    assert [each.value for each in refused] == ["R_a"]


# -- awkward and at once -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "label", ["👩‍🏫 Maestras", "Équipe\u00a0A", "北京 Team", "O’Neill & Co.", "=Team", "x" * 60]
)
def test_a_team_of_any_name_is_equal_after_a_round_trip(service, library, hold, page, tmp_path, label):
    meeting = hold("why-mtss", teams=[label, "B"])
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    page(meeting).write(plan, "r1.what", "stands", scope="team")
    export(service.store, library, tmp_path / "out", None, None)
    other = fresh(tmp_path, library)

    result = import_entries(other, tmp_path / "out")

    assert (result.new, result.refused) == (2, [])
    assert other.store.meetings.get(meeting.id).teams == meeting.teams
    export(other.store, library, tmp_path / "again", None, None)
    assert contents(tmp_path / "again") == contents(tmp_path / "out")


def test_an_export_that_was_saved_again_in_a_spreadsheet_comes_in_all_the_same(
    service, library, page, tmp_path
):
    service.store.districts.load([District("00050000", "Haven Zero")])
    meeting = service.store.meetings.open(
        session="why-mtss",
        date="2026-11-23",
        minutes=45,
        teams_=["A"],
        district="00050000",
        content=content_now(library, "why-mtss"),
    )
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    page(meeting).write(plan, "r1.what", "stands", scope="team")
    export(service.store, library, tmp_path, None, None)
    for name in ("meetings.csv", "entries.csv"):
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        text = text.replace(",00050000,", ",50000,").replace(",2026-11-23,", ",11/23/2026,")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        out = io.StringIO(newline="")
        csv.writer(out, delimiter="\t").writerows(rows)
        (tmp_path / name).write_text(out.getvalue(), encoding="utf-16")
    other = fresh(tmp_path, library)
    other.store.districts.load([District("00050000", "Haven Zero")])

    result = import_entries(other, tmp_path)

    assert (result.new, result.refused) == (2, [])
    here = other.store.meetings.get(meeting.id)
    assert (here.district, here.date) == ("00050000", "2026-11-23")


def test_a_broken_letter_ends_no_import(service, hold, library, tmp_path):
    meeting = hold("why-mtss")
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    at = {
        "meeting": meeting.id,
        "team": "team-1",
        "seat": "",
        "activity": plan,
        "field": "r1.what",
        "value": "x",
    }
    lines = [{**at, key: "\ud83d"} for key in at] + [{**at, "team": "a\x00"}, {**at, "value": ["\udc00"]}, at]
    (tmp_path / "s.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "s.csv").write_bytes(
        f"meeting,team,seat,activity,field,value\n{meeting.id},team-1,,{plan},r2.what,".encode()
        + b"\xed\xa0\xbd\n" + f"{meeting.id},team-1,,{plan},r3.what,é".encode()
    )  # fmt: skip

    first, second = import_entries(service, tmp_path / "s.jsonl"), import_entries(service, tmp_path / "s.csv")

    assert (first.new, [each.line for each in first.refused]) == (1, [1, 2, 3, 4, 5, 6, 7, 8])
    assert (second.new, [(each.line, each.column) for each in second.refused]) == (1, [(2, "value")])


@on_both
def test_imports_at_once_count_each_answer_as_new_once(service, hold, library, tmp_path, database):
    meeting = hold("why-mtss")
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    sheet = keyed(
        tmp_path / "s.csv", *((meeting.id, "team-1", "", plan, f"r{n}.what", f"step {n}") for n in range(30))
    )
    url = service.store._db.url

    def read(_: int) -> ImportResult:
        store = Store(url)
        try:
            return import_entries(MeetingService(store, library), sheet)
        finally:
            store.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(read, range(4)))

    refused = [each for result in results for each in result.refused]
    assert (sum(result.new for result in results), refused) == (30, [])
    assert sum(result.unchanged for result in results) == 90
    assert len(service.store.entries.current(meeting.id)) == 30


def test_a_day_that_may_be_several_is_asked_back_and_one_of_any_usual_form_is_taken(
    service, hold, library, tmp_path
):
    meeting = hold("why-mtss")
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    days = ["1/31/27", "Jan 31, 2027", "31 January 2027", "2027-01-31", "01 31 27", "0027-01-31"]
    sheet = keyed(
        tmp_path / "s.csv",
        *((meeting.id, "team-1", "", plan, f"r{n}.due", day) for n, day in enumerate(days, start=1)),
    )

    result = import_entries(service, sheet)

    assert {a.value for a in service.store.entries.current(meeting.id)} == {"2027-01-31"}
    assert (result.new, [(each.line, each.why) for each in result.refused]) == (
        4,
        [
            (6, "This has blanks between its numbers: did you mean 1/31/2027?"),
            (7, "This is in the year 27: did you mean 1/31/2027?"),
        ],
    )
