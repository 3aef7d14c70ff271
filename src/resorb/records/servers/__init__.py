"""Record stores behind a URL: what is selective is asked of the server, the rest runs here, as for files.

``address`` reads a URL and hides what is secret in it. ``server`` says what a server must be able to do; ``postgresql``
and ``spark`` do it. ``prefilter`` turns names into patterns that find too much rather than too little. ``persons``
asks who is concerned, and ``fetch`` brings their rows over and lays them as the raw tables of an in-memory database:
the steps then run on these as on any other source, so that no difference between engines can reach them.
"""
