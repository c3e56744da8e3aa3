"""Tests of the checks of a set-up."""
