"""Text a PDF page carries but does not show: suspected cheaply, proven by drawing the page without it."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any, Literal

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from neurohire.resumes.boxes import IDENTITY, Box, Matrix, area, common, inside, moved, multiply

Reason = Literal["white", "tiny", "invisible", "off_page", "covered"]
Colour = tuple[int, int, int]

TINY_POINTS = 2.0
NEARLY_WHITE = 235
NEARLY_CLEAR = 20
SAME_COLOUR = 24  # largest difference per channel that the eye does not read
MAX_OBJECTS, MAX_DEPTH = 20_000, 4
MAX_SURFACES = 200
TALLEST_LINE = 60.0
GLYPH_SEGMENTS = 20  # a rectangle has five; letters drawn as outlines have many
MAX_PIXELS = 4_000_000
PICTURE_SHARE = 0.15  # of the page's area


@dataclass
class HiddenPart:
    text: str
    reason: Reason


@dataclass
class PageFindings:
    visible: str
    hidden: list[HiddenPart] = field(default_factory=list)
    has_picture: bool = False


@dataclass
class _Suspect:
    handle: Any
    address: int
    box: Box
    reason: Reason


@dataclass
class _Surface:
    """A filled area or a picture: it can cover text drawn before or swallow text of its colour."""

    order: int
    box: Box
    colour: Colour | None  # None: a picture
    handle: Any
    segments: int = 0


@dataclass
class _Scan:
    """State of one pass over the objects of a page."""

    page_box: Box
    order: int = 0
    suspects: list[_Suspect] = field(default_factory=list)
    surfaces: list[_Surface] = field(default_factory=list)
    texts: list[tuple[int, Any, Box, Colour]] = field(default_factory=list)
    picture_area: float = 0.0
    drawings: int = 0


def inspect(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str) -> PageFindings:
    """One pass over the page's objects; nearly all pages raise no suspicion and cost no more."""
    scan = _Scan(page_box=page.get_cropbox())
    _walk(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, scan, IDENTITY, 0)
    _suspect_by_surface(scan)
    page_area = max(1.0, (scan.page_box[2] - scan.page_box[0]) * (scan.page_box[3] - scan.page_box[1]))
    findings = PageFindings(
        text, has_picture=scan.picture_area > PICTURE_SHARE * page_area or scan.drawings > 300
    )
    hidden = _prove(page, scan)
    if hidden:
        findings.visible, findings.hidden = _split(text_page, hidden)
    return findings


