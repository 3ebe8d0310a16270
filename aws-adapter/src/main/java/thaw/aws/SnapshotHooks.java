package thaw.aws;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import thaw.aws.store.AwsClients;

/**
 * What must not be shared by the instances that one snapshot becomes: connections, credentials and the state of random
 * numbers. The model is loaded and primed before, and that is what the snapshot is for.
 */
final class SnapshotHooks implements Resource {

    private static final int MOST_SKIPPED = 1 << 16;

    private final AwsClients clients;

    private SnapshotHooks(AwsClients clients) {
        this.clients = clients;
    }

    /** Registers hooks; the caller keeps them, for the runtime holds them weakly. */
    static SnapshotHooks registered(AwsClients clients) {
        SnapshotHooks hooks = new SnapshotHooks(clients);
        Core.getGlobalContext().register(hooks);
        return hooks;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        clients.renew();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        clients.renew();
        // The JDK's generator cannot be seeded anew: each instance goes on from another place of its sequence.
        int skipped = new SecureRandom().nextInt(MOST_SKIPPED);
        for (int i = 0; i < skipped; i++) {
            ThreadLocalRandom.current().nextLong();
        }
    }
}
