package thaw.quarkus.http;

import java.io.IOException;

import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;
import thaw.conformance.HttpConformance;

/** The suite of HTTP through the server of Quarkus. */
class QuarkusHttpIT implements HttpConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws IOException {
        return new HttpDriver(spec);
    }
}
