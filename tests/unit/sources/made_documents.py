"""Documents for tests, made in code: a PDF of lines at places, a DOCX, archives."""

from __future__ import annotations

import io
import zipfile

Shown = tuple[float, float, float, str]
"""Left edge, baseline (from the foot of the page), size, text."""


def pdf(*pages: list[Shown]) -> bytes:
    """A PDF whose pages show these texts in Helvetica, in this order."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        shown = b"\n".join(_show(*line) for line in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(kids))
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
            len(made),
        )
    )


def _show(left: float, base: float, size: float, text: str) -> bytes:
    safe = text.encode("cp1252", errors="replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (size, left, base, safe)


def column(lines: list[str], left: float = 72, top: float = 700, size: float = 10) -> list[Shown]:
    """Lines below each other; an empty one leaves room."""
    return [(left, top - 1.2 * size * at, size, line) for at, line in enumerate(lines) if line]


def archive(members: dict[str, bytes]) -> bytes:
    """A zip archive, the same on every day."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
