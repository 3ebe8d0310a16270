package thaw.packaging;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import thaw.InferenceException;
import thaw.ModelReference;
import thaw.TriggerKind;
import thaw.onnx.ModelOptimiser;
import thaw.onnx.OptimisationGoal;
import thaw.onnx.Quantisation;
import thaw.predict.PackagePredictors;

/** What shall be packaged, for which target. Immutable; see the {@link Builder} for what each part means. */
public final class PackageRequest {

    private final List<Path> paths;
    private final Target target;
    private final Path output;
    private final Architecture architecture;
    private final Path jdk;
    private final Optional<TriggerKind> trigger;
    private final Optional<String> source;
    private final Optional<ModelReference> model;
    private final List<SinkOption> sinks;
    private final int memory;
    private final Optional<Integer> temporary;
    private final Optional<String> repository;
    private final boolean throughStorage;
    private final boolean archive;
    private final Optional<Path> base;
    private final Optional<Quantisation> quantisation;
    private final double difference;
    private final OptimisationGoal goal;

    private PackageRequest(Builder from) {
        paths = List.copyOf(from.paths);
        target = from.target;
        output = from.output;
        architecture = from.architecture;
        jdk = from.jdk;
        trigger = from.trigger;
        source = from.source;
        model = from.model;
        sinks = List.copyOf(from.sinks);
        memory = from.memory;
        temporary = from.temporary;
        repository = from.repository;
        throughStorage = from.throughStorage;
        archive = from.archive;
        base = from.base;
        quantisation = from.quantisation;
        difference = from.difference;
        goal = from.goal;
    }

    /**
     * Packages what is at these paths.
     *
     * @param paths  model packages, graphs, repositories, function's jars and the jars that these need
     * @param output the folder that gets a folder of its own for the artefact
     */
    public static Builder of(List<Path> paths, Target target, Path output) {
        return new Builder(paths, target, output);
    }

    List<Path> paths() {
        return paths;
    }

    Target target() {
        return target;
    }

    Path output() {
        return output;
    }

    Architecture architecture() {
        return architecture;
    }

    Path jdk() {
        return jdk;
    }

    Optional<TriggerKind> trigger() {
        return trigger;
    }

    Optional<String> source() {
        return source;
    }

    Optional<ModelReference> model() {
        return model;
    }

    List<SinkOption> sinks() {
        return sinks;
    }

    int memory() {
        return memory;
    }

    /** The room in {@code /tmp}, in MiB. */
    int temporary() {
        return temporary.orElse(target.usualTemporary());
    }

    Optional<String> repository() {
        return repository;
    }

    boolean throughStorage() {
        return throughStorage;
    }

    boolean archive() {
        return archive;
    }

    Optional<Path> base() {
        return base;
    }

    /** How its models are prepared. */
    ModelOptimiser optimiser() {
        ModelOptimiser plain = ModelOptimiser.with(PackagePredictors::create).favouring(goal);
        return quantisation.map(kind -> plain.quantising(kind, difference)).orElse(plain);
    }

    /** Collects what is not the default. Not thread-safe. */
    public static final class Builder {
        private static final int ONE_PROCESSOR = 1769;

        private final List<Path> paths;
        private final Target target;
        private final Path output;
        private Architecture architecture;
        private Path jdk = Jdk.running();
        private Optional<TriggerKind> trigger = Optional.empty();
        private Optional<String> source = Optional.empty();
        private Optional<ModelReference> model = Optional.empty();
        private List<SinkOption> sinks = List.of();
        private int memory = ONE_PROCESSOR;
        private Optional<Integer> temporary = Optional.empty();
        private Optional<String> repository = Optional.empty();
        private boolean throughStorage;
        private boolean archive = true;
        private Optional<Path> base = Optional.empty();
        private Optional<Quantisation> quantisation = Optional.empty();
        private double difference;
        private OptimisationGoal goal = OptimisationGoal.START;

