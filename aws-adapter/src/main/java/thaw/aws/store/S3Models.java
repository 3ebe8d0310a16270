package thaw.aws.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import thaw.InferenceException;
import thaw.ModelReference;
import thaw.telemetry.StructuredLog;

/**
 * Brings a function's model from S3 into a folder: only the versions that its requests can get, in parallel ranges, each
 * part of the very object that was listed, checked, and moved into place as a whole. Thread-safe.
 */
public final class S3Models {

    private static final int TRIES = 3;
    private static final int CHANGED = 412;
    private static final int GONE = 404;
    private static final int FORBIDDEN = 403;

    private final AwsClients clients;
    private final String bucket;
    private final String prefix;
    private final StructuredLog log;

    /** The repository at {@code s3://bucket/prefix}, laid out as {@code <model>/<version>/model.onnx}. */
    public S3Models(AwsClients clients, Locator repository, StructuredLog log) {
        if (repository.kind() != Locator.Kind.S3) {
            throw InferenceException.mismatch("THAW_MODELS", "a folder or s3://<bucket>/<prefix>",
                    repository);
        }
        String[] parts = repository.place().split("/", 2);
        this.clients = Objects.requireNonNull(clients, "clients");
        this.bucket = parts[0];
        this.prefix = parts.length < 2 || parts[1].isEmpty() ? "" : parts[1].replaceFirst("/*$", "/");
        this.log = Objects.requireNonNull(log, "log");
    }

    /**
     * The folder of a repository with that model.
     *
     * @param temporary where there is room, such as {@code /tmp}
     * @throws InferenceException not found, if there is no such model; unavailable, if it cannot be read or there is too
     *                            little room for it
     */
    public Path fetch(ModelReference model, Path temporary) {
        for (int tries = 1;; tries++) {
            try {
                return attempt(model, temporary);
            } catch (S3Exception refused) {
                boolean replaced = refused.statusCode() == CHANGED || refused.statusCode() == GONE;
                if (!replaced || tries == TRIES) {
                    throw failure(model, refused);
                }
                log.log(StructuredLog.Level.WARN, "model was replaced while it was fetched: once more",
                        Map.of("model", model.toString(), "tries", tries));
            } catch (SdkException failure) {
                throw AwsFailures.unavailable(place(model), failure);
            }
        }
    }

    private String place(ModelReference model) {
        return "s3://" + bucket + "/" + prefix + model.name();
    }

    private InferenceException failure(ModelReference model, S3Exception refused) {
        if (refused.statusCode() == FORBIDDEN) {
            return InferenceException.unavailable(place(model),
                    "this function's role may not read its model (" + AwsFailures.code(refused)
                            + "): it needs s3:ListBucket and s3:GetObject",
                    refused);
        }
        return refused.statusCode() == CHANGED
                ? InferenceException.unavailable(place(model), "changed during each of " + TRIES + " tries",
                        refused)
                : S3Objects.failure(place(model), refused);
    }

    private Path attempt(ModelReference model, Path temporary) {
        String root = prefix + model.name() + "/";
        List<S3Object> listed = clients.s3()
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(root)).contents().stream()
                .filter(object -> !object.key().endsWith("/")).toList();
        if (listed.isEmpty()) {
            throw InferenceException.notFound(place(model), "holds no model: nothing is there");
        }
        try {
            Path partial = Files.createTempDirectory(Files.createDirectories(temporary), "thaw-partial-");
            try {
                RemoteVersions versions = new RemoteVersions(root, listed);
                S3Download download = new S3Download(clients.s3(), bucket);
                List<S3Object> wanted = versions.wanted(model, partial, download);
                requireRoom(partial, wanted, model);
                Path folder = partial.resolve("models").resolve(model.name());
                download.all(wanted, object -> versions.local(folder, object));
                versions.writeAliases(folder, download);
                return moved(partial.resolve("models"), temporary);
            } finally {
                delete(partial);
            }
        } catch (IOException failure) {
            throw InferenceException.unavailable(temporary.toString(),
                    "the model cannot be written: " + failure, failure);
        }
    }

    private static void requireRoom(Path folder, List<S3Object> wanted, ModelReference model)
            throws IOException {
        long needed = wanted.stream().mapToLong(S3Object::size).sum();
        long room = Files.getFileStore(folder).getUsableSpace();
        if (needed > room) {
            throw InferenceException.unavailable(folder.getParent().toString(),
                    "the model '" + model + "' needs " + (needed >> 20) + " MiB, " + (room >> 20)
                            + " MiB are free: give the function more ephemeral storage",
                    null);
        }
    }

    // A folder that a reader can see is always complete.
    private static Path moved(Path complete, Path temporary) throws IOException {
        Path place = Files.createTempDirectory(temporary, "thaw-models-").resolve("models");
        return Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
