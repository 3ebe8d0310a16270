package thaw.image;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Pixels equal to Pillow's, not merely within one level. */
class PillowParityTest {
    /** Filters of newer Pillow versions that are not offered here. */
    private static final Set<String> NOT_OFFERED = Set.of("mks2013", "mks2021");

    static List<Fixtures.Image> images() {
        return Fixtures.images().stream().filter(image -> !image.isSixteenBitGrey()).toList();
    }

    static Stream<Fixtures.Resized> resized() {
        return images().stream().flatMap(image -> image.resized().stream())
                .filter(resized -> !NOT_OFFERED.contains(resized.rule()));
    }

    @ParameterizedTest
    @MethodSource("images")
    void readsColourAsPillowDoes(Fixtures.Image fixture) {
        PixelImage image = fixture.decode();
        assertEquals(fixture.width() + " x " + fixture.height(), image.width() + " x " + image.height());
        assertArrayEquals(fixture.rgb(), converted(image, 3));
    }

    @ParameterizedTest
    @MethodSource("images")
    void readsGreyAsPillowDoes(Fixtures.Image fixture) {
        assertArrayEquals(fixture.grey(), converted(fixture.decode(), 1));
    }

    @ParameterizedTest
    @MethodSource("images")
    void readsAlphaAsPillowDoes(Fixtures.Image fixture) {
        PixelImage image = fixture.decode();
        assertEquals(fixture.hasAlpha(), image.channels() == 4);
        if (fixture.hasAlpha()) {
            byte[] alpha = new byte[image.width() * image.height()];
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (byte) image.sample(i % image.width(), i / image.width(), 3);
            }
            assertArrayEquals(fixture.alpha(), alpha);
        }
    }

    @ParameterizedTest
    @MethodSource("resized")
    void resizesAsPillowDoes(Fixtures.Resized fixture) {
        Resampler resampler = new Resampler(ResizeFilter.valueOf(fixture.rule().toUpperCase(Locale.ROOT)));
        PixelImage image = fixture.image().decode();
        PixelImage rgb = new ColourConversion(3, Optional.empty()).convert(image);
        assertArrayEquals(fixture.rgb(), resampler.resize(rgb, fixture.width(), fixture.height()).array());
        PixelImage grey = new ColourConversion(1, Optional.empty()).convert(image);
        assertArrayEquals(fixture.grey(), resampler.resize(grey, fixture.width(), fixture.height()).array());
    }

    @Test
    void theFixturesCoverEveryFormatAndFilter() {
        assertTrue(images().size() >= 60, "images: " + images().size());
        for (ResizeFilter filter : ResizeFilter.values()) {
            assertTrue(resized().anyMatch(r -> r.rule().equals(filter.name().toLowerCase(Locale.ROOT))),
                    "no resized fixture for " + filter);
        }
        for (String format : List.of("PNG", "JPEG", "GIF", "BMP")) {
            assertTrue(images().stream().anyMatch(image -> image.format().equals(format)), format);
        }
    }

    private static byte[] converted(PixelImage image, int channels) {
        return new ColourConversion(channels, Optional.empty()).convert(image).array();
    }
}
