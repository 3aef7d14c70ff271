"""resorb: checked, traceable evidence on treatments of ectopic calcification. For study, not for prescribing."""

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """The version, looked up only when asked for: reading package metadata would slow every start."""
    if name == "__version__":
        from importlib.metadata import version

        return version("resorb")
    raise AttributeError(name)
