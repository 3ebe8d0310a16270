package thaw.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.testing.Terraform;
import thaw.testing.Workplace;

/** A root module in a copy, whose provider speaks to a fake cloud that ends with it. */
final class Root implements AutoCloseable {

    private final FakeCloud cloud;
    private final Tunnel tunnel;
    private final Path folder;
    private final Path zip;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Root(FakeCloud cloud, Tunnel tunnel, Path folder, String provider) {
        this.cloud = cloud;
        this.tunnel = tunnel;
        this.folder = folder;
        this.zip = folder.resolve("function.zip");
        build("one");
        write("cloud_override.tf", provider);
    }

    /** An example for Google Cloud. */
    static Root google(String example) {
        return google(Terraform.infra("google-" + example).resolve("examples/gcp/" + example));
    }

    static Root google(Path folder) {
        FakeGoogle cloud = new FakeGoogle();
        Root root = new Root(cloud, null, folder, cloud.provider());
        root.variables.put("project", "thaw-test");
        return root;
    }

    /** An example for Azure. */
    static Root azure(String example) {
        return azure(Terraform.infra("azure-" + example).resolve("examples/azure/" + example));
    }

    static Root azure(Path folder) {
        FakeAzure cloud = new FakeAzure(folder);
        Tunnel tunnel = new Tunnel(cloud.port());
        Root root = new Root(cloud, tunnel, folder, cloud.provider());
        root.variables.put("subscription_id", FakeAzure.SUBSCRIPTION);
        root.environment.put("SSL_CERT_FILE", TlsCertificate.pem(folder).toString());
        root.environment.put("HTTPS_PROXY", "http://127.0.0.1:" + tunnel.port());
        return root;
    }

    /** A root of these tests beside the modules, in a copy of that name. */
    static Path beside(String cloud, String name, String scratch) {
        try {
            Path folder = Terraform.infra(cloud + "-" + scratch).resolve(name);
            Workplace.copy(
                    Workplace.root().resolve("infra-tests/src/test/terraform").resolve(cloud).resolve(name),
                    folder);
            return folder;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** With one more variable of the root. */
    Root with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** With more options for one of Terraform's commands. */
    Root options(String command, String options) {
        environment.put("TF_CLI_ARGS_" + command, options);
        return this;
    }

    Terraform terraform() {
        variables.putIfAbsent("package", zip.toString());
        return Terraform.in(folder, variables, environment);
    }

    FakeCloud cloud() {
        return cloud;
    }

    /** Builds the package anew, with this in it. */
    void build(String content) {
        write(zip.getFileName().toString(), content);
    }

    private void write(String file, String content) {
        try {
            Files.writeString(folder.resolve(file), content);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void close() {
        cloud.close();
        if (tunnel != null) {
            tunnel.close();
        }
    }
}
