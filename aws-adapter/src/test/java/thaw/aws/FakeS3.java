package thaw.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;

/** Buckets in memory, by the part of S3's interface that a function uses. */
final class FakeS3 {

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    /** The current and older versions lie at {@code bucket/key} and {@code bucket/key?versionId=x}. */
    String put(String bucket, String key, byte[] bytes, String version) {
        objects.put(bucket + "/" + key, bytes);
        if (!version.isEmpty()) {
            objects.put(bucket + "/" + key + "?versionId=" + version, bytes);
        }
        return digest(bytes);
    }

    FakeAnswer answer(HttpExchange exchange, byte[] body) {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String path = exchange.getRequestURI().getPath().substring(1);
        if (exchange.getRequestMethod().equals("PUT")) {
            return exchange.getRequestHeaders().containsKey("If-None-Match")
                    && objects.putIfAbsent(path, body) != null
                            ? FakeAnswer.failed(new FakeAws.Fault(412, "PreconditionFailed"), false)
                            : new FakeAnswer(200, Map.of("ETag", "\"" + digest(body) + "\""), new byte[0]);
        }
        if (query.containsKey("list-type")) {
            return list(path, query.getOrDefault("prefix", ""));
        }
        return get(exchange,
                query.containsKey("versionId") ? path + "?versionId=" + query.get("versionId") : path);
    }

    static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private FakeAnswer get(HttpExchange exchange, String path) {
        byte[] object = objects.get(path);
        if (object == null) {
            return FakeAnswer.failed(
                    new FakeAws.Fault(404, path.contains("?") ? "NoSuchVersion" : "NoSuchKey"), false);
        }
        String eTag = "\"" + digest(object) + "\"";
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        if (match != null && !match.equals(eTag)) {
            return FakeAnswer.failed(new FakeAws.Fault(412, "PreconditionFailed"), false);
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            return new FakeAnswer(200, Map.of("ETag", eTag), object);
        }
        String[] ends = range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(ends[0]);
        int to = Math.min(object.length, Integer.parseInt(ends[1]) + 1);
        return new FakeAnswer(206,
                Map.of("ETag", eTag, "Content-Range", "bytes " + from + "-" + (to - 1) + "/"
                        + object.length),
                Arrays.copyOfRange(object, from, to));
    }

    private FakeAnswer list(String bucket, String prefix) {
        StringBuilder contents = new StringBuilder();
        String root = bucket.replaceFirst("/$", "") + "/";
        new TreeMap<>(objects).forEach((path, bytes) -> {
            if (path.startsWith(root + prefix) && !path.contains("?")) {
                contents.append("<Contents><Key>").append(path.substring(root.length()))
                        .append("</Key><Size>")
                        .append(bytes.length).append("</Size><ETag>&quot;").append(digest(bytes))
                        .append("&quot;</ETag></Contents>");
            }
        });
        return FakeAnswer.xml(200,
                "<ListBucketResult><IsTruncated>false</IsTruncated>" + contents + "</ListBucketResult>");
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
