import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.audiosocket import (
    MAX_PAYLOAD,
    NARROW,
    WIDE,
    AudioSocketError,
    Decoder,
    Frame,
    Kind,
    encode,
    encode_audio,
    frame_bytes,
)

SILENCE = bytes(320)
HELLO = Frame(Kind.UUID, bytes(range(16)))
SAMPLE = [
    HELLO,
    Frame(Kind.AUDIO, b"\x01\x02" * 5),
    Frame(Kind.AUDIO_WIDE, b"\x03\x04" * 5),
    Frame(Kind.DTMF, b"7"),
    Frame(0x42, b"new"),
    Frame(Kind.ERROR, b"\x01"),
    Frame(Kind.HANGUP),
]
WIRE = b"".join(encode(frame) for frame in SAMPLE)

audio = st.builds(Frame, st.sampled_from([Kind.AUDIO, Kind.AUDIO_WIDE]), st.binary(max_size=700).map(lambda b: b[: len(b) // 2 * 2]))
digits = st.sampled_from(b"0123456789*#").map(lambda d: Frame(Kind.DTMF, bytes([d])))
others = st.builds(Frame, st.sampled_from([0x00, 0x05, 0x11, 0x42, 0xFF]), st.binary(max_size=40))


@pytest.mark.parametrize("at", range(len(WIRE) + 1))
def test_any_cut_gives_the_same_frames(at: int) -> None:
    decoder = Decoder()
    assert decoder.feed(WIRE[:at]) + decoder.feed(WIRE[at:]) == SAMPLE


def test_byte_by_byte() -> None:
    decoder = Decoder()
    assert [frame for byte in WIRE for frame in decoder.feed(bytes([byte]))] == SAMPLE


@given(st.lists(st.one_of(audio, digits, others), max_size=8), st.lists(st.integers(0, 2000), max_size=5))
def test_round_trip(frames: list[Frame], cuts: list[int]) -> None:
    frames = [HELLO, *frames]
    wire = b"".join(encode(frame) for frame in frames)
    edges = [0, *sorted(min(cut, len(wire)) for cut in cuts), len(wire)]
    decoder = Decoder()
    got = [frame for a, b in zip(edges, edges[1:], strict=False) for frame in decoder.feed(wire[a:b])]
    assert got == frames


@given(st.binary(max_size=300))
def test_garbage_is_a_typed_error_or_waits_for_more(data: bytes) -> None:
    try:
        frames = Decoder().feed(data)
    except AudioSocketError:
        return
    assert all(isinstance(frame, Frame) for frame in frames)


@pytest.mark.parametrize("wire", [b"GET / HTTP/1.1\r\n", encode_audio(SILENCE), encode(Frame(Kind.UUID, b"short")), b"\x00\x00\x00"])
def test_whoever_does_not_begin_with_a_uuid_is_not_asterisk(wire: bytes) -> None:
    with pytest.raises(AudioSocketError, match="expected a UUID first"):
        Decoder().feed(wire)


IMPOSSIBLE = [Frame(Kind.DTMF, b""), Frame(Kind.DTMF, b"12"), Frame(Kind.AUDIO, b"odd"), Frame(Kind.AUDIO_WIDE, b"odd")]


@pytest.mark.parametrize("frame", IMPOSSIBLE)
def test_impossible_lengths_are_refused_before_the_payload_came(frame: Frame) -> None:
    decoder = Decoder()
    decoder.feed(encode(HELLO))
    with pytest.raises(AudioSocketError):
        decoder.feed(encode(frame)[:3])


def test_sizes() -> None:
    assert (frame_bytes(NARROW), frame_bytes(WIDE)) == (320, 640)
    assert encode_audio(SILENCE) == b"\x10\x01\x40" + SILENCE
    assert encode_audio(bytes(640), WIDE) == b"\x12\x02\x80" + bytes(640)
    assert len(encode(Frame(0x42, bytes(MAX_PAYLOAD)))) == 3 + MAX_PAYLOAD
    with pytest.raises(AudioSocketError, match="65536"):
        encode(Frame(0x42, bytes(MAX_PAYLOAD + 1)))
