"""The tokens of the look, once, for both themes: colours, sizes and type; theme.css is written from them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

THEME_FILE = Path(__file__).resolve().parents[1] / "assets" / "css" / "theme.css"


class Tone(NamedTuple):
    """One colour in the light and in the dark theme."""

    light: str
    dark: str


COLOURS: dict[str, Tone] = {
    "canvas": Tone("#f6f7f9", "#0c1120"),
    "surface": Tone("#ffffff", "#131a2c"),
    "raised": Tone("#ffffff", "#1a2338"),
    "sunken": Tone("#eef0f4", "#1e2740"),
    "line": Tone("#e3e6ec", "#27314a"),
    "edge": Tone("#848d9c", "#66738f"),
    "ink": Tone("#111827", "#e7ebf3"),
    "muted": Tone("#5b6577", "#9aa6bd"),
    "accent": Tone("#2f5bd7", "#8aa6ff"),
    "accent-strong": Tone("#264bb5", "#a6bbff"),
    "on-accent": Tone("#ffffff", "#0c1120"),
    "accent-soft": Tone("#e8eefc", "#1d2a4d"),
    "good": Tone("#1f7a4d", "#5bd197"),
    "good-soft": Tone("#e6f4ec", "#12302a"),
    "attention": Tone("#9a6200", "#e5b454"),
    "attention-soft": Tone("#fbf1dc", "#322a1b"),
    "bad": Tone("#b42323", "#ff8d85"),
    "bad-soft": Tone("#fcebea", "#3a2029"),
    "on-bad": Tone("#ffffff", "#0c1120"),
    # a picture of the call is dark in both themes
    "tile": Tone("#0b0f1a", "#0b0f1a"),
    "tile-raised": Tone("#26324d", "#26324d"),
    "on-tile": Tone("#ffffff", "#ffffff"),
    "tile-muted": Tone("#c6cfdf", "#c6cfdf"),
    "tile-attention": Tone("#ffd58a", "#ffd58a"),
    "tile-accent": Tone("#8aa6ff", "#8aa6ff"),
    "tile-shade": Tone("#000000b8", "#000000b8"),
    "veil": Tone("#11182766", "#04070fa8"),
    "shade": Tone("#11182724", "#00000080"),
}

SIZES: dict[str, str] = {
    "radius-card": "10px",
    "radius": "8px",
    "radius-full": "999px",
    "rail": "232px",
    "rail-narrow": "68px",
    "bar": "60px",
    "hit": "40px",
    "content": "1200px",
    "reading": "720px",
    **{f"space-{step}": f"{step * 4}px" for step in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)},
    "motion": "140ms",
    "float": "0 1px 2px var(--shade), 0 12px 32px var(--shade)",
}

FONTS: dict[str, str] = {
    "font": '"Inter Variable", ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
    "font-mono": '"JetBrains Mono Variable", ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace',
}

TYPE: dict[str, str] = {
    "text": "400 15px/24px var(--font)",
    "text-small": "400 13px/20px var(--font)",
    "heading": "620 20px/28px var(--font)",
    "heading-large": "650 28px/36px var(--font)",
    "code": "400 13.5px/22px var(--font-mono)",
}

# Quasar's own names; its !important rules read --q-*, which NiceGUI fills with these.
QUASAR_COLOURS: dict[str, str] = {
    "primary": "var(--accent)",
    "secondary": "var(--muted)",
    "accent": "var(--accent)",
    "dark": "var(--surface)",
    "dark_page": "var(--canvas)",
    "positive": "var(--good)",
    "negative": "var(--bad)",
    "info": "var(--accent)",
    "warning": "var(--attention)",
}


def theme_css() -> str:
    """The whole of assets/css/theme.css, from the tokens."""
    colours = [f"  --{name}: light-dark({tone.light}, {tone.dark});" for name, tone in COLOURS.items()]
    others = [f"  --{name}: {value};" for name, value in (FONTS | TYPE | SIZES).items()]
    return "\n".join(
        [
            "/* Written by `python -m components.design`; change the tokens there, not here. */",
            ":root {",
            "  color-scheme: light dark;",
            *colours,
            *others,
            "}",
            'html[data-theme="light"] { color-scheme: light; }',
            'html[data-theme="dark"], html:has(body.body--dark) { color-scheme: dark; }',
            "@media (prefers-reduced-motion: reduce) { :root { --motion: 0ms; } }",
            "",
        ]
    )


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two opaque #rrggbb colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


if __name__ == "__main__":
    argparse.ArgumentParser(description="Write the theme sheet from the tokens.").parse_args()
    THEME_FILE.write_text(theme_css(), encoding="utf-8")
