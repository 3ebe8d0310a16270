package thaw.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import thaw.TriggerKind;
import thaw.conformance.SampleData;
import thaw.packaging.PackageReport;
import thaw.packaging.PackageRequest;
import thaw.packaging.Packager;
import thaw.packaging.Platforms;
import thaw.packaging.Progress;
import thaw.packaging.SinkOption;
import thaw.packaging.Target;
import thaw.testing.Workplace;

/** The zips that are deployed: what {@code thaw package --target aws-zip} makes of a sample, and a probe of these tests. */
final class SampleZip {

    private static final Map<String, PackageReport> MADE = new ConcurrentHashMap<>();
    private static final Packager PACKAGER = new Packager(Platforms.ofClone(Workplace.root()));

    private SampleZip() {}

    static String of(String model, TriggerKind trigger, String... sinks) {
        return packaged(model, trigger, sinks).artefact().toString();
    }

    /** A sample with the clients of these kinds of sinks; made once. */
    static PackageReport packaged(String model, TriggerKind trigger, String... sinks) {
        String name = "zip-" + String.join("-", model, trigger.toString(), String.join("-", sinks));
        return MADE.computeIfAbsent(name, once -> pack(name, model, trigger, sinks));
    }

    private static PackageReport pack(String name, String model, TriggerKind trigger, String... sinks) {
        PackageRequest request = PackageRequest
                .of(List.of(SampleData.models().resolve(model)), Target.AWS_ZIP,
                        Workplace.scratch(name))
                .trigger(trigger)
                .sinks(Stream.of(sinks).map(SinkOption::parse).toList()).build();
        return PACKAGER.pack(request, Progress.NONE);
    }

    /** {@link Probe} with what it needs. */
    static String probe() throws IOException {
        List<Path> libraries = Stream.of(System.getProperty("java.class.path").split(":")).map(Path::of)
                .filter(path -> path.toString().contains("functions-core")
                        || path.toString().contains("jackson-core"))
                .toList();
        try (FunctionZip zip = new FunctionZip(Workplace.scratch("zip-probe").resolve("probe.zip"))) {
            zip.libraries(libraries).type(Probe.class);
            return zip.file().toString();
        }
    }
}
