package thaw.image;

/** Decodes the blocks of a scan, one after the other. */
interface JpegBlocks {
    /**
     * Decodes the next block.
     *
     * @param index of the component in the scan
     * @param row the block's, in the component
     * @param column the block's, in the component
     */
    void decode(JpegBits bits, int index, int row, int column);

    /** Forgets what earlier blocks left behind. */
    void restart();
}
