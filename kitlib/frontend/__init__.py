"""The browser's side: the shared ES modules and styles under `static`, the JupyterLab extension, and how they are served.

A kind's own module and style lie in that kind's folder. All are served as they
are, under addresses laid out like the package, so that the same relative import
is found on disk, by the type checker and by a browser.
"""
