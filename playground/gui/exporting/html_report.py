"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from html import escape

from playground.gui.exporting.contents import Contents, Fact, Grid, Part
from playground.gui.exporting.figure import HALF, Figure, png
from playground.gui.exporting.piecework import Work

_STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --muted: #5d6672; --ground: #ffffff;
  --line: #e1e4e8; --soft: #f4f6f9; --accent: #2f6df6; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ee; --muted: #98a2af; --ground: #171b20; --line: #2f363f;
    --soft: #20262d; --accent: #7ba3ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); line-height: 1.5;
  font: 15px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 766px; margin: 0 auto; padding: 56px 24px 80px; }
h1 { font-size: 32px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.02em;
  overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 56px 0 16px; padding-top: 24px; border-top: 1px solid var(--line);
  letter-spacing: -0.01em; }
.about, .help { color: var(--muted); }
.about { margin: 0 0 24px; }
.notes { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 24px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px;
  margin: 0; }
.tiles div { background: var(--soft); border-radius: 12px; padding: 16px; display: flex;
  flex-direction: column-reverse; }
.tiles dd { margin: 0; font-size: 24px; font-weight: 600; line-height: 1.2; }
.tiles dt { color: var(--muted); font-size: 13px; }
.facts { display: grid; grid-template-columns: minmax(120px, 180px) 1fr; gap: 6px 24px;
  margin: 16px 0 0; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; margin: 16px 0 0; font-size: 14px; }
th, td { text-align: left; padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--muted); font-weight: 500; font-size: 13px; }
.number { text-align: right; padding-right: 0; padding-left: 12px; white-space: nowrap; }
tr.sum td { font-weight: 600; border-bottom: 0; }
.figures { display: flex; flex-wrap: wrap; gap: 24px 16px; align-items: flex-start; }
figure { margin: 0; flex: 1 1 100%; min-width: 0; break-inside: avoid; }
figure.half { flex: 0 1 calc(50% - 8px); }
@media (max-width: 640px) { figure.half { flex-basis: 100%; } }
figcaption { margin-bottom: 8px; font-size: 13px; }
figcaption b { display: block; font-size: 15px; font-weight: 600; }
img { display: block; max-width: 100%; height: auto; background: #ffffff; border-radius: 8px;
  padding: 8px; border: 1px solid var(--line); }
footer { margin-top: 56px; color: var(--muted); font-size: 13px; }
@media print { main { padding: 0; max-width: none; } h2 { break-after: avoid; } }
"""
# No script, no font and no picture from anywhere else, whatever the text says.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def html_report(contents: Contents) -> Work:
    """Work that returns the file's bytes. Pictures are PNG, at twice their size."""
    body: list[str] = []
    for part in contents.parts:
        body += yield from _part(part)
    title = escape(contents.title)
    notes = f'<p class="notes">{escape(contents.notes)}</p>' if contents.notes.strip() else ""
    page = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="about">{escape(contents.about)}</p>
{notes}
{_facts("tiles", contents.tiles)}
{"".join(body)}
<footer>Made with Playground</footer>
</main>
</body>
</html>
"""
    return page.encode()


def _part(part: Part) -> Work:
    written = [f"<section>\n<h2>{escape(part.title)}</h2>\n"]
    if part.figures:
        written.append('<div class="figures">\n')
        for figure in part.figures:
            image = figure.image()
            data: bytes = yield partial(png, image)
            written.append(_figure(figure, data))
        written.append("</div>\n")
    if part.grid is not None:
        written.append(_grid(part.grid))
    if part.facts:
        written.append(_facts("facts", part.facts))
    written.append("</section>\n")
    return written


def _figure(figure: Figure, data: bytes) -> str:
    kind = ' class="half"' if figure.size.width() <= HALF else ""
    said = " · ".join(filter(None, (figure.help, figure.remark)))
    title = f"<b>{escape(figure.title)}</b>" if figure.title else ""
    return (
        f"<figure{kind}>\n<figcaption>{title}"
        f'<span class="help">{escape(said)}</span></figcaption>\n'
        f'<img width="{figure.size.width():.0f}" height="{figure.size.height():.0f}" '
        f'alt="{escape(figure.title or "Network")}: {escape(figure.help)}" '
        f'src="data:image/png;base64,{b64encode(data).decode()}">\n</figure>\n'
    )


def _grid(grid: Grid) -> str:
    kinds = ['class="number"' if n in grid.numbers else "" for n in range(len(grid.columns))]
    head = "".join(
        f'<th scope="col" {kind}>{escape(name)}</th>'
        for name, kind in zip(grid.columns, kinds, strict=True)
    )
    rows = "".join(
        f"<tr{' class=sum' if grid.summed and row is grid.rows[-1] else ''}>"
        + "".join(f"<td {kind}>{escape(text)}</td>" for text, kind in zip(row, kinds, strict=True))
        + "</tr>\n"
        for row in grid.rows
    )
    return (
        f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _facts(kind: str, facts: tuple[Fact, ...]) -> str:
    rows = "".join(
        f"<div><dt>{escape(fact.name)}</dt><dd>{escape(fact.value)}</dd></div>\n"
        if kind == "tiles"
        else f"<dt>{escape(fact.name)}</dt><dd>{escape(fact.value)}</dd>\n"
        for fact in facts
    )
    return f'<dl class="{kind}">\n{rows}</dl>\n'
