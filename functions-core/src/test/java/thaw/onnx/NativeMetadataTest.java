package thaw.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a native executable must know of ONNX Runtime's binding. Its C side looks classes and methods up by strings, which
 * its library holds one by one: nothing of them may be missing, whatever release is resolved.
 */
class NativeMetadataTest {

    private static final String METADATA = "/META-INF/native-image/dev.thaw/functions-core/reachability-metadata.json";
    private static final Pattern CLASS = Pattern.compile("\\[*L?(ai/onnxruntime|java|javax)(/[\\w$]+)+;?");
    private static final Pattern METHOD = Pattern
            .compile("\\((\\[*([ZBCSIJFD]|L[\\w$/]+;))*\\)\\[*([ZBCSIJFDV]|L[\\w$/]+;)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*");

    /** What is told of one class: whether C may look it up, and which methods, as in class files. */
    private record Known(boolean fromC, Set<String> methods) {}

    private static Map<String, Known> known() throws IOException {
        try (InputStream file = NativeMetadataTest.class.getResourceAsStream(METADATA)) {
            Map<String, Known> known = new HashMap<>();
            for (JsonObject type : JsonObject.parse(file.readAllBytes(), METADATA).objects("reflection")) {
                Set<String> methods = new TreeSet<>();
                for (JsonObject method : type.has("methods") ? type.objects("methods")
                        : List.<JsonObject>of()) {
                    List<String> parameters = method.strings("parameterTypes");
                    methods.add(method.string("name")
                            + parameters.stream().map(NativeMetadataTest::descriptor).toList());
                }
                known.put(type.string("type"),
                        new Known(type.has("jniAccessible") && (Boolean) type.get("jniAccessible"), methods));
            }
            return known;
        }
    }

    private static String descriptor(String type) {
        try {
            return typed(type).descriptorString();
        } catch (ClassNotFoundException unknown) {
            throw new AssertionError(METADATA + " names " + type + ", which does not exist", unknown);
        }
    }

    private static Class<?> typed(String name) throws ClassNotFoundException {
        if (name.endsWith("[]")) {
            return typed(name.substring(0, name.length() - 2)).arrayType();
        }
        for (Class<?> primitive : List.of(boolean.class, byte.class, short.class, int.class, long.class,
                float.class, double.class)) {
            if (primitive.getName().equals(name)) {
                return primitive;
            }
        }
        return Class.forName(name, false, NativeMetadataTest.class.getClassLoader());
    }

    /** The strings that end with a zero byte, as C has them. */
    private static Set<String> strings(String platform) throws IOException {
        String library = "/ai/onnxruntime/native/" + platform + "/libonnxruntime4j_jni.so";
        try (InputStream file = OnnxTensor.class.getResourceAsStream(library)) {
            String text = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
            return new TreeSet<>(Arrays.asList(text.split("\0")));
        }
    }

    private static List<String> lookedUp(String platform) throws IOException {
        return strings(platform).stream().filter(text -> CLASS.matcher(text).matches())
                .map(NativeMetadataTest::typeName).toList();
    }

    /** {@code [Ljava/lang/String;} is {@code java.lang.String[]}. */
    private static String typeName(String lookedUp) {
        int dimensions = lookedUp.lastIndexOf('[') + 1;
        String plain = lookedUp.substring(dimensions).replace('/', '.');
        return (dimensions > 0 ? plain.substring(1, plain.length() - 1) : plain) + "[]".repeat(dimensions);
    }

    private static List<Executable> membersOf(String type) throws ClassNotFoundException {
        Class<?> found = typed(type);
        List<Executable> members = new ArrayList<>(List.of(found.getDeclaredConstructors()));
        members.addAll(List.of(found.getDeclaredMethods()));
        return members;
    }

    private static String name(Executable member) {
        return member instanceof Constructor<?> ? "<init>" : member.getName();
    }

