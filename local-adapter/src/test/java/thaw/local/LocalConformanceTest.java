package thaw.local;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through a real HTTP server, a watched folder and a file of lines. */
class LocalConformanceTest extends AdapterConformance {

    @TempDir
    private Path folder;

    @Override
    public AdapterDriver start(FunctionSpec spec) throws IOException {
        return new LocalDriver(spec, folder);
    }
}
