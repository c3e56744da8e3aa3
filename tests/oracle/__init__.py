"""Our counts against other people's: `make oracle`, and what `make bench` needs of it.

Runs in a venv of its own with the libraries of `locks/oracle.txt`. Nothing in the bot imports it.
"""
