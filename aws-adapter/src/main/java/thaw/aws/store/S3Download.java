package thaw.aws.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import thaw.InferenceException;

/**
 * Objects into files, in parallel ranges of the very object that was listed. One that was put whole is compared with its
 * MD5; what a manifest names is compared with its SHA-256 when it is loaded. Thread-safe.
 */
final class S3Download {

    private static final int PART = 8 << 20;
    private static final int CONNECTIONS = 8;
    private static final int BUFFER = 64 << 10;
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final S3Client client;
    private final String bucket;

    S3Download(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    byte[] bytes(S3Object object) {
        return client.getObjectAsBytes(
                request -> request.bucket(bucket).key(object.key()).ifMatch(object.eTag()))
                .asByteArrayUnsafe();
    }

    /** Fetches all; if one fails, that failure. */
    void all(List<S3Object> objects, Function<S3Object, Path> place) throws IOException {
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS, S3Download::daemon);
        try {
            List<CompletableFuture<Void>> files = new ArrayList<>();
            for (S3Object object : objects) {
                files.add(file(object, created(place.apply(object), object.size()), connections));
            }
            files.forEach(CompletableFuture::join);
        } catch (CompletionException failure) {
            throw unwrapped(failure);
        } finally {
            connections.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "model-download");
        thread.setDaemon(true);
        return thread;
    }

    private static RuntimeException unwrapped(CompletionException failure) throws IOException {
        if (failure.getCause() instanceof UncheckedIOException io) {
            throw io.getCause();
        }
        return failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }

    private static Path created(Path file, long size) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            if (size > 0) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        }
        return file;
    }

    private CompletableFuture<Void> file(S3Object object, Path file, ExecutorService connections) {
        List<CompletableFuture<Boolean>> parts = new ArrayList<>();
        for (long from = 0; from < object.size(); from += PART) {
            long first = from;
            parts.add(CompletableFuture.supplyAsync(() -> part(object, first, file), connections));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new)).thenRunAsync(() -> {
            if (parts.stream().allMatch(CompletableFuture::join)) {
                requireMd5(object, file);
            }
        }, connections);
    }

    /** Fetches one range; whether the ETag is an MD5, as it is unless S3 encrypts by KMS. */
    private boolean part(S3Object object, long first, Path file) {
        long last = Math.min(object.size(), first + PART) - 1;
        try (ResponseInputStream<GetObjectResponse> stream = client
                .getObject(request -> request.bucket(bucket).key(object.key()).ifMatch(object.eTag())
                        .range("bytes=" + first + "-" + last));
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long end = copy(stream, channel, first);
            if (end != last + 1) {
                throw new IOException(object.key() + ": expected " + (last + 1 - first) + " bytes from "
                        + first + ", got " + (end - first));
            }
            ServerSideEncryption encryption = stream.response().serverSideEncryption();
            return encryption == null || encryption == ServerSideEncryption.AES256;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long copy(InputStream stream, FileChannel channel, long from) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long at = from;
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }
        return at;
    }

    // The ETag of an object put in parts is no checksum of its bytes.
    private static void requireMd5(S3Object object, Path file) {
        String expected = object.eTag().replace("\"", "");
        if (MD5.matcher(expected).matches() && !md5(file).equals(expected)) {
            throw InferenceException.unavailable(object.key(),
                    "was damaged on its way: expected the MD5 " + expected + ", got " + md5(file), null);
        }
    }

    private static String md5(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[BUFFER];
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
