"""The till adds up."""

from shop.till import total


def test_total() -> None:
    assert total([0.1, 0.2]) == 0.3
