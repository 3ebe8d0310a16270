package thaw.hosting;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One bucket of a cloud's object storage, as far as models are fetched from it. Thread-safe. */
public interface ObjectStore {

    /**
     * An object as a listing shows it.
     *
     * @param key     its name
     * @param size    in bytes
     * @param version what tells these bytes from others of that name: an ETag, a generation
     */
    record StoredObject(String key, long size, String version) {
        public StoredObject {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(version, "version");
        }
    }

    /** How a checksum is made. */
    enum Algorithm {
        /** 128 bits. */
        MD5,
        /** 32 bits, Castagnoli's polynomial. */
        CRC32C
    }

    /**
     * What the store says that an object's bytes are.
     *
     * @param algorithm of the checksum
     * @param hex       its value in lower-case hexadecimal
     */
    record Digest(Algorithm algorithm, String hex) {
        public Digest {
            Objects.requireNonNull(algorithm, "algorithm");
            Objects.requireNonNull(hex, "hex");
        }
    }

    /**
     * Some bytes of an object.
     *
     * @param bytes  those asked for; the reader closes it
     * @param digest of the whole object, if the store knows one
     */
    record Range(InputStream bytes, Optional<Digest> digest) {}

    /** The object is no longer the version that was listed: replaced or deleted. */
    final class Replaced extends Exception {
        private static final long serialVersionUID = 1L;

        /** Tells so of an object. */
        public Replaced(String address, Throwable cause) {
            super(address, cause);
        }
    }

    /**
     * All objects whose keys begin so.
     *
     * @throws thaw.InferenceException unavailable, if they cannot be listed, saying what is to be done
     */
    List<StoredObject> list(String prefix);

    /**
     * Reads from an object, pinned to the version that was listed.
     *
     * @param first of the bytes, from 0
     * @param last  of the bytes, included
     * @throws Replaced                if that version is gone
     * @throws IOException             if the connection fails
     * @throws thaw.InferenceException unavailable, if it cannot be read, saying what is to be done
     */
    Range read(StoredObject object, long first, long last) throws Replaced, IOException;

    /** How people write a key of it: {@code s3://bucket/key}. */
    String address(String key);
}
