"""One run at a time: a lock file that is free again when its holder ends, in whatever way."""

from __future__ import annotations

import errno
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kitlib.errors import KitError, KitWarning

__all__ = ["exclusive"]

#: What a share answers that keeps no locks.
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}


@contextmanager
def exclusive(path: Path, refusal: KitError) -> Iterator[None]:
    """Hold the lock file `path`, whose folder is made. Raises `refusal` at once where another process holds it.

    Warns where the disk keeps no locks; then nothing is held, and the work goes on.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise refusal from None
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        warnings.warn(
            f"The disk that holds {path.parent} keeps no locks: see that no second run writes there meanwhile.",
            KitWarning,
            stacklevel=3,
        )
    try:
        yield
    finally:
        lock.release()
