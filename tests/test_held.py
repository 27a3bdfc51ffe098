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
from contract.world import Filled, fill
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from kit_home import make_home

from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.exchange.entries import import_entries
from kitlib.exchange.export import export
from kitlib.handouts.making import pages
from kitlib.handouts.ordering import order
from kitlib.meetings.answers import read_answers
from kitlib.meetings.contents import keep_missing
from kitlib.meetings.screens import screens_of
from kitlib.meetings.service import MeetingService
from kitlib.records.batch import Batch
from kitlib.records.making import make_one
from kitlib.records.unit import Outcome, Task
from kitlib.settings import Settings, environment, settings
from kitlib.store import District, Store

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
        for text in filled.texts:
            rule = service.queries.rule(filled.meeting, text.activity)
            self.questions[text.mark] = rule.field(text.field).label

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


def reword(said: Any) -> None:
    for prompt in step(said, "think")["activities"][0].get("prompts", []):
        prompt["text"] = f"Not at all: {prompt['text']}"


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


@hypothesis(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    acts=st.lists(
        st.one_of(st.sampled_from(ACTS), st.just("hold"), st.just("hold the next")), min_size=1, max_size=6
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
            else:
                after(world, act, original)

        assert world.exported(tmp_path_factory.mktemp("export")) == world.told
        words = world.records(tmp_path_factory.mktemp("records"))
        assert set(marks_in(words)) >= world.on_record
        for filled in world.held:
            answers = read_answers(world.store, world.service.library, SESSION, str(filled.meeting.district))
            assert answers.unplaced == []
            for text in filled.texts:
                key = answers.key_in(filled.meeting.id, text.activity)
                assert key is not None
                assert answers.rule(key).field(text.field).label == world.questions[text.mark]


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
