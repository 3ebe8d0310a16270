package thaw.predict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.ModelSignature;
import thaw.TensorSpec;

/** Finds the outputs that hold scores and labels, and refuses settings and labels that do not fit them. */
final class OutputBinder {

    private static final int DEFAULT_TOP_K = 10;
    private static final Set<String> SCORE_FIELDS = Set.of(Answer.LABEL, "score", "scores");

    private final OutputSettings settings;
    private final boolean described;
    private final List<TensorSpec> outputs;
    private final List<String> labels;
    private final String labelsPath;

    private OutputBinder(Optional<OutputSettings> settings, List<String> labels, ModelSignature signature) {
        this.settings = settings.orElseGet(() -> OutputSettings.ofDefaults("model.json.output"));
        this.described = settings.isPresent();
        this.outputs = signature.outputs();
        boolean own = !this.settings.labels().isEmpty();
        this.labels = own ? this.settings.labels() : List.copyOf(labels);
        this.labelsPath = own ? this.settings.path() + ".labels" : "labels.txt";
    }

    static OutputDecoder bind(Optional<OutputSettings> settings, List<String> labels,
            ModelSignature signature) {
        OutputBinder binder = new OutputBinder(settings, labels, signature);
        Answer answer = binder.answer();
        return new OutputDecoder(answer, binder.values(answer));
    }

    private Answer answer() {
        if (settings.tensor().isPresent()) {
            return ofNamed(settings.tensor().get());
        }
        List<ScoreOutput> candidates = outputs.stream().flatMap(spec -> ScoreOutput.of(spec).stream())
                .toList();
        if (candidates.isEmpty()) {
            return withoutScores();
        }
        if (labels.isEmpty() && !settings.asksForScores()) {
            boolean wanted = described || labelOutput().isPresent();
            return wanted && candidates.size() == 1 ? ofScores(candidates.get(0)) : new Answer.OfValues();
        }
        return ofScores(only(candidates));
    }

    private Answer ofNamed(String name) {
        TensorSpec spec = outputs.stream().filter(output -> output.name().equals(name)).findFirst()
                .orElseThrow(() -> InferenceException.mismatch(settings.path() + ".tensor",
                        "one of " + outputs.stream().map(TensorSpec::name).toList(), "'" + name + "'"));
        if (holdsLabel(spec)) {
            return ofLabel(spec);
        }
        return ofScores(ScoreOutput.of(spec).orElseThrow(() -> InferenceException.mismatch(
                settings.path() + ".tensor",
                "scores, floats of shape [-1,classes], or a label, INT64 or BYTES of shape [-1]",
                "'" + name + "', " + spec.datatype() + " of shape " + spec.shape())));
    }

    private ScoreOutput only(List<ScoreOutput> candidates) {
        List<ScoreOutput> fitting = labels.isEmpty() ? candidates
                : candidates.stream().filter(candidate -> candidate.fits(labels.size())).toList();
        if (fitting.isEmpty()) {
            throw labelsMismatch(candidates);
        }
        if (fitting.size() > 1) {
            throw InferenceException.mismatch(settings.path() + ".tensor",
                    "the name of the output that holds the scores, one of "
                            + fitting.stream().map(ScoreOutput::name).toList(),
                    "nothing");
        }
        return fitting.get(0);
    }

    private InferenceException labelsMismatch(List<ScoreOutput> candidates) {
        return InferenceException.mismatch(labelsPath, "as many labels as there are scores in "
                + candidates.stream().map(ScoreOutput::described).collect(Collectors.joining(" or ")),
                labels.size());
    }

    private Answer ofScores(ScoreOutput scores) {
        if (!labels.isEmpty() && !scores.fits(labels.size())) {
            throw labelsMismatch(List.of(scores));
        }
        if (scores.width() == 1 && settings.activation() == Activation.SOFTMAX) {
            throw InferenceException.mismatch(settings.path() + ".softmax",
                    "false, as the softmax of one score is always 1; the scores are " + scores.described(),
                    "true");
        }
        boolean sigmoid = settings.activation() == Activation.SIGMOID;
        if (scores.width() == 1 && labels.isEmpty() && !sigmoid) {
            return regression(scores);
        }
        boolean binary = scores.width() == 1 && labels.size() != 1;
        int classes = labels.isEmpty() ? scores.width() : labels.size();
        ScoreVector vector = new ScoreVector(scores.name(), classes, settings.activation(), binary);
        double threshold = settings.threshold().orElse(Double.NEGATIVE_INFINITY);
        Optional<String> own = labelOutput().map(TensorSpec::name);
        if (labels.isEmpty() && own.isPresent()) {
            return new Answer.OfGraph(vector, own.get(), threshold);
        }
        return new Answer.OfClasses(vector, labels, own.orElse(""), settings.topK().orElse(DEFAULT_TOP_K),
                threshold);
    }

    private Answer regression(ScoreOutput value) {
        if (settings.asksForScores()) {
            throw InferenceException.mismatch(settings.path(),
                    "no topK and no threshold, as " + value.described() + " is one value a row",
                    "one of them; two labels or sigmoid would make it a score");
        }
        return new Answer.OfValues();
    }

    private Answer withoutScores() {
        List<TensorSpec> holders = outputs.stream().filter(OutputBinder::holdsLabel).toList();
        boolean wanted = described || !labels.isEmpty();
        if (wanted && holders.size() == 1) {
            return ofLabel(holders.get(0));
        }
        if (settings.asksForScores() || !labels.isEmpty()) {
            throw InferenceException.mismatch(labels.isEmpty() ? settings.path() : labelsPath,
                    "a model with scores, floats of shape [-1,classes]", "outputs " + outputs.stream()
                            .map(spec -> "'" + spec.name() + "' " + spec.datatype() + spec.shape()).toList());
        }
        return new Answer.OfValues();
    }

    private Answer ofLabel(TensorSpec spec) {
        if (settings.asksForScores()) {
            throw InferenceException.mismatch(settings.path(),
                    "no softmax, sigmoid, topK or threshold, as output '" + spec.name()
                            + "' is a label without scores",
                    "one of them");
        }
        return new Answer.OfLabel(spec.name(), labels);
    }

    /** The label that scikit-learn's classifiers give beside their scores. */
    private Optional<TensorSpec> labelOutput() {
        return outputs.stream().filter(OutputBinder::holdsLabel)
                .filter(spec -> spec.name().toLowerCase(Locale.ROOT).contains(Answer.LABEL)).findFirst();
    }

    private static boolean holdsLabel(TensorSpec spec) {
        Datatype datatype = spec.datatype();
        return RowShape.single(spec)
                && (datatype == Datatype.BYTES || datatype == Datatype.INT64 || datatype == Datatype.INT32);
    }

    private List<ValueOutput> values(Answer answer) {
        Set<String> taken = new HashSet<>(answer instanceof Answer.OfValues ? Set.of() : SCORE_FIELDS);
        List<ValueOutput> values = new ArrayList<>();
        for (TensorSpec spec : outputs) {
            if (answer.tells(spec.name())) {
                continue;
            }
            String field = spec.name();
            while (!taken.add(field)) {
                field = "output_" + field;
            }
            values.add(ValueOutput.of(spec, field));
        }
        return values;
    }
}
