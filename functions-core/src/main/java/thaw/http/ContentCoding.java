package thaw.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import thaw.InferenceException;

/** The compressions of HTTP bodies, and of messages, that tritonclient and browsers use. */
public enum ContentCoding {
    /** None. */
    IDENTITY,
    /** A stream of gzip. */
    GZIP,
    /** A stream of zlib, or the bare stream within. */
    DEFLATE;

    private static final int ZLIB_METHOD = 8;
    private static final int ZLIB_CHECK = 31;

    /**
     * The coding that a request's header names.
     *
     * @throws InferenceException unsupported media
     */
    public static ContentCoding of(String header) {
        return switch (header.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> throw InferenceException.unsupportedMedia("header Content-Encoding",
                    "expected gzip, deflate or identity, got '" + header + "'");
        };
    }

    /** The best coding that a header Accept-Encoding allows. */
    static ContentCoding accepted(String header) {
        double gzip = header.isEmpty() ? 0 : quality(header, "gzip");
        double deflate = header.isEmpty() ? 0 : quality(header, "deflate");
        if (gzip <= 0 && deflate <= 0) {
            return IDENTITY;
        }
        return gzip >= deflate ? GZIP : DEFLATE;
    }

    private static double quality(String header, String coding) {
        double any = 0;
        for (String part : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] fields = part.trim().split("\\s*;\\s*");
            if (fields[0].equals(coding)) {
                return weight(fields);
            }
            any = fields[0].equals("*") ? weight(fields) : any;
        }
        return any;
    }

    private static double weight(String[] fields) {
        for (String field : fields) {
            if (field.startsWith("q=")) {
                try {
                    return Double.parseDouble(field.substring(2));
                } catch (NumberFormatException broken) {
                    // A client that cannot say how much it likes a coding gets the body as it is.
                    return 0;
                }
            }
        }
        return 1;
    }

    /** The header's value. */
    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The bytes without this coding.
     *
     * @throws InferenceException malformed, if they are not in this coding; too large, before more than the limit is held
     */
    public byte[] decode(byte[] body, long limit) {
        if (this == IDENTITY) {
            return body;
        }
        try (InputStream plain = opened(body)) {
            byte[] decoded = plain.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (decoded.length > limit) {
                throw InferenceException.tooLarge("request body", limit, "bytes after decompression");
            }
            return decoded;
        } catch (IOException broken) {
            throw InferenceException.malformed("request body",
                    "expected " + token() + " as Content-Encoding says: "
                            + broken.getMessage(),
                    broken);
        }
    }

    private InputStream opened(byte[] body) throws IOException {
        ByteArrayInputStream coded = new ByteArrayInputStream(body);
        // Some clients send a bare deflate stream where the standard asks for one in a zlib envelope.
        return this == GZIP ? new GZIPInputStream(coded)
                : new InflaterInputStream(coded, new Inflater(!zlib(body)));
    }

    private static boolean zlib(byte[] body) {
        return body.length >= 2 && (body[0] & 0xF) == ZLIB_METHOD
                && ((body[0] & 0xFF) << Byte.SIZE | body[1] & 0xFF) % ZLIB_CHECK == 0;
    }

    /** The bytes in this coding: quickly rather than small, for answers are made once and sent once. */
    ByteBuffer encode(ByteBuffer body) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream(body.remaining() / 2);
        try (DeflaterOutputStream out = this == GZIP ? new FastGzip(coded)
                : new DeflaterOutputStream(coded, new Deflater(Deflater.BEST_SPEED))) {
            out.write(body.array(), body.arrayOffset() + body.position(), body.remaining());
        } catch (IOException impossible) {
            throw InferenceException.internal("answer", "compression failed", impossible);
        }
        return ByteBuffer.wrap(coded.toByteArray());
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
