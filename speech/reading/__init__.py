"""Text as people write it -> the pieces that a voice speaks one after the other: `read(text)`, or a `Reader` with an agency's own words."""

from speech.reading.piece import Piece
from speech.reading.reader import Reader, adopt, read

__all__ = ["Piece", "Reader", "adopt", "read"]
