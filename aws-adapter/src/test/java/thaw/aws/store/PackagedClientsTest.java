package thaw.aws.store;

import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A package has the clients alone that it was told of, and S3's: one is made although the others are not there. */
class PackagedClientsTest {

    private static final List<String> SERVICES = List.of("dynamodb", "kinesis", "sns",
            "eventbridge");

    @ParameterizedTest
    @CsvSource({"s3, S3Client", "dynamoDb, DynamoDbClient", "kinesis, KinesisClient",
            "sns, SnsClient", "eventBridge, EventBridgeClient"})
    void aClientIsMadeWithoutTheOthers(String method, String client) throws Throwable {
        String service = method.toLowerCase(Locale.ROOT);
        System.setProperty("aws.region", "eu-west-1");
        try (URLClassLoader loader = new URLClassLoader(classPath(service),
                ClassLoader.getPlatformClassLoader())) {
            Class<?> clients = loader.loadClass(AwsClients.class.getName());
            Class<?> made = loader.loadClass("software.amazon.awssdk.services." + service + "." + client);
            // Reflection would load the types of all methods, and with them what is not there.
            MethodHandle getter = MethodHandles.privateLookupIn(clients, MethodHandles.lookup())
                    .findVirtual(clients, method, MethodType.methodType(made));
            try (AutoCloseable holder = (AutoCloseable) clients.getConstructor().newInstance()) {
                assertTrue(made.isInstance(getter.invoke(holder)));
            }
        } finally {
            System.clearProperty("aws.region");
        }
    }

    private static URL[] classPath(String there) throws Exception {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : all.split(Pattern.quote(File.pathSeparator))) {
            String name = Path.of(entry).getFileName().toString();
            boolean other = SERVICES.stream()
                    .anyMatch(service -> !service.equals(there) && name.matches(service + "-\\d.*\\.jar"));
            if (!other) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
