"""Applications of every shape, for hypothesis and for plain loops."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

# Characters whose order differs between code points and UTF-16, that JSON escapes, or that
# look like keys of a JavaScript object.
ALPHABET = 'aB09"\\/é\u2028\uff00\U0001f600'
IDS = st.one_of(
    st.text(ALPHABET, min_size=1, max_size=3), st.sampled_from(["__proto__", "10", "9"])
)
TAGS = st.lists(st.sampled_from(["age-14", "photo-id", "ä"]), max_size=2)


@st.composite
def documents(draw: st.DrawFn, *, max_applications: int = 14) -> dict[str, Any]:
    """Documents in the format that the command reads."""
    tours = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    wishes = st.lists(st.sampled_from(tours), max_size=5)
    row = st.fixed_dictionaries(
        {"people": st.integers(1, 6), "wishes": wishes},
        optional={"any": wishes, "weight": st.integers(1, 4), "meets": TAGS},
    )
    ids = draw(st.lists(IDS, max_size=max_applications, unique=True))
    applications = []
    for one in ids:
        application: dict[str, Any] = {"id": one, **draw(row)}
        if draw(st.booleans()):
            application["wheelchair"] = draw(st.integers(0, min(2, application["people"])))
        applications.append(application)
    return {
        "tours": [
            {
                "id": tour,
                "capacity": draw(st.integers(0, 12)),
                "wheelchair": draw(st.integers(0, 2)),
                "requires": draw(TAGS),
            }
            for tour in tours
        ],
        "applications": applications,
    }


def random_document(seed: int, *, applications: int = 60, tours: int = 8) -> dict[str, Any]:
    """Return a document of a stated size; places for about two thirds of the people."""
    rng = random.Random(seed)  # noqa: S311 -- reproducibility is the point
    ids = [f"{rng.choice(ALPHABET)}{number}" for number in range(tours)]
    return {
        "tours": [
            {
                "id": one,
                "capacity": max(0, applications * 2 // tours + rng.randint(-3, 3)),
                "wheelchair": rng.randint(0, 2),
                "requires": ["age-14"] if rng.random() < 0.2 else [],
            }
            for one in ids
        ],
        "applications": [
            {
                "id": f"{rng.choice(ALPHABET)}{number}",
                "people": (people := rng.randint(1, 6)),
                "wheelchair": rng.choice([0, 0, 0, 1]) * min(people, rng.randint(1, 2)),
                "wishes": rng.sample(ids, rng.randint(0, min(5, tours))),
                "any": rng.sample(ids, rng.choice([0, 0, 3])),
                "weight": rng.choice([1, 1, 1, 3]),
                "meets": rng.choice([[], ["age-14"]]),
            }
            for number in range(applications)
        ],
    }