    private static String descriptor(Executable member) {
        Class<?> result = member instanceof Method method ? method.getReturnType() : void.class;
        return MethodType.methodType(result, member.getParameterTypes()).descriptorString();
    }

    private static String told(Executable member) {
        return name(member)
                + Stream.of(member.getParameterTypes()).map(Class::descriptorString).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-x64", "linux-aarch64"})
    void everyClassThatTheLibraryLooksUpIsTold(String platform) throws Exception {
        Map<String, Known> known = known();
        List<String> classes = lookedUp(platform);
        assertTrue(classes.containsAll(List.of("ai.onnxruntime.OrtException", "ai.onnxruntime.TensorInfo")),
                classes.toString());
        for (String type : classes) {
            assertTrue(known.containsKey(type) && known.get(type).fromC(),
                    platform + " looks " + type + " up from C: " + METADATA + " must tell it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-x64", "linux-aarch64"})
    void everyMethodThatTheLibraryLooksUpIsTold(String platform) throws Exception {
        Map<String, Known> known = known();
        Set<String> strings = strings(platform);
        Set<String> open = new TreeSet<>(
                strings.stream().filter(text -> METHOD.matcher(text).matches()).toList());
        assertFalse(open.isEmpty(), "descriptors of " + platform);
        for (String type : lookedUp(platform)) {
            for (Executable member : type.startsWith("ai.") ? membersOf(type) : List.<Executable>of()) {
                String descriptor = descriptor(member);
                if (strings.contains(descriptor) && strings.contains(name(member))) {
                    open.remove(descriptor);
                    assertTrue(known.get(type).methods().contains(told(member)),
                            platform + " looks " + member + " up from C: " + METADATA + " must tell it");
                }
            }
        }
        assertEquals(Set.of(), open, platform + " looks methods up that no known class has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-x64", "linux-aarch64"})
    void noFieldIsLookedUp(String platform) throws Exception {
        Set<String> strings = strings(platform);
        Set<String> fields = new TreeSet<>();
        for (String type : lookedUp(platform)) {
            if (type.startsWith("ai.")) {
                Stream.of(typed(type).getDeclaredFields()).forEach(field -> fields.add(field.getName()));
            }
        }
        fields.retainAll(strings.stream().filter(text -> NAME.matcher(text).matches()).toList());
        assertEquals(Set.of(), fields, "fields that " + platform + " names: " + METADATA + " must tell them");
    }

    @Test
    void whatIsToldExists() throws Exception {
        for (Map.Entry<String, Known> each : known().entrySet()) {
            Set<String> told = new TreeSet<>(each.getValue().methods());
            if (!told.isEmpty()) {
                membersOf(each.getKey()).forEach(member -> told.remove(told(member)));
            }
            assertEquals(Set.of(), told, each.getKey());
            typed(each.getKey());
        }
    }

    /** Looked up from C by the library that begins a session: packaging's {@code src/main/native/start.c}. */
    @Test
    void whatWrapsASessionThatBeganEarlyIsToldAndExists() throws Exception {
        assertEquals("Lai/onnxruntime/OrtAllocator;",
                typed("ai.onnxruntime.OrtEnvironment").getDeclaredField("defaultAllocator").getType()
                        .descriptorString());
        Map<String, Known> known = known();
        assertTrue(known.get("ai.onnxruntime.OrtEnvironment").fromC());
        assertEquals(Set.of("<init>[J, Lai/onnxruntime/OrtAllocator;]"),
                known.get("ai.onnxruntime.OrtSession").methods());
    }

    @Test
    void everyArrayThatATensorsValueCanBeIsTold() throws Exception {
        Map<String, Known> known = known();
        for (OnnxJavaType type : OnnxJavaType.values()) {
            for (int rank = 1; type.clazz != null && rank <= TensorInfo.MAX_DIMENSIONS; rank++) {
                if (type != OnnxJavaType.UNKNOWN) {
                    String array = type.clazz.getName() + "[]".repeat(rank);
                    assertTrue(known.containsKey(array), array);
                }
            }
        }
    }
}
