"""What all repositories have in common."""

from storage.statements import Statements


class SqlRepository:
    """A repository over one connection: to read, or within one transaction."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql
