"""resorb: evidence on sodium thiosulfate for ectopic calcification that one can check."""

from importlib.metadata import version

__version__ = version("resorb")
