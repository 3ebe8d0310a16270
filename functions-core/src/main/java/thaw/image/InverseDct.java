package thaw.image;

/**
 * The inverse discrete cosine transform of 8 x 8 coefficients, in the integer arithmetic of libjpeg's
 * accurate method (Loeffler, Ligtenberg and Moschytz, 13 fractional bits), so that each sample equals
 * libjpeg's.
 *
 * <p>Holds a work area: one thread at a time.
 */
final class InverseDct {
    private static final int FRACTION = 13;
    /** Bits kept between the two passes. */
    private static final int EXTRA = 2;
    private static final int C_0_298631336 = 2446;
    private static final int C_0_390180644 = 3196;
    private static final int C_0_541196100 = 4433;
    private static final int C_0_765366865 = 6270;
    private static final int C_0_899976223 = 7373;
    private static final int C_1_175875602 = 9633;
    private static final int C_1_501321110 = 12299;
    private static final int C_1_847759065 = 15137;
    private static final int C_1_961570560 = 16069;
    private static final int C_2_053119869 = 16819;
    private static final int C_2_562915447 = 20995;
    private static final int C_3_072711026 = 25172;

    private final int[] work = new int[64];

    /**
     * Transforms one block.
     *
     * @param block dequantised coefficients, row by row
     * @param flat whether all but the first are 0
     * @param plane receives 8 rows of 8 samples from {@code at}
     */
    void apply(int[] block, boolean flat, byte[] plane, int at, int stride) {
        if (flat) {
            fill(plane, at, stride, sample((block[0] << EXTRA) + (1 << EXTRA + 2) >> EXTRA + 3));
            return;
        }
        for (int column = 0; column < 8; column++) {
            column(block, column);
        }
        for (int row = 0; row < 8; row++) {
            row(row * 8, plane, at + row * stride);
        }
    }

    private static void fill(byte[] plane, int at, int stride, byte sample) {
        for (int row = 0, line = at; row < 8; row++, line += stride) {
            for (int i = 0; i < 8; i++) {
                plane[line + i] = sample;
            }
        }
    }

    private void column(int[] in, int c) {
        int[] out = work;
        if ((in[c + 8] | in[c + 16] | in[c + 24] | in[c + 32] | in[c + 40] | in[c + 48] | in[c + 56]) == 0) {
            int mean = in[c] << EXTRA;
            for (int i = c; i < 64; i += 8) {
                out[i] = mean;
            }
            return;
        }
        int z = (in[c + 16] + in[c + 48]) * C_0_541196100;
        int even2 = z - in[c + 48] * C_1_847759065;
        int even3 = z + in[c + 16] * C_0_765366865;
        int even0 = in[c] + in[c + 32] << FRACTION;
        int even1 = in[c] - in[c + 32] << FRACTION;
        int round = 1 << FRACTION - EXTRA - 1;
        int a0 = even0 + even3 + round;
        int a3 = even0 - even3 + round;
        int a1 = even1 + even2 + round;
        int a2 = even1 - even2 + round;
        int y7 = in[c + 56];
        int y5 = in[c + 40];
        int y3 = in[c + 24];
        int y1 = in[c + 8];
        int z5 = (y7 + y3 + y5 + y1) * C_1_175875602;
        int z1 = -(y7 + y1) * C_0_899976223;
        int z2 = -(y5 + y3) * C_2_562915447;
        int z3 = z5 - (y7 + y3) * C_1_961570560;
        int z4 = z5 - (y5 + y1) * C_0_390180644;
        int b0 = y7 * C_0_298631336 + z1 + z3;
        int b1 = y5 * C_2_053119869 + z2 + z4;
        int b2 = y3 * C_3_072711026 + z2 + z3;
        int b3 = y1 * C_1_501321110 + z1 + z4;
        out[c] = a0 + b3 >> FRACTION - EXTRA;
        out[c + 56] = a0 - b3 >> FRACTION - EXTRA;
        out[c + 8] = a1 + b2 >> FRACTION - EXTRA;
        out[c + 48] = a1 - b2 >> FRACTION - EXTRA;
        out[c + 16] = a2 + b1 >> FRACTION - EXTRA;
        out[c + 40] = a2 - b1 >> FRACTION - EXTRA;
        out[c + 24] = a3 + b0 >> FRACTION - EXTRA;
        out[c + 32] = a3 - b0 >> FRACTION - EXTRA;
    }

    /** The same as a column but for the shift; written out because both are the decoder's innermost loop. */
    private void row(int r, byte[] plane, int at) {
        int[] in = work;
        int shift = FRACTION + EXTRA + 3;
        int z = (in[r + 2] + in[r + 6]) * C_0_541196100;
        int even2 = z - in[r + 6] * C_1_847759065;
        int even3 = z + in[r + 2] * C_0_765366865;
        int even0 = in[r] + in[r + 4] << FRACTION;
        int even1 = in[r] - in[r + 4] << FRACTION;
        int round = 1 << shift - 1;
        int a0 = even0 + even3 + round;
        int a3 = even0 - even3 + round;
        int a1 = even1 + even2 + round;
        int a2 = even1 - even2 + round;
        int y7 = in[r + 7];
        int y5 = in[r + 5];
        int y3 = in[r + 3];
        int y1 = in[r + 1];
        int z5 = (y7 + y3 + y5 + y1) * C_1_175875602;
        int z1 = -(y7 + y1) * C_0_899976223;
        int z2 = -(y5 + y3) * C_2_562915447;
        int z3 = z5 - (y7 + y3) * C_1_961570560;
        int z4 = z5 - (y5 + y1) * C_0_390180644;
        int b0 = y7 * C_0_298631336 + z1 + z3;
        int b1 = y5 * C_2_053119869 + z2 + z4;
        int b2 = y3 * C_3_072711026 + z2 + z3;
        int b3 = y1 * C_1_501321110 + z1 + z4;
        plane[at] = sample(a0 + b3 >> shift);
        plane[at + 7] = sample(a0 - b3 >> shift);
        plane[at + 1] = sample(a1 + b2 >> shift);
        plane[at + 6] = sample(a1 - b2 >> shift);
        plane[at + 2] = sample(a2 + b1 >> shift);
        plane[at + 5] = sample(a2 - b1 >> shift);
        plane[at + 3] = sample(a3 + b0 >> shift);
        plane[at + 4] = sample(a3 - b0 >> shift);
    }

    private static byte sample(int centred) {
        int sum = centred + 128;
        return (byte) ((sum & ~0xFF) == 0 ? sum : ~sum >> 31);
    }
}
