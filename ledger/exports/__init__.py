"""Packs of data and statements that people take along, written by the worker."""
