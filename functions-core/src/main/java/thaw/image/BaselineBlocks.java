package thaw.image;

import java.util.Arrays;

/** Blocks that come whole: each is turned into samples at once. */
final class BaselineBlocks implements JpegBlocks {
    private final JpegComponent[] components;
    private final HuffmanTable[] dc;
    private final HuffmanTable[] ac;
    private final int[] predictions;
    private final int[] block = new int[64];
    private final InverseDct transform = new InverseDct();

    private BaselineBlocks(JpegComponent[] components) {
        this.components = components;
        this.dc = new HuffmanTable[components.length];
        this.ac = new HuffmanTable[components.length];
        this.predictions = new int[components.length];
    }

    static BaselineBlocks of(JpegComponent[] components, int[] tableIndices, JpegTables tables) {
        BaselineBlocks blocks = new BaselineBlocks(components);
        for (int i = 0; i < components.length; i++) {
            blocks.dc[i] = tables.dc(tableIndices[i] >> 4);
            blocks.ac[i] = tables.ac(tableIndices[i] & 15);
        }
        return blocks;
    }

    @Override
    public void decode(JpegBits bits, int index, int row, int column) {
        JpegComponent component = components[index];
        int[] quantisation = component.quantisation();
        predictions[index] += bits.signed(bits.symbol(dc[index]));
        boolean flat = readOthers(bits, ac[index], quantisation);
        block[0] = predictions[index] * quantisation[0];
        transform.apply(block, flat, component.plane(), component.planeOffset(row, column),
                component.stride());
        if (!flat) {
            Arrays.fill(block, 0);
        }
    }

    /** Reads all coefficients but the first; answers whether all of them are 0. */
    private boolean readOthers(JpegBits bits, HuffmanTable table, int[] quantisation) {
        boolean flat = true;
        int k = 1;
        while (k < 64) {
            int run;
            int value;
            int both = bits.coefficient(table);
            if (both != 0) {
                run = both >> 4 & 15;
                value = both >> 8;
            } else {
                int symbol = bits.symbol(table);
                run = symbol >> 4;
                value = bits.signed(symbol & 15);
                if ((symbol & 15) == 0 && run != 15) {
                    break;
                }
            }
            k += run;
            if (k > 63) {
                throw bits.malformed("a block has more than 64 coefficients.");
            }
            int at = JpegTables.NATURAL_ORDER[k];
            block[at] = value * quantisation[at];
            flat = false;
            k++;
        }
        return flat;
    }

    @Override
    public void restart() {
        Arrays.fill(predictions, 0);
    }
}
