"""Notices of other bodies as data, each after a published pattern, all of it invented."""
