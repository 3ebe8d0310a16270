package thaw.cli;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.TypeConversionException;
import thaw.Limits;

/** Reads {@code --limit name=value}: every one of {@link Limits}, by its name there. */
final class LimitOption {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private static final Map<String, BiFunction<Limits.Builder, String, Limits.Builder>> NAMES = new TreeMap<>(
            Map.of("bodyBytes", (limits, text) -> limits.bodyBytes(new ByteCount().convert(text)),
                    "jsonDepth", (limits, text) -> limits.jsonDepth(count(text)),
                    "imagePixels", (limits, text) -> limits.imagePixels(count(text)),
                    "batchRows", (limits, text) -> limits.batchRows(count(text)),
                    "batchDelay", (limits, text) -> limits.batchDelay(duration(text)),
                    "time", (limits, text) -> limits.time(duration(text)),
                    "concurrency", (limits, text) -> limits.concurrency(count(text)),
                    "queue", (limits, text) -> limits.queue(count(text)),
                    "allowNonFinite", (limits, text) -> limits.allowNonFinite(flag(text))));

    private LimitOption() {}

    /**
     * The default limits with these changed.
     *
     * @throws TypeConversionException naming the limit, the expected and the actual
     */
    static Limits limits(Map<String, String> values) {
        Limits.Builder limits = Limits.ofDefaults().toBuilder();
        values.forEach((name, value) -> set(limits, name, value));
        try {
            return limits.build();
        } catch (IllegalArgumentException refused) {
            throw new TypeConversionException(refused.getMessage());
        }
    }

    private static void set(Limits.Builder limits, String name, String value) {
        BiFunction<Limits.Builder, String, Limits.Builder> setter = NAMES.get(name);
        if (setter == null) {
            throw new TypeConversionException(
                    "limit '" + name + "': expected one of " + String.join(", ", NAMES.keySet()));
        }
        try {
            setter.apply(limits, value);
        } catch (TypeConversionException refused) {
            throw new TypeConversionException("limit '" + name + "': " + refused.getMessage());
        }
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException invalid) {
            throw new TypeConversionException("expected a whole number, got '" + text + "'");
        }
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("expected a time such as 20ms, 30s or 2m, got '" + text + "'");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new TypeConversionException("expected true or false, got '" + text + "'");
        }
        return text.equals("true");
    }
}
