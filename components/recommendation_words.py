"""How a recommendation is said, and in which tone: never by colour alone."""

from __future__ import annotations

from components.pieces import Tone
from neurohire.vocabulary import Recommendation

RECOMMENDATIONS: dict[Recommendation, tuple[str, Tone]] = {
    Recommendation.STRONG_YES: ("Strong yes", "good"),
    Recommendation.YES: ("Yes", "good"),
    Recommendation.NO: ("No", "attention"),
    Recommendation.STRONG_NO: ("Strong no", "bad"),
}
