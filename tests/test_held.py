"""A meeting holds its session: whatever becomes of the files, its answers stand under the words that were on the screen."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from contract.world import MARKS, Filled, Writer, fill
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from kit_home import make_home
from typer.testing import CliRunner

from kitlib.cli import app
from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.exchange.entries import import_entries
from kitlib.exchange.export import export
from kitlib.handouts.making import pages
from kitlib.handouts.ordering import order
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.checks import text
from kitlib.meetings.answers import read_answers
from kitlib.meetings.contents import content_now, keep_missing
from kitlib.meetings.renewal import newer, renew, taken_back
from kitlib.meetings.screens import screens_of
from kitlib.meetings.service import MeetingService
from kitlib.records.batch import Batch
from kitlib.records.making import make_one
from kitlib.records.unit import Outcome, Task
from kitlib.settings import Settings, environment, settings
from kitlib.store import Address, District, Store

SESSION = "words"
FILE = Path("facilitation") / "workshop" / "9-words.yaml"


class HereAndNow:
    """Makes records one after the other, in this process."""

    def warm_up(self, tasks: Sequence[Task]) -> None: ...

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        return (make_one(task, lambda cell: None) for task in tasks)


@dataclass
class World:
    """A kit home whose session files change while meetings are held."""

    places: Settings
    store: Store
    held: list[Filled] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)  # mark -> the question as it was on the screen

    @property
    def service(self) -> MeetingService:
        """A service that has just been started."""
        return MeetingService(self.store, Library(self.places.facilitation))

    def hold(self, district: str) -> None:
        """Hold a meeting in which everything is answered; nothing is held where the file is not sound, or gone."""
        service = self.service
        try:
            service.library.session(SESSION)
        except KitError:
            return
        filled = fill(service, SESSION, district, teams=1, seats=1, rows=1)
        self.held.append(filled)
        for said in filled.texts:
            rule = service.queries.rule(filled.meeting, said.activity)
            self.questions[said.mark] = rule.field(said.field).label

    def renew(self, back: bool = False) -> None:
        """Take what the files say now into each meeting, or take the last one back, and answer what is then empty."""
        for filled in self.held:
            queries = self.service.queries
            id = filled.meeting.id
            try:
                found = taken_back(queries, id) if back else newer(queries, queries.library, id)
            except KitError:
                continue  # the file is not sound, or gone; or there is nothing to take back
            if found is not None:
                renew(queries, found)
                self.answer_on(id)

    def answer_on(self, meeting_id: str) -> None:
        """Say something wherever nothing stands on the screen."""
        service = self.service
        meeting = service.queries.meeting(meeting_id)
        writer = Writer(service, meeting)
        for id, rule in service.queries.rules(meeting).items():
            for name, of in rule.fields().items():
                at = Address(meeting_id, "team-1", "seat-1" if of.scope == "seat" else "", id, name)
                words = isinstance(of.check, text) and of.visibility != "private"
                if words and of.scope != "room" and at not in service.queries.standing(meeting_id).answers:
                    mark = f"zq{next(MARKS)}x"
                    self.questions[mark] = of.label
                    writer.save(of.scope, id, name, f"Said on: {mark}")

    def write_late(self, meeting: str) -> None:
        """A page that still shows what the meeting was opened with sends one more answer, in the place of its own."""
        service = self.service
        held = service.queries.meeting(meeting)
        at = Address(meeting, "team-1", "", "mind", "line")
        before = [a for a in self.store.entries.history(at) if a.standing == "accepted"]
        if not held.showings or not before:
            return
        for mark in marks_in(str(before[-1].value)):
            self.questions.pop(mark)
        label = service.queries.rule(held, "mind~0").field("line").label
        mark = f"zq{next(MARKS)}x"
        self.questions[mark] = label
        message = Writer(service, held).message("team", "mind", "line", f"Late: {mark}", base=before[-1].id)
        assert service.submit({**message, "shows": 0})["outcome"] == "saved"

    @property
    def on_record(self) -> set[str]:
        """The marks of those answers that a record shows; it does not tell who had which job that day."""
        return {mark for mark, question in self.told.items() if not question.endswith("job today")}

    @property
    def told(self) -> dict[str, str]:
        """Mark -> question of every answer that is not private."""
        private = {text.mark for filled in self.held for text in filled.texts if text.visibility == "private"}
        return {mark: question for mark, question in self.questions.items() if mark not in private}

    def edit(self, change: Any, path: Path = FILE) -> None:
        """Change what a file says; nothing is changed where it is broken, or gone."""
        file = self.places.home / path
        try:
            said = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError):
            return
        change(said)
        file.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def exported(self, out: Path) -> dict[str, str]:
        """Mark -> question of every line of an export."""
        export(self.store, Library(self.places.facilitation), out, None, None)
        rows = csv.DictReader(io.StringIO((out / "entries.csv").read_text(encoding="utf-8-sig"), newline=""))
        return {mark: row["question"] for row in rows for mark in marks_in(row["value"])}

    def records(self, out: Path) -> str:
        """The words of all records, made anew."""
        making = Batch(self.places, out, ["html"])
        failures, _ = making.run(making.plan(making.units()), HereAndNow(), lambda *_: None)
        assert failures == []
        return "".join(unescape(path.read_text(encoding="utf-8")) for path in out.glob("*/*.html"))


def marks_in(text: str) -> list[str]:
    return re.findall(r"zq\d+x", text)


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    return make_home(tmp_path_factory.mktemp("held") / "kit")


@pytest.fixture
def world(clean, tmp_path_factory) -> Iterator[World]:
    with new_world(clean, tmp_path_factory) as made:
        yield made


def new_world(clean: Path, tmp_path_factory) -> Any:
    """A world of its own: the files of its session and its blocks, and a database."""
    from contextlib import contextmanager
    from shutil import copytree

    @contextmanager
    def made() -> Iterator[World]:
        home = tmp_path_factory.mktemp("world") / "kit"
        for folder in ("workshop", "blocks", "instruments"):
            copytree(clean / "facilitation" / folder, home / "facilitation" / folder)
        (home / "facilitation" / "scales.yaml").write_bytes((clean / "facilitation/scales.yaml").read_bytes())
        copytree(clean / "notebooks" / "records", home / "notebooks" / "records")
        url = f"sqlite:///{home / 'kit.db'}"
        with (
            environment({"KIT_HOME": str(home), "KIT_DATABASE_URL": url}),
            closing(Store(url)) as store,
        ):
            store.districts.load([District(f"9990{n:02d}", f"Haven {n} Test") for n in range(1, 13)])
            yield World(settings(), store)

    return made()


# -- edits --------------------------------------------------------------------------------------


def step(said: Any, id: str) -> Any:
    return next((each for each in said["steps"] if each.get("id") == id), {"activities": [{"prompts": []}]})


def as_was(said: Any, change: Any) -> None:
    """Do it, and say of each activity and prompt what it was called."""
    things = [a for s in said["steps"] for a in s.get("activities", []) if "id" in a]
    things += [p for a in things for p in a.get("prompts", [])]
    before = [(thing, thing["id"]) for thing in things]
    change(said)
    for thing, id in before:
        if thing.get("id") != id:
            thing["was"] = id
        else:
            thing.pop("was", None)


def reword_the_same(said: Any) -> None:
    reword(said)
    for prompt in step(said, "think")["activities"][0].get("prompts", []):
        prompt["was"] = prompt["id"]


def reword(said: Any) -> None:
    for prompt in step(said, "think")["activities"][0].get("prompts", []):
        prompt["text"] = f"Not at all: {prompt['text']}"


def reword_one(said: Any) -> None:
    prompts = step(said, "think")["activities"][0]["prompts"]
    next(each for each in prompts if each["id"] == "helped")["text"] = "What helped?"


def rename_activity(said: Any) -> None:
    for activity in step(said, "think")["activities"]:
        if "id" in activity:
            activity["id"] = f"{activity['id']}-too"[:40]


def rename_prompt(said: Any) -> None:
    for prompt in step(said, "think")["activities"][0].get("prompts", [])[:1]:
        prompt["id"] = f"{prompt['id']}-too"[:40]


def drop_prompt(said: Any) -> None:
    prompts = step(said, "think")["activities"][0].get("prompts", [])
    del prompts[:-1]


def drop(id: str) -> Any:
    def change(said: Any) -> None:
        left = [each for each in said["steps"] if each.get("id") != id]
        said["minutes"] -= sum(each["minutes"] for each in said["steps"]) - sum(e["minutes"] for e in left)
        said["steps"] = left

    return change


def reorder(said: Any) -> None:
    said["steps"] = said["steps"][:2] + said["steps"][3:1:-1] + said["steps"][4:]


def call_otherwise(said: Any) -> None:
    said["title"] = f"{said['title']} (edited)"


def other_kind(said: Any) -> None:
    for activity in step(said, "watch")["activities"]:
        activity.clear()
        activity |= {"id": "film", "kind": "ranking", "prompt": "Which first?", "options": ["A", "B", "C"]}


EDITS = {
    "reword": reword,
    "reword, and say it is the same": reword_the_same,
    "rename an activity, and say so": lambda said: as_was(said, rename_activity),
    "rename a prompt, and say so": lambda said: as_was(said, rename_prompt),
    "rename an activity": rename_activity,
    "rename a prompt": rename_prompt,
    "drop a prompt": drop_prompt,
    "drop a step": drop("think"),
    "drop another": drop("watch"),
    "reorder": reorder,
    "retitle": call_otherwise,
    "another kind under the same id": other_kind,
}


def after(world: World, act: str, original: bytes) -> None:
    """Do one thing to the session file."""
    file = world.places.home / FILE
    if act == "break":
        file.write_text("id: words\ntitle: In our words: again\nsteps: [\n", encoding="utf-8")
    elif act == "delete":
        file.unlink(missing_ok=True)
    elif act == "put back":
        file.write_bytes(original)
    elif act == "change a block":
        block = Path("facilitation") / "blocks" / "agreements.yaml"
        world.edit(lambda said: said.update(title=f"{said['title']} now"), block)
    else:
        world.edit(EDITS[act])


ACTS = [*EDITS, "break", "delete", "put back", "change a block"]


HELD = ["hold", "hold the next", "take back", "write late"]


@hypothesis(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    acts=st.lists(
        st.one_of(st.sampled_from(ACTS), st.sampled_from(HELD), st.just("renew")), min_size=1, max_size=8
    )
)
def test_whatever_becomes_of_the_files_every_answer_is_in_its_record_and_in_the_export_under_its_question(
    clean, tmp_path_factory, acts
):
    with new_world(clean, tmp_path_factory) as world:
        original = (world.places.home / FILE).read_bytes()
        world.hold("999001")
        for n, act in enumerate(acts, start=2):
            if act == "hold":
                world.hold(f"9990{n:02d}")
            elif act == "hold the next":
                world.hold("999001")
            elif act in ("renew", "take back"):
                world.renew(back=act == "take back")
            elif act == "write late":
                world.write_late(world.held[0].meeting.id)
            else:
                after(world, act, original)

        assert world.exported(tmp_path_factory.mktemp("export")) == world.told
        if (
            len(acts) % 3 == 0
        ):  # what a record is made of is looked at below, in each; a page takes as long as all the rest
            words = world.records(tmp_path_factory.mktemp("records"))
            assert set(marks_in(words)) >= world.on_record
        told: dict[str, str] = {}
        for filled in world.held:
            answers = read_answers(world.store, world.service.library, SESSION, str(filled.meeting.district))
            assert answers.unplaced == []
            told |= dict(questions_of(answers))
        assert {mark: world.told[mark] for mark in told} == told
        assert set(told) >= world.on_record


def questions_of(answers: DistrictAnswers) -> Iterator[tuple[str, str]]:
    """Each mark in what a record is made of, with the question under which it stands there."""
    for key, of_it in answers.answers.items():
        for team in of_it.values() if key in answers.asked else ():
            for fields in (team.of_team, *team.seats.values()):
                for name, value in fields.items():
                    for mark in marks_in(str(value)):
                        yield mark, answers.rule(key).field(name).label


def test_a_newer_version_is_taken_in_by_who_leads_who_first_sees_what_becomes_of_the_answers(world, tmp_path):
    world.hold("999001")
    meeting = world.held[0].meeting.id
    line = next(each for each in world.held[0].texts if each.field == "line")
    private = next(
        each for each in world.held[0].texts if each.visibility == "private" and each.activity == "mind"
    )
    world.edit(lambda said: as_was(said, rename_activity))
    world.edit(reword_one)
    world.edit(drop("watch"))

    looked = kit("renew", meeting)
    shown = world.service.queries.state(meeting, "team-1", "seat-1")
    done = kit("renew", meeting, "--yes")
    service = world.service
    now = service.queries.state(meeting, "team-1", "seat-1")

    assert "“Watch and talk” is no longer in it." in looked
    assert "Our one line" not in looked
    assert "Answers that stand there as before: " in looked
    assert "What helped one of your classes this week?”: 1, in the record alone" in looked
    assert shown["team"]["mind"]["line"]["value"] == line.words
    assert now["team"]["mind-too"]["line"]["value"] == line.words
    assert now["mine"]["mind-too"]["hard"]["value"]["sealed"].startswith(private.mark)
    assert now["mine"]["mind-too"]["hard"]["sealedAs"] == ["mind", "hard"]
    assert "helped" not in now["mine"]["mind-too"]
    assert now["room"]["lead"]["renewed"]["value"] == 1
    assert (
        screens_of(service, session=SESSION, meeting=meeting, role="team", team="team-1")["place"]["shows"]
        == 1
    )
    assert (world.places.meetings / meeting / "team-1.ipynb").is_file()
    assert "To take it back" in done

    erase = Writer(service, service.queries.meeting(meeting)).message("seat", "mind-too", "hard", None)
    service.erase(erase)
    assert private.mark not in str(service.queries.state(meeting, "team-1", "seat-1"))
    assert private.mark not in str(
        world.store.entries.history(Address(meeting, "team-1", "seat-1", "mind", "hard"))
    )

    words = world.records(tmp_path)
    assert "What do you expect to see? (no longer in the session)" in words
    assert "A newer version of the session was taken into a meeting that was open." in words
    kit("renew", meeting, "--back", "--yes")
    assert (
        world.service.queries.state(meeting, "team-1", "seat-1")["team"]["mind"]["line"]["value"]
        == line.words
    )
    assert kit("renew", meeting, "--back") != ""


def source_called_otherwise(said: Any) -> None:
    said["sources"][0]["title"] = "A better note of it"


def found_by_more(said: Any) -> None:
    said["keywords"], said["need"] = ["write", "talk"], "We talk past each other."


@pytest.mark.parametrize(
    "change", [source_called_otherwise, found_by_more], ids=lambda change: change.__name__
)
def test_what_nobody_sees_in_a_meeting_is_no_newer_version_of_its_session(change, world):
    world.hold("999001")
    world.edit(change)
    (world.places.home / "facilitation" / "publisher.yaml").write_text(
        "# Whose the sessions of this folder are.\npublisher: Others\nprovenance: By others.\n"
    )
    meeting, queries = world.held[0].meeting, world.service.queries

    assert content_now(queries.library, SESSION).digest != queries.meeting(meeting.id).content
    assert newer(queries, queries.library, meeting.id) is None
    assert "shows its session as it is now" in kit("renew", meeting.id)


def other_notes(said: Any) -> None:
    step(said, "think")["facilitator"] = "Walk around."


def other_outcome(said: Any) -> None:
    said["outcomes"] = ["Leave with two steps."]


def in_spanish(said: Any) -> None:
    prompts = step(said, "think")["activities"][0]["prompts"]
    prompts[2]["translations"] = {"es": "Nuestra línea"}


def other_link(said: Any) -> None:
    said["sources"][0]["url"] = "https://example.org/moved"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (other_notes, ["How “Write first” is led changed: its notes, how people sit, or what gives way."]),
        (other_outcome, ["What people can do by the end changed."]),
        (in_spanish, ["Words in other languages changed."]),
        (other_link, ["Where its links lead changed."]),
        (call_otherwise, ["It is called “In our words (edited)”."]),
        (reword_one, ["“Write first” asks something else, or in other words."]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_newer_version_that_is_offered_says_what_people_see_of_it(change, told, world):
    world.hold("999001")
    world.edit(change)
    queries = world.service.queries
    found = newer(queries, queries.library, world.held[0].meeting.id)

    assert found is not None
    assert list(found.changes) == told


def test_meetings_that_took_in_a_newer_version_move_to_another_database(
    world, clean, tmp_path_factory, tmp_path
):
    world.hold("999001")
    world.edit(reword)
    world.renew()
    exported = world.exported(tmp_path / "out")

    with new_world(clean, tmp_path_factory) as other:
        taken = import_entries(other.service, tmp_path / "out")
        again = import_entries(other.service, tmp_path / "out")

        assert (taken.refused, again.refused, again.new) == ([], [], 0)
        assert other.exported(tmp_path / "there") == exported == world.told


def kit(*words: str) -> str:
    said = CliRunner().invoke(app, [*words], catch_exceptions=False)
    assert said.exit_code == 0
    return said.output


# -- each way, by name ---------------------------------------------------------------------------


def test_a_reworded_prompt_stands_beside_the_old_one_each_with_its_own_answers(world, tmp_path):
    world.hold("999001")
    world.edit(reword)
    world.hold("999001")

    words = world.records(tmp_path)

    old, new = (text for filled in world.held for text in filled.texts if text.field == "helped")
    asked, asked_now = words.index("What helped one of"), words.index("Not at all: What helped one of")
    assert {old.mark, new.mark} <= set(marks_in(words))
    assert asked != asked_now
    assert "The session was changed between its meetings." in words


def test_screens_and_sheets_of_a_meeting_are_those_with_which_it_was_opened(world):
    world.hold("999001")
    meeting = world.held[0].meeting

    def sheet() -> str:
        return "".join(
            page.html
            for page in pages(order(world.store, world.service.library, SESSION, meeting=meeting.id).plan)
        )

    def screens() -> Any:
        return screens_of(world.service, session=SESSION, meeting=meeting.id, role="team", team="team-1")

    shown, printed = screens(), sheet()

    for act in ("reword", "drop another", "retitle", "delete"):
        after(world, act, b"")
        assert screens() == shown
        assert sheet() == printed


def test_a_meeting_whose_file_is_gone_goes_on(world):
    world.hold("999001")
    filled = world.held[0]
    (world.places.home / FILE).unlink()
    service = world.service

    line = next(text for text in filled.texts if text.field == "line")
    message = {
        "meeting": filled.meeting.id, "team": line.team, "seat": "", "activity": line.activity,
        "field": line.field, "value": "Said after the file was gone", "writer": "writer-of-tests", "seq": 1,
        "base": service.queries.state(filled.meeting.id, line.team, "")["change"],
    }  # fmt: skip
    assert service.submit(message)["outcome"] in ("saved", "conflict")


def test_a_rehearsal_begins_anew_when_the_session_was_changed(world):
    before = screens_of(world.service, session=SESSION, meeting="", role="team", team="team-1")
    again = screens_of(world.service, session=SESSION, meeting="", role="team", team="team-1")
    world.edit(reword)
    now = screens_of(world.service, session=SESSION, meeting="", role="team", team="team-1")

    assert again == before
    assert now["place"]["meeting"] != before["place"]["meeting"]
    assert "Not at all" in str(now)


def test_many_meetings_of_one_session_keep_it_once(world):
    for n in range(1, 6):
        world.hold(f"9990{n:02d}")

    assert len({filled.meeting.content for filled in world.held}) == 1


def test_a_meeting_of_before_gets_what_its_file_says_now_and_its_record_says_so(world, tmp_path):
    """As a database of an earlier version holds it: no meeting keeps what it shows."""
    world.hold("999001")
    forget_contents(world)
    world.edit(drop_prompt)
    keep_missing(world.store, Library(world.places.facilitation))

    words = world.records(tmp_path)

    (meeting,) = world.store.meetings.list(session=SESSION)
    assert meeting.content_assumed
    assert "was not kept at the time" in words
    assert "No longer in the session" in words
    assert set(marks_in(words)) >= world.on_record
    exported = world.exported(tmp_path / "export")
    assert set(exported) == set(world.told)
    assert "" in exported.values(), "the question is not known any more"


def test_a_meeting_of_before_whose_file_is_gone_says_all_that_is_known(world, tmp_path):
    world.hold("999001")
    forget_contents(world)
    (world.places.home / FILE).unlink()
    keep_missing(world.store, Library(world.places.facilitation))

    words = world.records(tmp_path)

    assert "No longer in the session" in words
    assert set(marks_in(words)) >= world.on_record
    assert set(world.exported(tmp_path / "export")) == set(world.told)


def forget_contents(world: World) -> None:
    from sqlalchemy import create_engine, update

    from kitlib.store.tables import contents, meetings

    engine = create_engine(world.places.database_url)
    with engine.begin() as connection:
        connection.execute(update(meetings).values(content=None))
        connection.execute(contents.delete())
    engine.dispose()


def test_meetings_move_to_another_database_with_what_they_showed(world, clean, tmp_path_factory, tmp_path):
    world.hold("999001")
    world.edit(reword)
    world.hold("999001")
    exported = world.exported(tmp_path / "out")

    with new_world(clean, tmp_path_factory) as other:
        (other.places.home / FILE).unlink()  # where the session is not even known
        taken = import_entries(other.service, tmp_path / "out")
        again = import_entries(other.service, tmp_path / "out")

        assert (taken.refused, again.refused, again.new) == ([], [], 0)
        assert other.exported(tmp_path / "there") == exported
        assert set(marks_in(other.records(tmp_path / "records"))) >= world.on_record


def test_answers_whose_question_is_gone_move_as_well(world, clean, tmp_path_factory, tmp_path):
    world.hold("999001")
    forget_contents(world)
    world.edit(drop("think"))
    exported = world.exported(tmp_path / "out")

    with new_world(clean, tmp_path_factory) as other:
        other.edit(drop("think"))
        taken = import_entries(other.service, tmp_path / "out")

        assert taken.refused == []
        assert other.exported(tmp_path / "there") == exported


def test_a_content_that_was_changed_on_its_way_is_refused(world, clean, tmp_path_factory, tmp_path):
    world.hold("999001")
    world.exported(tmp_path)
    path = tmp_path / "sessions.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("What helped", "What harmed"), encoding="utf-8")

    with new_world(clean, tmp_path_factory) as other:
        taken = import_entries(other.service, tmp_path)

        assert "was changed since it was exported" in str(taken.refused[0])
        assert other.store.meetings.list() == []


def test_what_a_newer_version_of_the_kit_does_not_know_loses_no_meeting(world, tmp_path):
    """A kind that is not installed any more, and a key that is none any more."""
    import json

    from sqlalchemy import create_engine, update

    from kitlib.store.tables import contents

    world.hold("999001")
    (digest,) = {filled.meeting.content for filled in world.held}
    shows = json.loads(world.store.contents.get(str(digest)))
    shows["session"]["once"] = "a key"
    for each in shows["session"]["steps"]:
        for activity in each["activities"]:
            if activity.get("kind") == "discussion":
                activity["kind"] = "campfire"
    engine = create_engine(world.places.database_url)
    with engine.begin() as connection:
        connection.execute(update(contents).values(text=json.dumps(shows)))
    engine.dispose()

    assert set(marks_in(world.records(tmp_path))) >= world.on_record


def test_a_next_meeting_carries_what_is_open_though_the_file_of_the_first_is_changed(world):
    world.hold("999001")
    world.edit(drop("think"))
    world.hold("999001")
    later = replace(world.held[1].meeting)

    assert world.service.queries.carried(later.id)
