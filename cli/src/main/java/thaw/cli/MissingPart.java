package thaw.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import thaw.model.ModelPackage;

/**
 * A file that a package could have and has not.
 *
 * @param file    its name
 * @param enables what it would make possible
 */
record MissingPart(String file, String enables) {

    /**
     * What is missing in a package.
     *
     * @param graphNamesClasses whether the graph itself carries labels
     */
    static List<MissingPart> in(ModelPackage source, boolean graphNamesClasses) {
        List<MissingPart> missing = new ArrayList<>();
        if (source.settings().isEmpty()) {
            missing.add(new MissingPart("model.json",
                    "images, named features or texts as input, and labels with scores as answer, without code"));
        }
        if (source.labels().isEmpty() && !graphNamesClasses) {
            missing.add(new MissingPart("labels.txt", "answers that name classes instead of counting them"));
        }
        if (source.warmup().isEmpty()) {
            missing.add(new MissingPart("warmup.json",
                    "a first request as fast as the second, by priming with a real sample; also .png, .jpg, .txt"));
        }
        if (source.manifest().isEmpty()) {
            missing.add(new MissingPart("manifest.json",
                    "checksums, by which a damaged or changed file is noticed at load"));
        }
        return missing;
    }

    Map<String, Object> tree() {
        return Map.of("file", file, "enables", enables);
    }
}
