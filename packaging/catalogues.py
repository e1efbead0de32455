"""The program's texts: collected from the code, brought into each language's .po, compiled to .mo.

python packaging/catalogues.py update    after texts in the code have changed (make messages)
python packaging/catalogues.py compile   after a translation has changed (make does it by itself)
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

DOMAIN = "kanban_app"
ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
COMMENT_TAGS = ("Translators:",)


def extract(package: Path) -> Catalog:
    """Answers all texts that the code of `package` gives to `_` and `ngettext`, by file, not by line.

    Line numbers would change every entry whenever somebody adds a line above it.
    """
    catalog = Catalog(project=DOMAIN, charset="utf-8", fuzzy=False)
    found = extract_from_dir(package, method_map=[("**.py", "python")], comment_tags=COMMENT_TAGS)
    for name, _line, message, comments, context in found:
        file = (Path(package.name) / name).as_posix()
        catalog.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalog


def template_bytes(catalog: Catalog) -> bytes:
    """Answers the .pot as it stands in git: the same texts give the same bytes, so it carries no date."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    return out.getvalue()


def update_all(package: Path, locale: Path) -> list[Path]:
    """Writes the template and brings each .po up to date; answers the files whose content changed."""
    template = extract(package)
    changed = _write(locale / f"{DOMAIN}.pot", template_bytes(template))
    for po in _sources(locale):
        with po.open("rb") as file:
            catalog = read_po(file, locale=po.parent.parent.name, domain=DOMAIN)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        out = io.BytesIO()
        write_po(out, catalog, width=110, sort_by_file=True, include_lineno=False)
        changed += _write(po, out.getvalue())
    return changed


def compile_all(locale: Path) -> list[Path]:
    """Writes the .mo beside every .po newer than it, without fuzzy entries; answers those written."""
    written = []
    for po in _sources(locale):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as file:
            catalog = read_po(file, locale=po.parent.parent.name, domain=DOMAIN)
        out = io.BytesIO()
        write_mo(out, catalog)
        mo.write_bytes(out.getvalue())
        written.append(mo)
    return written


def _sources(locale: Path) -> list[Path]:
    return sorted(locale.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def _write(target: Path, content: bytes) -> list[Path]:
    if target.exists() and target.read_bytes() == content:
        return []
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return [target]


def main(arguments: list[str]) -> int:
    """Runs `update` or `compile` and says which files it wrote; answers the exit code."""
    if arguments == ["update"]:
        written = update_all(ROOT / "kanban_app", LOCALE) + compile_all(LOCALE)
    elif arguments == ["compile"]:
        written = compile_all(LOCALE)
    else:
        print(__doc__)
        return 2
    for file in written:
        print(file.relative_to(ROOT).as_posix())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
