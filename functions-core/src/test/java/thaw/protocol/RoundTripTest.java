package thaw.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import thaw.Datatype;
import thaw.Limits;
import thaw.ModelId;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is written is what is read, bit for bit, in every datatype and both forms. */
class RoundTripTest {

    private final InferenceReader reader = new InferenceReader(
            Limits.ofDefaults().toBuilder().allowNonFinite(true).build());

    @Provide
    Arbitrary<Tensor> tensors() {
        return Arbitraries.of(Datatype.values()).flatMap(datatype -> Arbitraries.longs().between(0, 4).list()
                .ofMinSize(1).ofMaxSize(4).flatMap(sizes -> tensor(datatype, shape(sizes))));
    }

    private static Shape shape(List<Long> sizes) {
        return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    }

    private static Arbitrary<Tensor> tensor(Datatype datatype, Shape shape) {
        int elements = (int) shape.elements();
        if (datatype == Datatype.BYTES) {
            return Arbitraries.strings().ofMaxLength(9)
                    .filter(text -> text.chars().noneMatch(c -> c >= 0xD800 && c < 0xE000))
                    .list().ofSize(elements).map(texts -> Tensor.ofStrings("x", shape, texts));
        }
        return Arbitraries.bytes().array(byte[].class).ofSize(elements * datatype.width())
                .map(bytes -> Tensor.of("x", datatype, shape, ByteBuffer.wrap(valid(datatype, bytes))));
    }

    private static byte[] valid(Datatype datatype, byte[] bytes) {
        for (int i = 0; datatype == Datatype.BOOL && i < bytes.length; i++) {
            bytes[i] &= 1;
        }
        return bytes;
    }

    @Property(tries = 2_000)
    void binaryKeepsEveryBit(@ForAll("tensors") Tensor tensor) {
        requireSame(tensor, readBack(tensor, true));
    }

    @Property(tries = 2_000)
    void jsonKeepsEveryBit(@ForAll("tensors") Tensor tensor) {
        if (tensor.datatype().hasJsonForm()
                && (tensor.datatype() == Datatype.BYTES || NonFinite.firstIn(tensor) < 0)) {
            requireSame(tensor, readBack(tensor, false));
        }
    }

    @Property(tries = 1_000)
    void jsonKeepsEveryBitWhenNestedLikeTheShape(@ForAll("tensors") Tensor tensor) {
        if (tensor.datatype().hasJsonForm()
                && (tensor.datatype() == Datatype.BYTES || NonFinite.firstIn(tensor) < 0)) {
            JsonBytes flat = new JsonBytes(64);
            JsonElements.write(tensor, flat);
            String elements = StandardCharsets.UTF_8.decode(flat.toBuffer()).toString();
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < tensor.elements(); i++) {
                JsonBytes one = new JsonBytes(64);
                Tensor row = tensor.datatype() == Datatype.BYTES
                        ? Tensor.ofBytes("x", Shape.of(1), new byte[][]{tensor.bytes(i)})
                        : Tensor.of("x", tensor.datatype(), Shape.of(1), tensor.data().slice(
                                i * tensor.datatype().width(), tensor.datatype().width()));
                JsonElements.write(row, one);
                parts.add(StandardCharsets.UTF_8.decode(one.toBuffer()).toString());
            }
            assertEquals(elements, String.join(",", parts));
            String json = "{\"inputs\":[{\"data\": " + nested(tensor.shape(), 0, parts.iterator())
                    + " ,\"shape\":"
                    + tensor.shape() + ",\"datatype\":\"" + tensor.datatype() + "\",\"name\":\"x\"}]}";
            requireSame(tensor, reader.read(json.getBytes(StandardCharsets.UTF_8)).inputs().tensor("x"));
        }
    }

    private static String nested(Shape shape, int level, Iterator<String> elements) {
        if (level == shape.rank()) {
            return elements.next();
        }
        List<String> parts = new ArrayList<>();
        for (long i = 0; i < shape.dimension(level); i++) {
            parts.add(nested(shape, level + 1, elements));
        }
        return "[ " + String.join(" ,\n", parts) + "]";
    }

    private Tensor readBack(Tensor tensor, boolean binary) {
        EncodedResponse written = InferenceWriter
                .write(new InferenceResponse(new ModelId("m", "1"), "7", Map.of(),
                        Tensors.of(tensor)), name -> binary);
        byte[] body = new byte[written.body().remaining()];
        written.body().get(body);
        // A response differs from a request in the name of its list.
        String json = new String(body, 0, written.jsonLength(), StandardCharsets.UTF_8).replaceFirst(
                "\"outputs\"",
                " \"inputs\"");
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, body, 0, head.length);
        InferenceRequest request = reader.read(body, written.jsonLength());
        assertEquals("7", request.id());
        return request.inputs().tensor("x");
    }

    private static void requireSame(Tensor expected, Tensor actual) {
        assertEquals(expected.datatype(), actual.datatype());
        assertEquals(expected.shape(), actual.shape());
        for (int i = 0; expected.datatype() == Datatype.BYTES && i < expected.elements(); i++) {
            assertArrayEquals(expected.bytes(i), actual.bytes(i));
        }
        if (expected.datatype() != Datatype.BYTES) {
            assertEquals(expected.data(), actual.data());
        }
    }

    @Test
    void readsFieldsInAnyOrderAndSkipsThoseItDoesNotKnow() {
        InferenceRequest request = reader
                .read(("\uFEFF{\"model_name\":\"m\",\"extra\":{\"data\":[1,[2]]},\"outputs\":[{\"x\":1,"
                        + "\"parameters\":{\"binary_data\":true},\"name\":\"é\"}],\"id\":\"ü\",\"inputs\":[{\"data\":[ [1.0 , 2E0],"
                        + "[3,40e-1] ],\"content\":null,\"datatype\":\"UINT8\",\"parameters\":null,\"shape\":[2,2.0],\"name\":\"é\"}],"
                        + "\"parameters\":{\"priority\":1,\"note\":null}}").getBytes(StandardCharsets.UTF_8));
        assertEquals(ByteBuffer.wrap(new byte[]{1, 2, 3, 4}), request.inputs().tensor("é").data());
        assertEquals("ü", request.id());
        assertEquals(Map.of("priority", 1L), request.parameters());
        assertTrue(request.binary("é"));
        assertFalse(request.binary("other"));
    }

    @Test
    void anOutputsOwnWishOverridesTheRequests() {
        InferenceRequest request = reader.read(("{\"inputs\":[],\"parameters\":{\"binary_data_output\":true},"
                + "\"outputs\":[{\"name\":\"a\",\"parameters\":{\"binary_data\":false}},{\"name\":\"b\"}]}")
                .getBytes(StandardCharsets.UTF_8));
        assertFalse(request.binary("a"));
        assertTrue(request.binary("b"));
    }
}
