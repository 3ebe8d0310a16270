package thaw.cli;

import java.util.Locale;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of bytes as people write them: {@code 512k}, {@code 256m}, {@code 2g}, each 1024 times the one before. */
final class ByteCount implements ITypeConverter<Long> {

    private static final String UNITS = "kmgt";
    private static final int STEP_BITS = 10;

    @Override
    public Long convert(String text) {
        String number = text.toLowerCase(Locale.ROOT);
        int unit = number.isEmpty() ? -1 : UNITS.indexOf(number.charAt(number.length() - 1));
        try {
            long count = Long.parseLong(unit < 0 ? number : number.substring(0, number.length() - 1));
            long bytes = Math.multiplyExact(count, 1L << STEP_BITS * (unit + 1));
            if (bytes > 0) {
                return bytes;
            }
        } catch (ArithmeticException | NumberFormatException invalid) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException(
                "expected a number of bytes above 0 such as 512k, 256m or 2g, got '" + text + "'");
    }

    /** For people: {@code 31 kB}, in powers of 1000 as file managers count. */
    static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.5) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %cB" : "%.0f %cB", value, "kMGTPE".charAt(unit));
    }
}
