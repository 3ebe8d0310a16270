package thaw.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import thaw.InferenceException;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;

/** The files of the page at {@code /}: {@code index.html} there, all under {@code /page/}. Thread-safe. */
final class Page {

    // One level, no dots but the suffix's: nothing outside the folder can be named.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.(html|css|js|svg|png|ico)");

    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css",
            "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml", "png",
            "image/png", "ico", "image/x-icon");

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private static final Map<String, String> HEADERS = Map.of("cache-control", "no-cache", "vary",
            "Accept-Encoding", "content-security-policy", POLICY, "x-content-type-options", "nosniff",
            "referrer-policy", "no-referrer", "cross-origin-resource-policy", "same-origin");

    private static final Pattern GZIP = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))");

    private record File(byte[] bytes, byte[] zipped, String etag) {}

    private final Map<String, File> files = new ConcurrentHashMap<>();

    HttpResult answer(HttpTrigger request) {
        String name = request.path().equals("/") ? "index.html" : request.path().substring("/page/".length());
        if (!NAME.matcher(name).matches()) {
            throw notFound(name);
        }
        File file = files.computeIfAbsent(name, Page::read);
        Map<String, String> headers = new HashMap<>(HEADERS);
        headers.put("content-type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        headers.put("etag", file.etag());
        if (request.header("if-none-match").equals(file.etag())) {
            return new HttpResult(304, headers, ByteBuffer.allocate(0));
        }
        boolean zipped = GZIP.matcher(request.header("accept-encoding")).find();
        if (zipped) {
            headers.put("content-encoding", "gzip");
        }
        return new HttpResult(200, headers, ByteBuffer.wrap(zipped ? file.zipped() : file.bytes()));
    }

    private static File read(String name) {
        try (InputStream resource = Page.class.getResourceAsStream("page/" + name)) {
            if (resource == null) {
                throw notFound(name);
            }
            byte[] bytes = resource.readAllBytes();
            // Weak: the same page, whichever way it is encoded.
            return new File(bytes, zipped(bytes), "W/\"" + Fingerprint.of(bytes) + '"');
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static InferenceException notFound(String name) {
        return InferenceException.notFound("page '" + name + "'", "there is no such file");
    }
}
