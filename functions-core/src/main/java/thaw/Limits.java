package thaw;

import java.time.Duration;

/**
 * What a function accepts. Immutable; {@link #ofDefaults()} suits most, {@link #toBuilder()} changes some.
 *
 * @param bodyBytes      the largest input held in memory, after decompression
 * @param jsonDepth      the deepest nesting of JSON
 * @param imagePixels    the largest image decoded, width times height
 * @param batchRows      the most rows of one model run
 * @param batchDelay     how long a row may wait for others to share its run; zero runs what is there
 * @param time           the longest an input may take, from its arrival
 * @param concurrency    model runs side by side
 * @param queue          how many may wait for one of these; the next is refused as overloaded
 * @param allowNonFinite whether NaN and infinities are accepted as input
 */
public record Limits(long bodyBytes, int jsonDepth, long imagePixels, int batchRows, Duration batchDelay,
        Duration time, int concurrency, int queue, boolean allowNonFinite) {

    public Limits {
        requirePositive("bodyBytes", bodyBytes);
        requirePositive("jsonDepth", jsonDepth);
        requirePositive("imagePixels", imagePixels);
        requirePositive("batchRows", batchRows);
        requirePositive("time", time.toNanos());
        requirePositive("concurrency", concurrency);
        if (batchDelay.isNegative() || queue < 0) {
            throw new IllegalArgumentException("expected batchDelay and queue of 0 or more");
        }
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("limit '" + name + "': expected more than 0, got " + value);
        }
    }

    /**
     * 32 MiB bodies, 64 levels of JSON, 50 megapixels, batches of 32 rows without delay, 30 seconds, twice the
     * processors side by side, 256 waiting, no NaN.
     */
    public static Limits ofDefaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Limits(32L << 20, 64, 50_000_000, 32, Duration.ZERO, Duration.ofSeconds(30),
                2 * processors, 256,
                false);
    }

    /** A builder that starts from these. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Changes some limits. Not thread-safe. */
    public static final class Builder {
        private long bodyBytes;
        private int jsonDepth;
        private long imagePixels;
        private int batchRows;
        private Duration batchDelay;
        private Duration time;
        private int concurrency;
        private int queue;
        private boolean allowNonFinite;

        private Builder(Limits from) {
            bodyBytes = from.bodyBytes;
            jsonDepth = from.jsonDepth;
            imagePixels = from.imagePixels;
            batchRows = from.batchRows;
            batchDelay = from.batchDelay;
            time = from.time;
            concurrency = from.concurrency;
            queue = from.queue;
            allowNonFinite = from.allowNonFinite;
        }

        /** The largest input held in memory, in bytes. */
        public Builder bodyBytes(long bytes) {
            this.bodyBytes = bytes;
            return this;
        }

        /** The deepest nesting of JSON. */
        public Builder jsonDepth(int levels) {
            this.jsonDepth = levels;
            return this;
        }

        /** The largest image decoded, in pixels. */
        public Builder imagePixels(long pixels) {
            this.imagePixels = pixels;
            return this;
        }

        /** The most rows of one model run. */
        public Builder batchRows(int rows) {
            this.batchRows = rows;
            return this;
        }

        /** How long a row may wait for others to share its run. */
        public Builder batchDelay(Duration delay) {
            this.batchDelay = delay;
            return this;
        }

        /** The longest an input may take. */
        public Builder time(Duration limit) {
            this.time = limit;
            return this;
        }

        /** Model runs side by side. */
        public Builder concurrency(int runs) {
            this.concurrency = runs;
            return this;
        }

        /** How many may wait for a model run. */
        public Builder queue(int waiting) {
            this.queue = waiting;
            return this;
        }

        /** Whether NaN and infinities are accepted as input. */
        public Builder allowNonFinite(boolean allow) {
            this.allowNonFinite = allow;
            return this;
        }

        /**
         * The limits.
         *
         * @throws IllegalArgumentException if one is not positive
         */
        public Limits build() {
            return new Limits(bodyBytes, jsonDepth, imagePixels, batchRows, batchDelay, time, concurrency,
                    queue,
                    allowNonFinite);
        }
    }
}
