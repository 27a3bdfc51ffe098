"""Who is here, on paper: roles and jobs, never names."""

from __future__ import annotations

from kitlib.kinds.attendance.rule import AttendanceRule
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm

__all__ = ["PAPER"]


class _Attendance(PaperForm[AttendanceRule]):
    def html(self, rule: AttendanceRule, paper: Paper) -> str:
        """A row for each seat, with a role and a job."""
        of = rule.activity
        seats = [Row([str(n), "", ""]) for n in paper.blanks(of.seats)]
        heads = [paper.say("Seat"), paper.say("Role (no names)"), paper.say("Job today")]
        offered = [
            (paper.say("Roles, for example:"), of.roles),
            (paper.say("Jobs, for example:"), of.jobs),
        ]
        said = "".join(
            paper.quiet(f"{head} {', '.join(paper.words(text) for text in texts)}.")
            for head, texts in offered
            if texts
        )
        return said + (paper.table("", heads, seats, widths=(1, 6, 5)) if seats else "")

    def prints(self, rule: AttendanceRule, name: str) -> bool:
        """Only the seats that are offered."""
        return int(name.partition(".")[0].removeprefix("seat-")) <= rule.activity.seats


PAPER = _Attendance()
