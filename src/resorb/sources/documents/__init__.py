"""Documents of the outside world (text, Markdown, HTML, DOCX, PDF) as blocks whose characters keep their places."""