def _walk(parent: Any, count: Any, get: Any, scan: _Scan, outer: Matrix, depth: int) -> None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    refs = [ctypes.byref(edge) for edge in (left, bottom, right, top)]
    get_type, get_bounds = pdfium.FPDFPageObj_GetType, pdfium.FPDFPageObj_GetBounds
    for index in range(count(parent)):
        scan.order += 1
        if scan.order > MAX_OBJECTS:
            return
        item = get(parent, index)
        kind = get_type(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth < MAX_DEPTH:
                inner = multiply(_matrix(item), outer)
                _walk(
                    item,
                    pdfium.FPDFFormObj_CountObjects,
                    pdfium.FPDFFormObj_GetObject,
                    scan,
                    inner,
                    depth + 1,
                )
            continue
        if not get_bounds(item, *refs):
            continue
        box = (left.value, bottom.value, right.value, top.value)
        if outer is not IDENTITY:
            box = moved(box, outer)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _look_at_text(item, box, scan, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _look_at_path(item, box, scan)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            scan.picture_area += area(common(box, scan.page_box))
            scan.surfaces.append(_Surface(scan.order, box, None, item))


_red, _green, _blue, _alpha = (ctypes.c_uint() for _ in range(4))
_colour_refs = [ctypes.byref(part) for part in (_red, _green, _blue, _alpha)]
_fill, _stroke = ctypes.c_int(), ctypes.c_int()
_mode_refs = [ctypes.byref(_fill), ctypes.byref(_stroke)]


def _look_at_text(item: Any, box: Box, scan: _Scan, outer: Matrix) -> None:
    if box[2] <= box[0] or box[3] <= box[1]:
        return  # a space
    reason: Reason | None = None
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    colour, clear = (0, 0, 0), False
    if pdfium.FPDFPageObj_GetFillColor(item, *_colour_refs):
        colour, clear = (_red.value, _green.value, _blue.value), _alpha.value <= NEARLY_CLEAR
    if clear or mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP):
        reason = None if _is_outlined(box, scan) else "invisible"
    elif area(common(box, scan.page_box)) <= 0:
        reason = "off_page"
    elif min(box[2] - box[0], box[3] - box[1]) <= TINY_POINTS * 1.2 and _is_tiny(item, outer):
        reason = "tiny"
    elif min(colour) >= NEARLY_WHITE and mode != pdfium.FPDF_TEXTRENDERMODE_STROKE:
        reason = None if _is_on_contrast(box, colour, scan) else "white"
    if reason is not None:
        scan.suspects.append(_Suspect(item, _address(item), box, reason))
    else:
        scan.texts.append((scan.order, item, box, colour))


def _is_outlined(box: Box, scan: _Scan) -> bool:
    """Browsers print some text as drawn letters with clear text over them: a reader sees those words."""
    return any(
        surface.segments >= GLYPH_SEGMENTS
        and surface.colour is not None
        and min(surface.colour) < NEARLY_WHITE
        and surface.box[3] - surface.box[1] < TALLEST_LINE
        and inside(box, surface.box)
        for surface in scan.surfaces[-3:]
    )


def _is_on_contrast(box: Box, colour: Colour, scan: _Scan) -> bool:
    """Light text on a plain dark area needs no proof; where the area is clipped, it does."""
    for surface in reversed(scan.surfaces):
        if common(box, surface.box) != box:
            continue
        if surface.colour is None or surface.segments >= GLYPH_SEGMENTS:
            return False
        clip = pdfium.FPDFPageObj_GetClipPath(surface.handle)
        return not _alike(surface.colour, colour) and pdfium.FPDFClipPath_CountPaths(clip) <= 0
    return False


def _look_at_path(item: Any, box: Box, scan: _Scan) -> None:
    scan.drawings += 1
    if box[2] - box[0] < 6 or box[3] - box[1] < 4 or len(scan.surfaces) >= MAX_SURFACES:
        return
    pdfium.FPDFPath_GetDrawMode(item, *_mode_refs)
    if _fill.value and pdfium.FPDFPageObj_GetFillColor(item, *_colour_refs) and _alpha.value > 200:
        colour = (_red.value, _green.value, _blue.value)
        segments = pdfium.FPDFPath_CountSegments(item)
        scan.surfaces.append(_Surface(scan.order, box, colour, item, segments))


def _suspect_by_surface(scan: _Scan) -> None:
    """Text under a later area, or on an area of its own colour."""
    if not scan.texts:
        return
    first, colours = scan.texts[0][0], {colour for _, _, _, colour in scan.texts}
    surfaces = [
        surface
        for surface in scan.surfaces
        if surface.segments < GLYPH_SEGMENTS
        and (surface.order > first or any(_alike(surface.colour, colour) for colour in colours))
    ]
    for order, item, box, colour in scan.texts if surfaces else []:
        for surface in surfaces:
            later = surface.order > order
            if inside(box, surface.box) and (later or _alike(surface.colour, colour)):
                reason: Reason = "covered" if later else "white"
                scan.suspects.append(_Suspect(item, _address(item), box, reason))
                break


def _is_tiny(item: Any, outer: Matrix) -> bool:
    size = ctypes.c_float()
    if not pdfium.FPDFTextObj_GetFontSize(item, ctypes.byref(size)):
        return False
    a, b, c, d, _, _ = multiply(_matrix(item), outer)
    return 0 < size.value * math.sqrt(abs(a * d - b * c)) <= TINY_POINTS


def _prove(page: pypdfium2.PdfPage, scan: _Scan) -> list[_Suspect]:
    """White or covered text is hidden only if the page looks the same without it."""
    certain = [s for s in scan.suspects if s.reason in ("off_page", "tiny", "invisible")]
    doubtful = [s for s in scan.suspects if s.reason in ("white", "covered")]
    if not doubtful:
        return certain
    turned = page.get_rotation()
    page.set_rotation(0)  # boxes are those of the unturned page
    difference, scale = _difference(page, doubtful)
    page.set_rotation(turned)
    return certain + [s for s in doubtful if not _differs(difference, s.box, scan.page_box, scale)]


def _difference(page: pypdfium2.PdfPage, doubtful: list[_Suspect]) -> tuple[Image.Image, float]:
    width, height = page.get_size()
    scale = min(2.0, math.sqrt(MAX_PIXELS / max(1.0, width * height)))
    before = _picture(page, scale)
    for suspect in doubtful:
        pdfium.FPDFPageObj_SetIsActive(suspect.handle, False)
    after = _picture(page, scale)
    for suspect in doubtful:
        pdfium.FPDFPageObj_SetIsActive(suspect.handle, True)
    return ImageChops.difference(before, after), scale


def _picture(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    image: Image.Image = page.render(scale=scale, grayscale=False, may_draw_forms=False).to_pil()
    return image.convert("RGB")


def _differs(difference: Image.Image, box: Box, frame: Box, scale: float) -> bool:
    left, top = int((box[0] - frame[0]) * scale), int((frame[3] - box[3]) * scale)
    right, bottom = math.ceil((box[2] - frame[0]) * scale), math.ceil((frame[3] - box[1]) * scale)
    part = difference.crop(
        (max(0, left), max(0, top), min(difference.width, right), min(difference.height, bottom))
    )
    if part.width < 1 or part.height < 1:
        return False
    extremes = part.getextrema()
    return max(high for _, high in extremes) > SAME_COLOUR  # type: ignore[misc]


def _split(text_page: pypdfium2.PdfTextPage, hidden: list[_Suspect]) -> tuple[str, list[HiddenPart]]:
    """The page's text character by character, each with the object that draws it."""
    reasons = {suspect.address: suspect.reason for suspect in hidden}
    visible: list[str] = []
    parts: list[HiddenPart] = []
    last = 0
    for index in range(text_page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        item = pdfium.FPDFText_GetTextObject(text_page, index)
        address = _address(item) if item else 0
        if address in reasons:
            if address != last and not (parts and last and parts[-1].reason == reasons[address]):
                parts.append(HiddenPart("", reasons[address]))
            parts[-1].text += character
            last = address
        elif address == 0 and last and not character.isspace():
            parts[-1].text += character
        elif address == 0 and last:
            parts[-1].text += " "
            visible.append(character)
        else:
            visible.append(character)
            last = 0
    for part in parts:
        part.text = " ".join(part.text.split())[:2000]
    return "".join(visible), [part for part in parts if part.text]


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _alike(one: Colour | None, other: Colour) -> bool:
    return one is not None and max(abs(a - b) for a, b in zip(one, other, strict=True)) <= SAME_COLOUR
