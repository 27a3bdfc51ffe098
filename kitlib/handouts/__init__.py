"""Printed handouts of a session: what participants fill in by hand, and the guide of the one who leads."""
