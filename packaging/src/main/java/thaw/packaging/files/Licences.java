package thaw.packaging.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import thaw.InferenceException;

/** The licences of a jar, by their SPDX names, as far as its own files tell: its pom, its manifest, or its licence's text. */
public final class Licences {

    private static final Map<String, Pattern> KNOWN = new LinkedHashMap<>();
    private static final Pattern NAMED = Pattern.compile("<license>.*?</license>", Pattern.DOTALL);
    private static final Pattern BUNDLE = Pattern.compile("(?m)^Bundle-License:(.*)$");
    private static final List<String> TEXTS = List.of("META-INF/LICENSE", "META-INF/LICENSE.txt", "LICENSE");
    private static final int TITLE = 300;

    static {
        KNOWN.put("Apache-2.0", known("apache.{0,120}2\\.0"));
        KNOWN.put("BSD-2-Clause", known("bsd-2-clause"));
        KNOWN.put("EPL-2.0", known("epl-2\\.0|eclipse public license.{0,10}2\\.0"));
        KNOWN.put("MIT", known("\\bmit license|licenses?/mit\\b|<name>mit"));
    }

    private Licences() {}

    private static Pattern known(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /**
     * Those of a jar, sorted; empty if it does not tell.
     *
     * @throws InferenceException malformed, if it cannot be read
     */
    public static List<String> of(Library library) {
        try (ZipFile jar = new ZipFile(library.file().toFile())) {
            List<String> places = new ArrayList<>();
            places.add(found(NAMED, text(jar, "META-INF/maven/" + library.group() + "/" + library.artifact()
                    + "/pom.xml")));
            places.add(found(BUNDLE, text(jar, "META-INF/MANIFEST.MF").replaceAll("\\r?\\n ", "")));
            for (String name : TEXTS) {
                String text = text(jar, name);
                places.add(text.substring(0, Math.min(TITLE, text.length())));
            }
            return places.stream().map(Licences::named).filter(names -> !names.isEmpty()).findFirst()
                    .orElse(List.of());
        } catch (IOException broken) {
            throw InferenceException.malformed(library.file().toString(), "cannot be read: " + broken,
                    broken);
        }
    }

    private static List<String> named(String text) {
        TreeSet<String> names = new TreeSet<>();
        KNOWN.forEach((name, pattern) -> {
            if (pattern.matcher(text).find()) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }

    private static String found(Pattern pattern, String text) {
        StringBuilder all = new StringBuilder();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.append(matcher.group()).append('\n');
        }
        return all.toString();
    }

    private static String text(ZipFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return "";
        }
        try (InputStream content = jar.getInputStream(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
