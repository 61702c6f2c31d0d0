"""What a call costs, in whole millionths of the currency: prices are decimals, sums are integers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from neurohire.settings import Settings

NONE = Decimal(0)
MICROS = 1_000_000


@dataclass(frozen=True)
class Usage:
    """What one call used, or will use at most; speech counts characters (out) or seconds (in)."""

    tokens_in: int = 0
    tokens_out: int = 0
    characters: int = 0
    seconds: int = 0

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out

    @property
    def units(self) -> int:
        """Characters or seconds; a call never has both."""
        return self.characters + self.seconds


@dataclass(frozen=True)
class Price:
    """Per million tokens or characters, and per minute; 0: not known."""

    tokens_in: Decimal = NONE
    tokens_out: Decimal = NONE
    characters: Decimal = NONE
    minute: Decimal = NONE

    @property
    def is_set(self) -> bool:
        return any((self.tokens_in, self.tokens_out, self.characters, self.minute))


def price_of(settings: Settings, capability: str) -> Price:
    """The capability's own price before the common one."""
    if capability == "speech_out":
        return Price(characters=settings.speech_out_price)
    if capability == "speech_in":
        return Price(minute=settings.speech_in_price)
    own_in: Decimal | None = getattr(settings, f"{capability}_price_in", None)
    own_out: Decimal | None = getattr(settings, f"{capability}_price_out", None)
    return Price(
        tokens_in=settings.model_price_in if own_in is None else own_in,
        tokens_out=settings.model_price_out if own_out is None else own_out,
    )


def cost(price: Price, usage: Usage) -> int:
    """Millionths, rounded up. A price per million units is at once millionths per unit."""
    amount = (
        price.tokens_in * usage.tokens_in
        + price.tokens_out * usage.tokens_out
        + price.characters * usage.characters
        + price.minute * usage.seconds * MICROS / 60
    )
    return int(amount.to_integral_value(ROUND_CEILING))


def micros(amount: Decimal) -> int:
    """An amount of money as a setting has it, in millionths."""
    return int((amount * MICROS).to_integral_value())
