"""Instruments in and out, as the files that other survey tools read and write."""
