package thaw.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads {@code TensorProto}: sizes and places, never the elements. Sums up what it has read. */
final class TensorReader {
    private static final int EXTERNAL = 1;

    private final List<ExternalData> externalData = new ArrayList<>();
    private Weights weights = Weights.NONE;

    Weights weights() {
        return weights;
    }

    List<ExternalData> externalData() {
        return externalData;
    }

    /** Counts a trained tensor; answers its name. */
    String readInitializer(ProtobufReader message) {
        TensorContent tensor = read(message);
        try {
            weights = weights.plus(tensor.elements(), tensor.bytes());
        } catch (ArithmeticException e) {
            throw message.invalid("declares an impossible shape for tensor '" + tensor.name() + "'");
        }
        return tensor.name();
    }

    /** A sparse tensor is named by its values. */
    String readSparseInitializer(ProtobufReader sparse) {
        String name = "";
        while (sparse.next()) {
            switch (sparse.field()) {
                case 1 -> name = readInitializer(sparse.message());
                case 2 -> read(sparse.message());
                default -> {
                }
            }
        }
        return name;
    }

    /** A tensor in an attribute is not counted as trained, but its data may be external. */
    void readConstant(ProtobufReader message) {
        read(message);
    }

    void readSparseConstant(ProtobufReader sparse) {
        while (sparse.next()) {
            if (sparse.field() == 1 || sparse.field() == 2) {
                read(sparse.message());
            }
        }
    }

    private TensorContent read(ProtobufReader message) {
        TensorContent tensor = new TensorContent();
        Map<String, String> places = new HashMap<>();
        long dataLocation = 0;
        while (message.next()) {
            switch (message.field()) {
                case 13 -> {
                    Map.Entry<String, String> entry = readEntry(message.message());
                    places.put(entry.getKey(), entry.getValue());
                }
                case 14 -> dataLocation = message.number();
                default -> tensor.readField(message);
            }
        }
        if (dataLocation == EXTERNAL) {
            externalData.add(place(message, tensor.name(), places));
        } else {
            tensor.requireConsistent(message);
        }
        return tensor;
    }

    static Map.Entry<String, String> readEntry(ProtobufReader entry) {
        String key = "";
        String value = "";
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> key = entry.text();
                case 2 -> value = entry.text();
                default -> {
                }
            }
        }
        return Map.entry(key, value);
    }

    private static ExternalData place(ProtobufReader message, String tensor, Map<String, String> places) {
        String location = places.getOrDefault("location", "");
        if (!staysInside(location)) {
            throw message.invalid("keeps the data of tensor '" + tensor + "' in '" + location
                    + "', expected a path inside the model's folder");
        }
        OptionalLong length = places.containsKey("length")
                ? OptionalLong.of(size(message, tensor, "length", places))
                : OptionalLong.empty();
        long offset = places.containsKey("offset") ? size(message, tensor, "offset", places) : 0;
        if (offset + length.orElse(0) < 0) {
            throw message.invalid("keeps the data of tensor '" + tensor + "' beyond the end of any file");
        }
        return new ExternalData(tensor, location, offset, length);
    }

    /** Judged as text, on any system alike: no drive, no root, no parent. */
    private static boolean staysInside(String location) {
        if (location.isEmpty() || location.startsWith("/") || location.matches("(?s).*[\\\\:\\x00].*")) {
            return false;
        }
        return !List.of(location.split("/")).contains("..");
    }

    private static long size(ProtobufReader message, String tensor, String key, Map<String, String> places) {
        String text = places.get(key);
        try {
            long size = Long.parseLong(text);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Answered below, together with the negative numbers.
        }
        throw message.invalid("gives '" + text + "' as the " + key + " of the external data of tensor '"
                + tensor + "', expected a number of bytes");
    }
}