        private Builder(List<Path> paths, Target target, Path output) {
            this.paths = List.copyOf(paths);
            this.target = Objects.requireNonNull(target, "target");
            this.output = Objects.requireNonNull(output, "output");
            this.architecture = target.onlyX64() ? Architecture.LINUX_X64 : Architecture.ofThisMachine();
        }

        /** Which of a platform's services delivers the events, where it must be told at packaging. */
        public Builder source(String service) {
            this.source = Optional.of(service);
            return this;
        }

        /**
         * The processor it runs on; unless told that of this machine, or the only one that the target has.
         *
         * @throws InferenceException malformed, if the target has no such processor
         */
        public Builder architecture(Architecture processor) {
            target.requireProcessor(processor);
            this.architecture = processor;
            return this;
        }

        /** The JDK whose runtime an image gets, and that makes class archives; the running one unless told. */
        public Builder jdk(Path home) {
            this.jdk = Objects.requireNonNull(home, "home");
            return this;
        }

        /** What calls a package without code; HTTP unless told. A function's jar says it itself. */
        public Builder trigger(TriggerKind kind) {
            this.trigger = Optional.of(kind);
            return this;
        }

        /** Which model of several, and which of its versions; what requests get that name none, unless told. */
        public Builder model(ModelReference reference) {
            this.model = Optional.of(reference);
            return this;
        }

        /** Where results go: decides which clients of the cloud come along. */
        public Builder sinks(List<SinkOption> places) {
            this.sinks = List.copyOf(places);
            return this;
        }

        /** The memory that the function will get, in MiB; 1769 unless told, where Lambda gives one processor. */
        public Builder memory(int megabytes) {
            this.memory = megabytes;
            return this;
        }

        /** The room in {@code /tmp} that the function will have, in MiB; the platform's usual unless told. */
        public Builder temporary(int megabytes) {
            target.requireTemporary(megabytes);
            this.temporary = Optional.of(megabytes);
            return this;
        }

        /**
         * Where the model will be, instead of in the artefact: an address in the platform's object storage, from which it
         * is fetched at start, or a folder that is mounted. What belongs there is put into the folder {@code models} beside
         * the artefact.
         *
         * @throws InferenceException malformed, if the target finds no model at such a place
         */
        public Builder repository(String place) {
            String store = target.store();
            boolean fetched = !store.isEmpty() && place.startsWith(store) && place.length() > store.length();
            if (!fetched && !place.startsWith("/")) {
                throw InferenceException.mismatch("repository", (store.isEmpty() ? "" : store + "... or ")
                        + "the path of a mounted folder, where " + target + " finds a model",
                        "'" + place + "'");
            }
            this.repository = Optional.of(place);
            return this;
        }

        /** That a zip is deployed from object storage, which takes larger ones than an upload. */
        public Builder throughStorage(boolean told) {
            this.throughStorage = told;
            return this;
        }

        /** Whether an image gets a class archive; it does unless told. */
        public Builder archive(boolean told) {
            this.archive = told;
            return this;
        }

        /** An OCI image layout below an image's own layers, in place of this machine's C libraries. */
        public Builder base(Path layout) {
            this.base = Optional.of(layout);
            return this;
        }

        /**
         * Weights in fewer bits, in a file beside the original; as they are unless told.
         *
         * @param most by how much answers may differ, in units of one plus the original's magnitude, and the share of labels
         *             that may be others: between 0 and 1
         */
        public Builder quantise(Quantisation kind, double most) {
            if (!(most > 0 && most < 1)) {
                throw InferenceException.mismatch("tolerance of quantisation", "a number between 0 and 1",
                        most);
            }
            this.quantisation = Optional.of(kind);
            this.difference = most;
            return this;
        }

        /** What models are prepared for; the first answer unless told. */
        public Builder optimiseFor(OptimisationGoal aim) {
            this.goal = Objects.requireNonNull(aim, "aim");
            return this;
        }

        /** The request. */
        public PackageRequest build() {
            return new PackageRequest(this);
        }
    }
}
