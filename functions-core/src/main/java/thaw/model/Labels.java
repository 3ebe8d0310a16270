package thaw.model;

import java.nio.file.Path;
import java.util.List;

import thaw.InferenceException;

/** {@code labels.txt}: the name of one class a line, in the order of the scores, in UTF-8. */
final class Labels {

    static final String FILE = "labels.txt";

    private Labels() {}

    static List<String> read(Path file) {
        String text = PackageFiles.text(file);
        List<String> labels = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines()
                .map(String::strip).toList();
        if (labels.isEmpty()) {
            throw InferenceException.invalidModel(file.toString(),
                    "expected the name of one class a line, got nothing");
        }
        int blank = labels.indexOf("");
        if (blank >= 0) {
            throw InferenceException.invalidModel(file.toString(),
                    "expected the name of a class in line " + (blank + 1) + ", got an empty line");
        }
        return labels;
    }
}
