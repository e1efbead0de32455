"""Public holidays by country and region, from the library `holidays`, which many hands keep up.

The library is large and is loaded with the first question; what it knows depends on its release, so a plant with
newer holidays needs a newer program, and a day that it has wrong is put right by an extra day or a day off.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kanban_app import i18n

if TYPE_CHECKING:
    from holidays import HolidayBase

# The library's codes for our languages; where it does not have one, names are in the country's own.
_LANGUAGES = {"en": ("en_US", "en"), "sv": ("sv",), "nb": ("nb", "no")}


@cache
def regions_by_country() -> Mapping[str, tuple[str, ...]]:
    """Every country (ISO 3166, two letters) with its regions that have holidays of their own."""
    from holidays import list_supported_countries

    known = list_supported_countries(include_aliases=False)
    return {code: tuple(regions) for code, regions in sorted(known.items()) if len(code) == 2}


def country_names() -> dict[str, str]:
    """Those countries by their names in the language in use, as people sort them."""
    from babel import Locale

    territories = Locale.parse(i18n.language()).territories
    named = {code: str(territories.get(code, code)) for code in regions_by_country()}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def holiday_name(country: str, region: str, day: date) -> str:
    """The name of the public holiday on a day in the language in use; empty for any other day, or for no country.

    A Sunday that is nothing else is none. Raises KeyError for a country or region that is not known.
    """
    if not country:
        return ""
    if region not in ("", *regions_by_country()[country]):
        raise KeyError(region)
    return str(_book(country, region, i18n.language()).get(day, ""))


@lru_cache(maxsize=32)
def _book(country: str, region: str, language: str) -> HolidayBase:
    """A country's holidays, which the library works out year by year as they are asked for."""
    from holidays import country_holidays

    supported = country_holidays(country, subdiv=region or None).supported_languages
    spoken = next((code for code in _LANGUAGES.get(language, ()) if code in supported), None)
    return country_holidays(country, subdiv=region or None, language=spoken)
