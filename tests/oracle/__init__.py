"""Our counts checked against other people's voting libraries: `make oracle`.

It runs in a venv of its own, with the libraries of `locks/oracle.txt`. `tests.bench.counting`
compares times with the same libraries. Nothing in the bot imports it.
"""
