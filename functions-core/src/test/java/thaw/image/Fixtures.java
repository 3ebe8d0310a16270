package thaw.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** Images with the pixels that Pillow reads from them, made by a script beside them. */
final class Fixtures {
    private static final Pattern RESIZED = Pattern.compile("\\{\"rule\": \"(\\w+)\", \"width\": (\\d+), "
            + "\"height\": (\\d+), \"rgb\": \"([^\"]+)\", \"grey\": \"([^\"]+)\"\\}");

    /** What Pillow writes itself, and what only other encoders do. */
    private static final List<String> FOLDERS = List.of("images", "jpegs");

    private Fixtures() {}

    /** What the index says about one file. */
    record Image(String folder, String file, String format, String mode, int width, int height,
            List<Resized> resized) {
        byte[] encoded() {
            try {
                return Files.readAllBytes(Fixtures.folder(folder).resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        PixelImage decode() {
            return Fixtures.decode(encoded());
        }

        byte[] rgb() {
            return expected(folder, file + ".rgb");
        }

        byte[] grey() {
            return expected(folder, file + ".l");
        }

        byte[] alpha() {
            return expected(folder, file + ".a");
        }

        boolean hasAlpha() {
            return find(folder, file + ".a").isPresent();
        }

        /** Pillow makes everything above 255 white when it converts 16-bit grey; see PngRowExpander. */
        boolean isSixteenBitGrey() {
            return mode.startsWith("I;16") || mode.equals("I");
        }

        @Override
        public String toString() {
            return file;
        }
    }

    /** One result of resizing. */
    record Resized(Image image, String rule, int width, int height, String rgbName, String greyName) {
        byte[] rgb() {
            return expected(image.folder(), rgbName);
        }

        byte[] grey() {
            return expected(image.folder(), greyName);
        }

        @Override
        public String toString() {
            return rgbName;
        }
    }

    static PixelImage decode(byte[] encoded) {
        return ImageDecoder.ofDefaults().decode(ByteBuffer.wrap(encoded), ImageLimits.ofDefaults());
    }

    /** All images of the formats that need nothing added. */
    static List<Image> images() {
        return allImages().stream().filter(image -> !image.format().equals("WEBP")).toList();
    }

    static Image named(String file) {
        return allImages().stream().filter(image -> image.file().equals(file)).findFirst().orElseThrow();
    }

    private static List<Image> allImages() {
        try {
            List<Image> images = new ArrayList<>();
            for (String folder : FOLDERS) {
                for (String line : Files.readAllLines(folder(folder).resolve("index.json"))) {
                    if (line.startsWith("{")) {
                        images.add(parse(folder, line));
                    }
                }
            }
            return images;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Image parse(String folder, String line) {
        List<Resized> resized = new ArrayList<>();
        Image image = new Image(folder, member(line, "file"), member(line, "format"), member(line, "mode"),
                Integer.parseInt(member(line, "width")), Integer.parseInt(member(line, "height")), resized);
        Matcher matcher = RESIZED.matcher(line);
        while (matcher.find()) {
            resized.add(new Resized(image, matcher.group(1), Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)), matcher.group(4), matcher.group(5)));
        }
        return image;
    }

    private static String member(String line, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\": \"?([^\",}]+)").matcher(line);
        if (!matcher.find()) {
            throw new IllegalStateException("The index has no " + name + " in " + line);
        }
        return matcher.group(1);
    }

    private static byte[] expected(String folder, String name) {
        return find(folder, name).orElseThrow(() -> new IllegalStateException("No expectation " + name));
    }

    private static Optional<byte[]> find(String folder, String name) {
        try (ZipFile zip = new ZipFile(folder(folder).resolve("expected.zip").toFile())) {
            if (zip.getEntry(name) == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
                return Optional.of(in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder(String name) {
        String told = System.getProperty("thaw.samples");
        if (told != null) {
            return Path.of(told, "fixtures", name);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path images = at.resolve("samples/fixtures").resolve(name);
            if (Files.isDirectory(images)) {
                return images;
            }
        }
        throw new IllegalStateException(
                "No folder samples/fixtures/" + name + " here or above; set -Dthaw.samples.");
    }
}
