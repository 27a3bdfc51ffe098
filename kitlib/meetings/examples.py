"""A worked example as if a team had held the meeting: its answers, and the page that shows them.

Nothing is stored. The kinds draw it as they draw a record, so it needs pandas and is imported when asked for.
"""

from __future__ import annotations

from html import escape

from kitlib.content import Library
from kitlib.content.examples import Example, answers_of_example
from kitlib.content.home import called_here
from kitlib.content.markdown import as_inline_html
from kitlib.errors import NotFoundError
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.asked import HeldMeeting, asked_activities
from kitlib.kinds.shared.page import Page, shown_as_html
from kitlib.kinds.shared.words import words
from kitlib.registry import find_kind
from kitlib.store import District, Meeting, Team

__all__ = ["activities_html", "example_answers", "example_html", "example_of", "made_up"]

MADE_UP = "Made up by {publisher}, to show what a finished product can look like. No school wrote it."
_LEVELS = {"elementary": "an elementary school", "secondary": "a secondary school", "district": "a district"}


def example_of(library: Library, session: str) -> Example:
    """The example of a session. Raises NotFoundError where there is none."""
    example = library.example(session)
    if example is None:
        raise NotFoundError(
            f'The session "{session}" has no worked example.',
            "Write one beside its file; docs/writing.md tells how.",
        )
    return example


def made_up(library: Library, session: str) -> str:
    """That the example beside a session is made up, and by whom: whoever publishes the layer in which it lies."""
    by = library.publisher_of(library.session_files[session]).rstrip(".")
    before, after = MADE_UP.split("{publisher}")
    return f"{before}{by}{called_here().words(after)}"  # a name stays as it is


def example_answers(library: Library, example: Example) -> DistrictAnswers:
    """The answers of an example, as a record finds those of a district that held the session once."""
    session = library.session(example.session)
    team = Team("team-1", "One team")
    meeting = Meeting(
        "example", session.id, "example", None, "", session.minutes, False, 0.0, (team,), content="example"
    )
    held = HeldMeeting(meeting, session, library)
    answers: dict[str, dict[tuple[str, str], TeamAnswers]] = {}
    for answer in answers_of_example(example, session, library):
        of_it = answers.setdefault(answer.activity, {})
        of_team = of_it.setdefault((meeting.id, team.id), TeamAnswers(meeting, team))
        place = of_team.seats.setdefault(answer.seat, {}) if answer.seat else of_team.of_team
        place[answer.field] = answer.value
    where = District("example", f"Example from {called_here().words(_LEVELS[example.level])}")
    return DistrictAnswers(where, (), (held,), session, library, asked_activities([held]), answers)


def example_html(library: Library, example: Example) -> str:
    """The finished product, in the order of the agenda: what stands on screen, on paper and in the record."""
    session, answers = library.session(example.session), example_answers(library, example)
    shown = activities_html(answers)
    product = as_inline_html(session.product, session.sources)
    return (
        f'<p class="kicker">Example · made up</p><h1>{escape(session.title)}</h1>'
        f'<p class="lead">{escape(example.school)}</p><p><strong>{escape(made_up(library, example.session))}</strong></p>'
        f"<p>{escape(example.look_at)}</p><p>What a team leaves with: {product}</p>" + shown
    )


def activities_html(answers: DistrictAnswers) -> str:
    """What a record shows of all activities, in the order of the agenda."""
    page = Page(answers)
    with shown_as_html() as pieces:
        for kind in dict.fromkeys(answers.model(id).kind for id in answers.activities):
            part: RecordPart | None = find_kind(kind).load("record")
            ids = answers.of_kind(kind)
            if part and part.agreements:
                part.agreements(answers, ids, page)
        for id in answers.activities:
            _show_activity(answers, id, page, pieces)
    return "".join(pieces)


def _show_activity(answers: DistrictAnswers, id: str, page: Page, pieces: list[str]) -> None:
    """One activity: what its kind draws of it, then what was written in words."""
    if id not in answers.answers:
        return
    part: RecordPart | None = find_kind(answers.model(id).kind).load("record")
    if part and part.decisions:
        pieces.append("<h2>What we decided</h2>")
        part.decisions(answers, [id], page)
    if part and part.work:
        part.work(answers, id, page)
    if part and part.questions:
        part.questions(answers, [id], page)
    said = "".join(page.quotes(words(answers, scope, id)) for scope in ("team", "seat"))
    said += part.words(answers, [id], page) if part and part.words else ""
    if said:
        pieces.append(f"<h2>{escape(answers.heading(id))}</h2>{said}")
