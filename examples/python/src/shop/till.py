"""The till of a shop."""

from colors import green

from greet.hello import greeting


def total(prices: list[float]) -> float:
    """What a basket costs."""
    return round(sum(prices), 2)


if __name__ == "__main__":
    print(green(greeting("en")))
    print(total([1.5, 2.25]))
