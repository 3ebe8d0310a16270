package thaw.infra;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import thaw.testing.Command;

/** A certificate of a test's own, made by the JDK's keytool, and a server that shows it. */
final class TlsCertificate {

    private static final String PASSWORD = "changeit";

    private TlsCertificate() {}

    /** The file for {@code SSL_CERT_FILE}, once there is a server. */
    static Path pem(Path folder) {
        return folder.resolve("fake.pem");
    }

    static HttpsServer server(Path folder, String... names) {
        try {
            Path store = folder.resolve("fake.p12");
            keytool(folder, "-genkeypair", "-keyalg", "EC", "-dname", "CN=fake", "-validity", "30", "-ext",
                    "san=" + String.join(",", names));
            keytool(folder, "-exportcert", "-rfc", "-file", pem(folder).toString());
            HttpsServer server = HttpsServer
                    .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
            return server;
        } catch (IOException | GeneralSecurityException refused) {
            throw new IllegalStateException("cannot serve over TLS", refused);
        }
    }

    private static void keytool(Path folder, String... arguments) {
        String[] line = new String[arguments.length + 9];
        line[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        String[] store = {"-keystore", folder.resolve("fake.p12").toString(), "-storetype", "PKCS12",
                "-storepass", PASSWORD, "-alias",
                "fake"};
        System.arraycopy(store, 0, line, arguments.length + 1, store.length);
        Command.of(folder, Duration.ofMinutes(1), line).run();
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
