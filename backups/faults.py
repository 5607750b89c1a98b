"""What the operator is told. These never reach a page or a program of a user, so they are no refusals."""


class BackupFailed(Exception):
    """A backup could not be made; nothing was left behind. The message says why, in English."""


class BackupRefused(Exception):
    """A file can't be restored; nothing live was touched. The message says why, in English."""
