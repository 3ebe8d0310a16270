package thaw.image;

import java.util.Arrays;

/**
 * Blocks that come in several scans: the first coefficient or a band of the others, the upper bits first and
 * then one bit more a scan.
 */
abstract class ProgressiveBlocks implements JpegBlocks {
    final JpegComponent[] components;
    final int lowBit;

    private ProgressiveBlocks(JpegComponent[] components, int lowBit) {
        this.components = components;
        this.lowBit = lowBit;
    }

    static ProgressiveBlocks read(Bytes segment, JpegComponent[] components, int[] tableIndices,
            JpegTables tables) {
        int from = segment.u8();
        int to = segment.u8();
        int bits = segment.u8();
        int earlierBit = bits >> 4;
        int lowBit = bits & 15;
        boolean first = from == 0 && to == 0;
        boolean band = from > 0 && from <= to && to <= 63 && components.length == 1;
        if (!first && !band || lowBit > 13 || earlierBit != 0 && earlierBit != lowBit + 1) {
            throw segment.malformed("a progressive scan of " + components.length + " components declares the "
                    + "coefficients " + from + " to " + to + " and the bits " + earlierBit + " to " + lowBit
                    + ".");
        }
        if (first) {
            return earlierBit == 0 ? new FirstOfDc(components, tableIndices, tables, lowBit)
                    : new RefinedDc(components, lowBit);
        }
        HuffmanTable table = tables.ac(tableIndices[0] & 15);
        return earlierBit == 0 ? new FirstOfBand(components, table, from, to, lowBit)
                : new RefinedBand(components, table, from, to, lowBit);
    }

    /** The upper bits of the first coefficient, as a difference to the block before. */
    private static final class FirstOfDc extends ProgressiveBlocks {
        private final HuffmanTable[] tables;
        private final int[] predictions;

        FirstOfDc(JpegComponent[] components, int[] tableIndices, JpegTables tables, int lowBit) {
            super(components, lowBit);
            this.predictions = new int[components.length];
            this.tables = new HuffmanTable[components.length];
            for (int i = 0; i < components.length; i++) {
                this.tables[i] = tables.dc(tableIndices[i] >> 4);
            }
        }

        @Override
        public void decode(JpegBits bits, int index, int row, int column) {
            JpegComponent component = components[index];
            predictions[index] += bits.signed(bits.symbol(tables[index]));
            component.coefficients()[component.coefficientOffset(row,
                    column)] = (short) (predictions[index] << lowBit);
        }

        @Override
        public void restart() {
            Arrays.fill(predictions, 0);
        }
    }

    /** One more bit of the first coefficient. */
    private static final class RefinedDc extends ProgressiveBlocks {
        RefinedDc(JpegComponent[] components, int lowBit) {
            super(components, lowBit);
        }

        @Override
        public void decode(JpegBits bits, int index, int row, int column) {
            JpegComponent component = components[index];
            int at = component.coefficientOffset(row, column);
            component.coefficients()[at] |= (short) (bits.bits(1) << lowBit);
        }

        @Override
        public void restart() {
            // Each block stands for itself.
        }
    }

    /** A band of one component, with a count of blocks that hold nothing (more) in it. */
    private abstract static class Band extends ProgressiveBlocks {
        final HuffmanTable table;
        final int from;
        final int to;
        int emptyBlocks;

        Band(JpegComponent[] components, HuffmanTable table, int from, int to, int lowBit) {
            super(components, lowBit);
            this.table = table;
            this.from = from;
            this.to = to;
        }

        /** How many blocks, this one included, end here, for a symbol that says so. */
        final int emptyBlocks(JpegBits bits, int symbol) {
            int size = symbol >> 4;
            return (1 << size) + bits.bits(size);
        }

        @Override
        public final void restart() {
            emptyBlocks = 0;
        }
    }

    /** The upper bits of a band. */
    private static final class FirstOfBand extends Band {
        FirstOfBand(JpegComponent[] components, HuffmanTable table, int from, int to, int lowBit) {
            super(components, table, from, to, lowBit);
        }

        @Override
        public void decode(JpegBits bits, int index, int row, int column) {
            if (emptyBlocks > 0) {
                emptyBlocks--;
                return;
            }
            short[] coefficients = components[0].coefficients();
            int offset = components[0].coefficientOffset(row, column);
            for (int k = from; k <= to; k++) {
                int symbol = bits.symbol(table);
                int run = symbol >> 4;
                int size = symbol & 15;
                if (size == 0 && run < 15) {
                    emptyBlocks = emptyBlocks(bits, symbol) - 1;
                    return;
                }
                k += run;
                if (k > to) {
                    throw bits.malformed("a block has coefficients behind the end of the scan's band.");
                }
                coefficients[offset + JpegTables.NATURAL_ORDER[k]] = (short) (bits.signed(size) << lowBit);
            }
        }
    }

    /** One more bit of a band: of those known to be other than 0, and new ones that become so. */
    private static final class RefinedBand extends Band {
        RefinedBand(JpegComponent[] components, HuffmanTable table, int from, int to, int lowBit) {
            super(components, table, from, to, lowBit);
        }

        @Override
        public void decode(JpegBits bits, int index, int row, int column) {
            int offset = components[0].coefficientOffset(row, column);
            int k = from;
            while (k <= to && emptyBlocks == 0) {
                int symbol = bits.symbol(table);
                int run = symbol >> 4;
                int size = symbol & 15;
                if (size == 0 && run < 15) {
                    emptyBlocks = emptyBlocks(bits, symbol);
                    break;
                }
                if (size > 1) {
                    throw bits.malformed("a refining scan brings a coefficient of " + size
                            + " bits instead of 1.");
                }
                int value = size == 0 ? 0 : bits.bits(1) == 1 ? 1 << lowBit : -1 << lowBit;
                k = refine(bits, offset, k, run);
                if (k <= to) {
                    if (value != 0) {
                        components[0].coefficients()[offset + JpegTables.NATURAL_ORDER[k]] = (short) value;
                    }
                    k++;
                }
            }
            if (emptyBlocks > 0) {
                refine(bits, offset, k, 64);
                emptyBlocks--;
            }
        }

        /** Refines known coefficients while passing over so many unknown ones; answers where it stopped. */
        private int refine(JpegBits bits, int offset, int start, int unknown) {
            short[] coefficients = components[0].coefficients();
            int left = unknown;
            int k = start;
            while (k <= to) {
                int at = offset + JpegTables.NATURAL_ORDER[k];
                if (coefficients[at] == 0) {
                    if (left == 0) {
                        break;
                    }
                    left--;
                } else if (bits.bits(1) == 1 && (coefficients[at] & 1 << lowBit) == 0) {
                    coefficients[at] += (short) (coefficients[at] > 0 ? 1 << lowBit : -1 << lowBit);
                }
                k++;
            }
            return k;
        }
    }
}
