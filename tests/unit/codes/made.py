"""One entry to be read, made from its YAML."""

from resorb.codes import knowledge
from resorb.codes.forms import Form
from resorb.values.tree import read_tree


def form_of(text: str) -> Form:
    """The form of one entry, with the package's sources and vocabularies at hand."""
    node = read_tree(text, "made.yaml")
    return Form("entry", node, "entry", [], knowledge().sources, knowledge().lookup)
