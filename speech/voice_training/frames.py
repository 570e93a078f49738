"""The grid on which a voice is learnt: 80 frames a second, which fits Kokoro's durations without rounding."""

RATE = 16_000
HOP = 200
FFT, WINDOW = 1024, 800
BANDS = 80
