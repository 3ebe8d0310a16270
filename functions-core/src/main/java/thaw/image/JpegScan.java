package thaw.image;

/** One pass over some of the components; knows the order of the blocks, not what they hold. */
final class JpegScan {
    private final JpegFrame frame;
    private final JpegComponent[] components;
    private final JpegBlocks blocks;
    private int restartInterval;
    private int restarts;
    private int untilRestart;

    private JpegScan(JpegFrame frame, JpegComponent[] components, JpegBlocks blocks) {
        this.frame = frame;
        this.components = components;
        this.blocks = blocks;
    }

    static JpegScan read(Bytes segment, JpegFrame frame, JpegTables tables) {
        int count = segment.u8();
        if (count < 1 || count > frame.components().length) {
            throw segment.malformed("a scan has " + count + " components, the frame has "
                    + frame.components().length + ".");
        }
        JpegComponent[] components = new JpegComponent[count];
        int[] tableIndices = new int[count];
        for (int i = 0; i < count; i++) {
            components[i] = frame.component(segment, segment.u8());
            tableIndices[i] = segment.u8();
            components[i].latchQuantisation(tables);
            for (int earlier = 0; earlier < i; earlier++) {
                if (components[earlier] == components[i]) {
                    throw segment.malformed("a scan names the component " + components[i].id() + " twice.");
                }
            }
        }
        JpegBlocks blocks = frame.progressive()
                ? ProgressiveBlocks.read(segment, components, tableIndices, tables)
                : BaselineBlocks.of(components, tableIndices, tables);
        return new JpegScan(frame, components, blocks);
    }

    /**
     * Decodes the scan.
     *
     * @param interval units between two restart markers, 0 for none
     */
    void decode(JpegBits bits, int interval) {
        restartInterval = interval;
        untilRestart = interval;
        if (components.length == 1) {
            decodeSingle(bits, components[0]);
        } else {
            decodeInterleaved(bits);
        }
        bits.finish();
    }

    private void decodeSingle(JpegBits bits, JpegComponent component) {
        for (int row = 0; row < component.blocksHigh(); row++) {
            for (int column = 0; column < component.blocksWide(); column++) {
                restartIfDue(bits);
                blocks.decode(bits, 0, row, column);
                bits.requireComplete();
            }
        }
    }

    private void decodeInterleaved(JpegBits bits) {
        int unitsWide = frame.unitsWide();
        int unitsHigh = frame.unitsHigh();
        for (int row = 0; row < unitsHigh; row++) {
            for (int column = 0; column < unitsWide; column++) {
                restartIfDue(bits);
                for (int i = 0; i < components.length; i++) {
                    decodeUnit(bits, i, row, column);
                }
                bits.requireComplete();
            }
        }
    }

    private void decodeUnit(JpegBits bits, int index, int unitRow, int unitColumn) {
        int wide = components[index].horizontal();
        int high = components[index].vertical();
        for (int y = 0; y < high; y++) {
            for (int x = 0; x < wide; x++) {
                blocks.decode(bits, index, unitRow * high + y, unitColumn * wide + x);
            }
        }
    }

    private void restartIfDue(JpegBits bits) {
        if (restartInterval == 0) {
            return;
        }
        if (untilRestart == 0) {
            bits.restart(restarts++ & 7);
            blocks.restart();
            untilRestart = restartInterval;
        }
        untilRestart--;
    }
}
