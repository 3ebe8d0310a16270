package thaw.image;

/**
 * For each pixel along one side of the result: which source pixels count, and how much.
 *
 * <p>The weights are fixed point numbers with {@link #PRECISION} bits behind the point, rounded as Pillow
 * rounds them: 32 bits less 8 for the sample and 2 for sums below 0 or above 1.
 */
final class ResizeWeights {
    static final int PRECISION = 32 - 8 - 2;

    private final int[] first;
    private final int[] count;
    private final int[] weights;
    private final int stride;

    private ResizeWeights(int size, int stride) {
        this.first = new int[size];
        this.count = new int[size];
        this.weights = new int[size * stride];
        this.stride = stride;
    }

    /**
     * Computes the weights along one side.
     *
     * @param sourceSize pixels along the side in the source
     * @param from where the part of the source to be used begins, a float as in Pillow
     * @param to where it ends
     */
    static ResizeWeights of(ResizeFilter filter, int sourceSize, float from, float to, int size) {
        double scale = (double) (to - from) / size;
        double filterScale = Math.max(scale, 1.0);
        double support = filter.support() * filterScale;
        ResizeWeights weights = new ResizeWeights(size, (int) Math.ceil(support) * 2 + 1);
        double[] row = new double[weights.stride];
        double inverse = 1.0 / filterScale;
        for (int i = 0; i < size; i++) {
            double centre = from + (i + 0.5) * scale;
            int begin = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(sourceSize, (int) (centre + support + 0.5));
            double sum = 0;
            for (int x = begin; x < end; x++) {
                row[x - begin] = filter.weight((x - centre + 0.5) * inverse);
                sum += row[x - begin];
            }
            weights.set(i, begin, end - begin, row, sum);
        }
        return weights;
    }

    private void set(int i, int begin, int length, double[] row, double sum) {
        first[i] = begin;
        count[i] = length;
        for (int k = 0; k < length; k++) {
            double weight = sum != 0 ? row[k] / sum : row[k];
            weights[i * stride + k] = (int) (Math.copySign(0.5, weight) + weight * (1 << PRECISION));
        }
    }

    /** The first source pixel that counts for a pixel of the result. */
    int first(int i) {
        return first[i];
    }

    /** How many source pixels count. */
    int count(int i) {
        return count[i];
    }

    int[] weights() {
        return weights;
    }

    /** Where the weights of a pixel begin in {@link #weights()}. */
    int offset(int i) {
        return i * stride;
    }

    /** The first source pixel that counts for any. */
    int begin() {
        return first[0];
    }

    /** The one behind the last source pixel that counts for any. */
    int end() {
        return first[first.length - 1] + count[count.length - 1];
    }
}
