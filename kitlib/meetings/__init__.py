"""Meetings: taking answers in, saying what is seen where, planning, the clock, and what carries over.

`service.MeetingService` is the one door in; `queries.MeetingQueries` says what each seat and the facilitator see.
"""
