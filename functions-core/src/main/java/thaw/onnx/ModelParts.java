package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import thaw.InferenceException;

/** A changed model as views of the original, which is not copied, with small new pieces between them. */
final class ModelParts {
    private final List<ByteBuffer> parts = new ArrayList<>();
    private final String culprit;

    private ModelParts(String culprit) {
        this.culprit = culprit;
    }

    /**
     * Takes over a model field by field.
     *
     * @param added fields to add to the model
     * @param addedToGraph fields to put first in its main graph
     * @param graphField answers each encoded field of the main graph, or what replaces it
     */
    static ModelParts changed(ByteBuffer model, String culprit, List<ByteBuffer> added,
            List<ByteBuffer> addedToGraph, Function<ProtobufReader, ByteBuffer> graphField) {
        ModelParts result = new ModelParts(culprit);
        result.parts.addAll(added);
        List<ByteBuffer> graphStart = addedToGraph;
        ProtobufReader fields = new ProtobufReader(model, culprit);
        while (fields.next()) {
            if (fields.field() == 7) {
                result.addGraph(graphStart, fields.message(), graphField);
                graphStart = List.of();
            } else {
                result.parts.add(fields.encoded());
            }
        }
        return result;
    }

    private void addGraph(
            List<ByteBuffer> start, ProtobufReader fields, Function<ProtobufReader, ByteBuffer> each) {
        List<ByteBuffer> content = new ArrayList<>(start);
        while (fields.next()) {
            content.add(each.apply(fields));
        }
        parts.add(ByteBuffer.wrap(new ProtobufWriter().header(7, length(content)).toByteArray()));
        parts.addAll(content);
    }

    byte[] toByteArray() {
        requireSize();
        byte[] result = new byte[(int) length(parts)];
        ByteBuffer target = ByteBuffer.wrap(result);
        parts.forEach(part -> target.put(part.duplicate()));
        return result;
    }

    void write(Path target) throws IOException {
        requireSize();
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : parts) {
                ByteBuffer rest = part.duplicate();
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
        }
    }

    private void requireSize() {
        if (length(parts) > Integer.MAX_VALUE) {
            throw InferenceException.invalidModel(culprit, "is too close to 2 GiB to be changed for loading");
        }
    }

    private static long length(List<ByteBuffer> parts) {
        return parts.stream().mapToLong(ByteBuffer::remaining).sum();
    }
}
