package thaw.benchmarks;

/**
 * What a process holds at one moment.
 *
 * @param kilobytes resident memory
 * @param files     open file descriptors
 * @param threads   of the operating system
 */
record Usage(long kilobytes, long files, long threads) {}
