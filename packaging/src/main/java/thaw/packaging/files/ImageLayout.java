package thaw.packaging.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * An image as a folder in the OCI layout, built layer by layer without a container engine. Every layer is named by its
 * content: a registry and a host keep those that two images share once. Not thread-safe.
 */
public final class ImageLayout {

    /** When every file in it was last changed, in seconds since 1970. */
    public static final long TIME = TarWriter.TIME;

    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;
    private static final int SHARED = 01777;

    private final Folder folder;
    private final String architecture;
    private final List<Object> layers = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();
    private final SortedSet<String> folders = new TreeSet<>();
    private Blob configuration;

    /** What a blob is named by, and its size. */
    private record Blob(String digest, long bytes) {}

    /** An image without layers, in that folder. */
    public ImageLayout(Folder folder, String architecture) {
        this.folder = folder;
        this.architecture = architecture;
    }

    /**
     * Begins with the layers of another image.
     *
     * @throws InferenceException malformed, if that is no layout of one image, or one for another processor
     */
    public ImageLayout on(Path base) throws IOException {
        JsonObject index = read(base.resolve("index.json"));
        JsonObject manifest = index;
        while (!manifest.has("layers")) {
            List<JsonObject> choices = manifest.objects("manifests");
            JsonObject chosen = choices.stream().filter(this::suits).findFirst()
                    .orElseThrow(() -> InferenceException.mismatch(base.toString(),
                            "an OCI layout of an image for linux/" + architecture, "none"));
            manifest = read(blob(base, chosen.string("digest")));
        }
        JsonObject config = read(blob(base, manifest.required("config").string("digest")));
        for (JsonObject layer : manifest.objects("layers")) {
            layers.add(layer.tree());
            copy(base, layer.string("digest"));
        }
        contents.addAll(config.required("rootfs").strings("diff_ids"));
        return this;
    }

    private boolean suits(JsonObject choice) {
        return choice.object("platform").map(platform -> platform.string("architecture").equals(architecture)
                && platform.string("os").equals("linux")).orElse(true);
    }

    private static JsonObject read(Path file) throws IOException {
        return JsonObject.parse(Files.readAllBytes(file), file.toString());
    }

    private static Path blob(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private void copy(Path base, String digest) throws IOException {
        Path to = blob(folder.path(), digest);
        if (!Files.exists(to)) {
            Files.createDirectories(to.getParent());
            Files.copy(blob(base, digest), to);
        }
    }

    /**
     * Adds the files of a folder that are below one of some paths as one layer.
     *
     * @param below paths relative to the root, with forward slashes
     */
    public void layer(Path root, String... below) throws IOException {
        MessageDigest plain = sha256();
        Path draft = folder.path().resolve("layer.tmp");
        try (TarWriter tar = new TarWriter(
                new DigestOutputStream(new GZIPOutputStream(Files.newOutputStream(draft)), plain))) {
            for (String path : below) {
                add(tar, root, path);
            }
        }
        Blob blob = keep(draft);
        layers.add(descriptor(LAYER, blob));
        contents.add("sha256:" + HexFormat.of().formatHex(plain.digest()));
    }

    private void add(TarWriter tar, Path root, String path) throws IOException {
        if (Files.isRegularFile(root.resolve(path))) {
            parents(tar, path);
            file(tar, root, path);
            return;
        }
        folder(tar, path);
        for (String name : new Folder(root.resolve(path)).files().keySet()) {
            parents(tar, path + "/" + name);
            file(tar, root, path + "/" + name);
        }
    }

    private static void file(TarWriter tar, Path root, String path) throws IOException {
        boolean executable = Files.isExecutable(root.resolve(path));
        tar.file(path, root.resolve(path), executable ? EXECUTABLE : READABLE);
    }

    private void parents(TarWriter tar, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            folder(tar, path.substring(0, slash));
        }
    }

    private void folder(TarWriter tar, String path) throws IOException {
        if (folders.add(path)) {
            parents(tar, path);
            tar.folder(path, path.equals("tmp") ? SHARED : EXECUTABLE);
        }
    }

    /**
     * Writes the configuration and the index: then the image is whole.
     *
     * @param config how it runs: {@code Entrypoint}, {@code Env}, {@code User}, {@code WorkingDir}
     */
    public void finish(Map<String, Object> config) throws IOException {
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("created", "1970-01-01T00:00:00Z");
        image.put("architecture", architecture);
        image.put("os", "linux");
        image.put("config", config);
        image.put("rootfs", ordered("type", "layers", "diff_ids", contents));
        configuration = keep(Json.bytes(image));
        Blob manifest = keep(Json.bytes(ordered("schemaVersion", 2, "mediaType", MANIFEST, "config",
                descriptor(CONFIG, configuration), "layers", layers)));
        Map<String, Object> entry = descriptor(MANIFEST, manifest);
        entry.put("platform", ordered("architecture", architecture, "os", "linux"));
        folder.write("index.json",
                Json.bytes(ordered("schemaVersion", 2, "mediaType", INDEX, "manifests", List.of(entry))));
        folder.write("oci-layout", Json.bytes(Map.of("imageLayoutVersion", "1.0.0")));
    }

    /** Packs the finished layout into a file that container engines load, under that name. */
    public void tar(Path file, String name) throws IOException {
        List<String> paths = layers.stream().map(layer -> path((String) ((Map<?, ?>) layer).get("digest")))
                .toList();
        byte[] docker = Json.bytes(List.of(ordered("Config", path(configuration.digest()), "RepoTags",
                List.of(name + ":latest"), "Layers", paths)));
        try (TarWriter tar = new TarWriter(Files.newOutputStream(file))) {
            for (String path : folder.files().keySet()) {
                tar.file(path, folder.path().resolve(path), READABLE);
            }
            tar.bytes("manifest.json", docker, READABLE);
        }
    }

    private static String path(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }

    private Blob keep(byte[] content) throws IOException {
        Path draft = folder.path().resolve("blob.tmp");
        Files.write(draft, content);
        return keep(draft);
    }

    private Blob keep(Path draft) throws IOException {
        MessageDigest digest = sha256();
        try (var stream = Files.newInputStream(draft);
                var sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            stream.transferTo(sink);
        }
        Blob blob = new Blob("sha256:" + HexFormat.of().formatHex(digest.digest()), Files.size(draft));
        Path to = blob(folder.path(), blob.digest());
        Files.createDirectories(to.getParent());
        Files.move(draft, to, StandardCopyOption.REPLACE_EXISTING);
        return blob;
    }

    private static Map<String, Object> descriptor(String type, Blob blob) {
        return ordered("mediaType", type, "digest", blob.digest(), "size", blob.bytes());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
