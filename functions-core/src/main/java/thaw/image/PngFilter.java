package thaw.image;

/** Undoes the five filters that PNG applies to a row before compressing it. */
final class PngFilter {
    private PngFilter() {}

    /**
     * Restores one row.
     *
     * @param line the filter's number, then the filtered bytes
     * @param distance from a byte to the byte of the pixel on its left
     * @param row receives the bytes from {@code at}
     * @param above the row above from {@code aboveAt}; zeros for the first
     */
    static void undo(Bytes file, byte[] line, int distance, byte[] row, int at, byte[] above, int aboveAt) {
        switch (line[0]) {
            case 0 -> System.arraycopy(line, 1, row, at, line.length - 1);
            case 1 -> sub(line, distance, row, at);
            case 2 -> up(line, row, at, above, aboveAt);
            case 3 -> average(line, distance, row, at, above, aboveAt);
            case 4 -> paeth(line, distance, row, at, above, aboveAt);
            default -> throw file.malformed("the filter " + (line[0] & 0xFF)
                    + " of a row is not defined, 0 to 4 are.");
        }
    }

    private static void sub(byte[] line, int distance, byte[] row, int at) {
        int first = Math.min(distance, line.length - 1);
        System.arraycopy(line, 1, row, at, first);
        for (int i = first; i < line.length - 1; i++) {
            row[at + i] = (byte) (line[i + 1] + row[at + i - distance]);
        }
    }

    private static void up(byte[] line, byte[] row, int at, byte[] above, int aboveAt) {
        for (int i = 0; i < line.length - 1; i++) {
            row[at + i] = (byte) (line[i + 1] + above[aboveAt + i]);
        }
    }

    private static void average(byte[] line, int distance, byte[] row, int at, byte[] above, int aboveAt) {
        int first = Math.min(distance, line.length - 1);
        for (int i = 0; i < first; i++) {
            row[at + i] = (byte) (line[i + 1] + ((above[aboveAt + i] & 0xFF) >> 1));
        }
        for (int i = first; i < line.length - 1; i++) {
            int sum = (row[at + i - distance] & 0xFF) + (above[aboveAt + i] & 0xFF);
            row[at + i] = (byte) (line[i + 1] + (sum >> 1));
        }
    }

    private static void paeth(byte[] line, int distance, byte[] row, int at, byte[] above, int aboveAt) {
        int first = Math.min(distance, line.length - 1);
        for (int i = 0; i < first; i++) {
            row[at + i] = (byte) (line[i + 1] + above[aboveAt + i]);
        }
        for (int i = first; i < line.length - 1; i++) {
            int left = row[at + i - distance] & 0xFF;
            int up = above[aboveAt + i] & 0xFF;
            int corner = above[aboveAt + i - distance] & 0xFF;
            int byLeft = Math.abs(up - corner);
            int byUp = Math.abs(left - corner);
            int byCorner = Math.abs(left + up - 2 * corner);
            int nearest = byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
            row[at + i] = (byte) (line[i + 1] + nearest);
        }
    }
}
