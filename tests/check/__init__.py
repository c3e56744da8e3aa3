"""`make check`: only what a change touches. `make test` remains the whole."""
