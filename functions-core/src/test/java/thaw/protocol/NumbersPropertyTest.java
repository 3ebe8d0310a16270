package thaw.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The quick ways to read and write numbers agree with the JDK's slow ones on every number. */
class NumbersPropertyTest {

    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25)
                .map(text -> text.replaceFirst("^0+(?=.)", ""));
        Arbitrary<String> fraction = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25)
                .map(text -> "." + text)
                .injectNull(0.3).map(text -> text == null ? "" : text);
        Arbitrary<String> exponent = Arbitraries.integers().between(-330, 330).map(power -> "e" + power)
                .injectNull(0.5).map(text -> text == null ? "" : text);
        return Combinators.combine(Arbitraries.of("", "-"), digits, fraction, exponent)
                .as((sign, whole, rest, power) -> sign + whole + rest + power);
    }

    /** Texts as clients make them: floats and doubles by the JDK and by Python's rules, and halves between two floats. */
    @Provide
    Arbitrary<String> written() {
        Arbitrary<Integer> bits = Arbitraries.integers();
        return Arbitraries.oneOf(
                bits.map(Float::intBitsToFloat).filter(Float::isFinite).map(value -> "" + value),
                bits.map(Float::intBitsToFloat).filter(Float::isFinite).map(value -> "" + (double) value),
                bits.map(Float::intBitsToFloat).filter(Float::isFinite)
                        .map(value -> new BigDecimal(value)
                                .add(new BigDecimal(Math.nextUp(value) < Float.POSITIVE_INFINITY
                                        ? Math.nextUp(value)
                                        : value))
                                .divide(BigDecimal.valueOf(2)).toString()),
                Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite)
                        .map(value -> "" + value),
                Arbitraries.doubles().between(-10, 10).ofScale(18).map(value -> "" + value),
                Arbitraries.doubles().between(-1000, 1000)
                        .map(value -> String.format(Locale.ROOT, "%.6f", value)));
    }

    private static Decimal read(String number) {
        Decimal decimal = new Decimal();
        byte[] json = (number + "]").getBytes(StandardCharsets.US_ASCII);
        assertEquals(number.length(), decimal.read(json, 0));
        return decimal;
    }

    @Property(tries = 20_000)
    void readsFloatsLikeTheJdk(@ForAll("numbers") String number) {
        assertEquals(Float.parseFloat(number), read(number).floatValue(), number);
        assertEquals(Double.parseDouble(number), read(number).doubleValue(), number);
    }

    @Property(tries = 50_000)
    void readsWrittenFloatsLikeTheJdk(@ForAll("written") String number) {
        assertEquals(Float.parseFloat(number), read(number).floatValue(), number);
        assertEquals(Double.parseDouble(number), read(number).doubleValue(), number);
    }

    @Property(tries = 10_000)
    void readsIntegersExactlyOrNotAtAll(@ForAll("numbers") String number) {
        BigDecimal exact = new BigDecimal(number);
        boolean integral = exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0;
        BigInteger value = integral ? exact.toBigInteger() : BigInteger.ZERO;
        Decimal decimal = read(number);
        assertEquals(integral && value.bitLength() < 64, decimal.isLong(), number);
        assertEquals(integral && value.signum() >= 0 && value.bitLength() <= 64, decimal.isUnsignedLong(),
                number);
        if (decimal.isLong() || decimal.isUnsignedLong()) {
            assertEquals(value.longValue(), decimal.longValue(), number);
        }
    }

    @Property(tries = 20_000)
    void readsEveryLong(@ForAll long value) {
        assertEquals(value, read(Long.toString(value)).longValue());
        assertTrue(read(Long.toUnsignedString(value)).isUnsignedLong());
        assertEquals(value, read(Long.toUnsignedString(value)).longValue());
        assertTrue(read(value + ".0").isLong());
        assertEquals(value, read(value + ".0").longValue());
    }

    private static String written(float value) {
        JsonBytes out = new JsonBytes(4).number(value);
        return StandardCharsets.US_ASCII.decode(out.toBuffer()).toString();
    }

    @Property(tries = 50_000)
    void writesFloatsThatReadBackAndAreNoLongerThanTheJdks(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        if (Float.isFinite(value)) {
            requireShortest(value);
        }
    }

    @Property(tries = 50_000)
    void writesProbabilitiesThatReadBackAndAreNoLongerThanTheJdks(@ForAll("probabilities") float value) {
        requireShortest(value);
    }

    @Provide
    Arbitrary<Float> probabilities() {
        return Combinators
                .combine(Arbitraries.integers().between(0, 1 << 24), Arbitraries.integers().between(-2, 40))
                .as((mantissa, scale) -> mantissa * (float) Math.pow(2, -scale));
    }

    private static void requireShortest(float value) {
        String text = written(value);
        assertEquals(value, Float.parseFloat(text), text);
        assertTrue(text.matches("-?\\d+\\.\\d+(E-?\\d+)?"), text);
        assertTrue(text.length() <= Float.toString(value).length(), () -> text + " for " + value);
    }
}
