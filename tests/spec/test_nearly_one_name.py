"""Which names of two businesses are one name but for a branch, a form, a trade added or a slip; and which are not."""

from __future__ import annotations

import pytest

from turnstone.clean.nearly_one_name import nearly_one_name

ONE = [
    ("Coastal Landscaping Services, Inc.", "COASTAL LANDSCAPING SERVICE, INC."),
    ("The Davey Tree Expert Company - Tampa, FL", "The Davey Tree Expert Company - Coconut Creek"),
    ("Yellowstone Landscape - Southeast, LLC - West Central FL", "Yellowstone Landscape - Southeast, LLC_Tampa"),
    ("Donald G. Kaprowich, Attorney-at-Law, P.C.", "Donald G. Karpowich, Attorney-at-Law, P.C."),
    ("National Agriculture Consultants LLC", "National Agricultutal Consultants LLC"),
    ("Classic Jack Landscaping, LLC.", "Classic Jack Construction, LLC."),
    ("Scotland Fisheries, Inc. dba America's Catch", "AMERICA'S CATCH"),
    ("Property Maintenance and Management", "Property Maintenance and Management Service"),
]
TWO = [
    ("Evergreen Produce, LLC", "Evergreen Harvesting, LLC"),
    ("Perez Landscape Services", "Lopez Landscaping Services"),
    ("Hernandez Farm Labor", "Fernandez Farm Labor"),
    ("Martin Lawn Services", "Martinez Lawn Services"),
    ("Orlando Hospitality Management", "Miami Hospitality Management, LLC"),
    ("Global Workforce Agency", "National Workforce Agency"),
    ("Johnson Bros. Corporation", "Oscar Renda Contracting, Inc."),
    ("Smith Farms", None),
    ("Smith", "Smith"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_one_name(a: str, b: str) -> None:
    assert nearly_one_name(a, b) and nearly_one_name(b, a) and nearly_one_name(a, a)


@pytest.mark.parametrize(("a", "b"), TWO)
def test_two_names(a: str, b: str | None) -> None:
    """One word alone says too little, be it the same."""
    assert not nearly_one_name(a, b) and not nearly_one_name(b, a)
