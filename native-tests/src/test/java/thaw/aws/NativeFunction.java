package thaw.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import thaw.conformance.SampleData;
import thaw.packaging.PackageReport;
import thaw.packaging.PackageRequest;
import thaw.packaging.Packager;
import thaw.packaging.Platforms;
import thaw.packaging.Progress;
import thaw.packaging.SinkOption;
import thaw.packaging.Target;

/** The one executable that is packaged for these tests; settings make it every function of the suite. */
final class NativeFunction {

    private static final List<String> SINKS = List.of("dynamodb", "kinesis", "sqs", "sns", "eventbridge");

    private static PackageReport packaged;

    private NativeFunction() {}

    /** Packages the digits with the clients of all services, once. */
    static synchronized PackageReport packaged() {
        if (packaged == null) {
            Packager packager = new Packager(Platforms.ofClone(Path.of(System.getProperty("thaw.home"))));
            packaged = packager.pack(
                    PackageRequest
                            .of(List.of(SampleData.models().resolve("digits")), Target.AWS_NATIVE,
                                    Path.of(System.getProperty("thaw.native.packages")))
                            .sinks(SINKS.stream().map(SinkOption::parse).toList()).build(),
                    Progress.NONE);
        }
        return packaged;
    }

    /** Starts it in a folder of its own, with what Lambda would set. */
    static RuntimeInstance start(Path folder, RuntimeApi api, String handler, Map<String, String> settings)
            throws IOException {
        Path task = packaged().folder().resolve("task");
        Map<String, String> all = new HashMap<>(settings);
        all.put("LAMBDA_TASK_ROOT", task.toString());
        return RuntimeInstance.run(List.of(task.resolve("bootstrap").toString()), folder, api, handler,
                all);
    }
}
