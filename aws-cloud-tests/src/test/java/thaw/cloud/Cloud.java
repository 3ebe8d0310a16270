package thaw.cloud;

import java.net.URI;
import java.util.Optional;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * The cloud that is tested: started here, unless {@code -Dcloud.endpoint} names one that already runs, such as LocalStack in
 * a container, or {@code -Dcloud.account} an account of AWS.
 */
interface Cloud extends AutoCloseable {

    static Cloud chosen() {
        String endpoint = System.getProperty("cloud.endpoint", "");
        String account = System.getProperty("cloud.account", "");
        if (!endpoint.isEmpty() && !account.isEmpty()) {
            throw new IllegalArgumentException("name -Dcloud.endpoint or -Dcloud.account, not both");
        }
        if (!endpoint.isEmpty()) {
            return RemoteCloud.at(URI.create(endpoint));
        }
        return account.isEmpty() ? LocalCloud.start() : RemoteCloud.ofAccount(account);
    }

    /** Where every service answers; empty if each has its own address. */
    Optional<URI> endpoint();

    /** The one account that may be changed; empty where there is no other. */
    default Optional<String> account() {
        return Optional.empty();
    }

    Region region();

    AwsCredentialsProvider credentials();

    /** All that the instances of a function have printed so far. */
    String printed(String function);

    /** Ends what was started for it. */
    @Override
    void close();
}
