"""Entries out to plain files, and in again through the room's own door."""
