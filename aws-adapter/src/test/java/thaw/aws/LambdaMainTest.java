package thaw.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Our own program for images and native executables: all that is expected of AWS's runtime client holds for it. */
class LambdaMainTest extends RuntimeClientTest {

    @Override
    RuntimeInstance instance(RuntimeApi api, String handler, Map<String, String> settings)
            throws IOException {
        return RuntimeInstance.run(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "thaw.aws.LambdaMain"),
                folder, api, handler, settings);
    }
}
