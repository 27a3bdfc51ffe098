"""Themes: which short notes say something alike, worked out on this computer. It offers groups and moves nothing.

`grouping.group` is the one way in. What "alike" means comes from a reader: the plain one compares words and needs
nothing (`words`), the other a small sentence model from a folder or a package (`model`, the extra `kitlib[themes]`).
"""
