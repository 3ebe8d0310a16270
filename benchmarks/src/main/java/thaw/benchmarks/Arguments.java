package thaw.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words such as {@code --records 1000}, and where a measurement's page goes. Immutable. */
final class Arguments {

    private final String[] words;
    private final Map<String, String> byName = new LinkedHashMap<>();

    Arguments(String... words) {
        this.words = words.clone();
        for (int i = 0; i < words.length; i += 2) {
            if (!words[i].startsWith("--") || i + 1 == words.length) {
                throw new IllegalArgumentException("expected --name value, got '" + words[i] + "'");
            }
            byName.put(words[i].substring(2), words[i + 1]);
        }
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(byName.getOrDefault(name, Integer.toString(otherwise)));
    }

    String text(String name, String otherwise) {
        return byName.getOrDefault(name, otherwise);
    }

    /** Where files may lie while a measurement runs. */
    Path work() throws IOException {
        return Files.createDirectories(Repositories.file("benchmarks/target/work"));
    }

    /** Writes the page that {@code --result} names under the title that {@code --title} gives; prints it without. */
    void writeResult(List<String> lines) throws IOException {
        List<String> page = new ArrayList<>(
                List.of("# " + text("title", "Result"), "", machine(), ""));
        page.addAll(lines);
        if (byName.containsKey("result")) {
            Path file = Path.of(byName.get("result"));
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, page);
        } else {
            page.forEach(System.out::println);
        }
    }

    private String machine() {
        return "`" + text("command", String.join(" ", words)) + "`, " + LocalDate.now() + ". "
                + Runtime.getRuntime().availableProcessors() + " vCPU, " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch") + ", JDK " + System.getProperty("java.runtime.version")
                + ".";
    }
}
