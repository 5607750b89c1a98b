"""The actor of the trail, under the name by which the upper floors know it."""

from audit.actors import Actor

__all__ = ["Actor"]
