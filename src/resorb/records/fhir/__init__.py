"""FHIR R4 by the door: bulk NDJSON folders and Bundles become OMOP-shaped tables; what is not understood is told.

``files`` finds the files and hands out one resource at a time, each with its file and line. ``resource`` gives access
to a resource whose parts may be of any type, as broken ones are. One module for each kind of resource says what becomes
of it (``people``, ``conditions``, ``drugs`` with ``dosage`` and ``medications``, ``observations``, ``documents`` with
``attachments``, ``vocabulary``); ``landing`` gathers the rows, ``settle`` makes tables of them, ``fill`` runs it all;
``told`` counts what could not be taken and why.

Nothing of a patient's text, name or value goes into a finding: only FHIR's own words, files, lines and counts.
"""
