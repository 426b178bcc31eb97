"""A cache in front of an application of a few lines."""

import pytest

from tests.serving.made import Clock, Inner, cache_of


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def inner():
    return Inner()


@pytest.fixture
def cache(inner, clock):
    return cache_of(inner, clock)
