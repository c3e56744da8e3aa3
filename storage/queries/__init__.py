"""All the SQL there is, in portable `.sql` files beside this one, loaded once."""

from pathlib import Path
from typing import Any

import aiosql

queries: Any = aiosql.from_path(Path(__file__).parent, "aiosqlite")
"""A method for each named query; the adapter of the other database reads the same files."""
