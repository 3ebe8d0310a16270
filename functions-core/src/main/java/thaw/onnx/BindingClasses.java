package thaw.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import thaw.InferenceException;

/**
 * Takes out of the classes of ONNX Runtime's binding what costs a start time and serves nothing there: each of them
 * starts the Java logging, and one makes a temporary folder, which starts the secure random numbers. A step of
 * packaging: in a class file's table of constants two names are replaced, {@link java.util.logging.Logger} by
 * {@link BindingLogger} and, in the class that loads the libraries, {@link java.nio.file.Files} by {@link BindingFiles}.
 * No instruction changes, and a class that asks more of them than those can do stays as it is.
 */
public final class BindingClasses {

    private static final String LOADER = "ai/onnxruntime/OnnxRuntime";
    private static final String LOGGER = "java/util/logging/Logger";
    private static final String FILES = "java/nio/file/Files";
    private static final Map<String, String> REPLACEMENTS = Map.of(LOGGER, "thaw/onnx/BindingLogger", FILES,
            "thaw/onnx/BindingFiles");
    private static final Map<String, Set<String>> KNOWN = Map.of(
            LOGGER, Set.of("getLogger(Ljava/lang/String;)Ljava/util/logging/Logger;",
                    "log(Ljava/util/logging/Level;Ljava/lang/String;)V",
                    "log(Ljava/util/logging/Level;Ljava/lang/String;Ljava/lang/Throwable;)V",
                    "warning(Ljava/lang/String;)V"),
            FILES, Set.of("createTempDirectory(Ljava/lang/String;[Ljava/nio/file/attribute/FileAttribute;)"
                    + "Ljava/nio/file/Path;"));
    private static final int MAGIC = 0xCAFEBABE;

    private BindingClasses() {}

    /**
     * A class as it should be in a deployment.
     *
     * @param classFile of any class in the binding's jar
     * @return the same array, if there is nothing to change
     * @throws InferenceException malformed, if it is no class file
     */
    public static byte[] quickened(byte[] classFile) {
        try {
            Constants constants = new Constants(ByteBuffer.wrap(classFile));
            byte[] logging = replaced(classFile, constants, LOGGER);
            return constants.className().equals(LOADER)
                    ? replaced(logging, new Constants(ByteBuffer.wrap(logging)), FILES)
                    : logging;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException broken) {
            throw InferenceException.malformed("class of the binding", "expected a class file: " + broken,
                    broken);
        }
    }

    private static byte[] replaced(byte[] classFile, Constants constants, String type) {
        Set<String> asked = constants.methodsOf(type);
        return asked.isEmpty() || !KNOWN.get(type).containsAll(asked) ? classFile
                : constants.renamed(classFile, type, REPLACEMENTS.get(type));
    }

    /** A class file's table of constants, as the Java Virtual Machine Specification lays it out in section 4.4. */
    private static final class Constants {

        private static final int UTF8 = 1;
        private static final int METHOD = 10;

        private final ByteBuffer file;
        private final int[] positions;
        private final int end;

        Constants(ByteBuffer file) {
            this.file = file;
            if (file.getInt(0) != MAGIC) {
                throw new IllegalArgumentException("it does not begin with CAFEBABE");
            }
            this.positions = new int[unsigned(8)];
            int position = 10;
            for (int i = 1; i < positions.length; i++) {
                positions[i] = position;
                int kind = file.get(position);
                position += size(kind, position);
                // Longs and doubles take two places in the table.
                i += kind == 5 || kind == 6 ? 1 : 0;
            }
            this.end = position;
        }

        private int unsigned(int position) {
            return Short.toUnsignedInt(file.getShort(position));
        }

        private int size(int kind, int position) {
            return switch (kind) {
                case UTF8 -> 3 + unsigned(position + 1);
                case 7, 8, 16, 19, 20 -> 3;
                case 15 -> 4;
                case 3, 4, 9, METHOD, 11, 12, 17, 18 -> 5;
                case 5, 6 -> 9;
                default -> throw new IllegalArgumentException("unknown constant " + kind);
            };
        }

        private String text(int index) {
            int position = positions[index];
            return new String(file.array(), position + 3, unsigned(position + 1), StandardCharsets.UTF_8);
        }

        private String typeName(int index) {
            return text(unsigned(positions[index] + 1));
        }

        String className() {
            return typeName(unsigned(end + 2));
        }

        /** Names with descriptors. */
        Set<String> methodsOf(String type) {
            Set<String> methods = new TreeSet<>();
            for (int position : positions) {
                if (position > 0 && file.get(position) == METHOD
                        && typeName(unsigned(position + 1)).equals(type)) {
                    int described = positions[unsigned(position + 3)];
                    methods.add(text(unsigned(described + 1)) + text(unsigned(described + 3)));
                }
            }
            return methods;
        }

        /** Texts that are the name, or a descriptor with it; a string of the program could be neither. */
        byte[] renamed(byte[] classFile, String from, String to) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(classFile.length + 1024);
            out.write(classFile, 0, 10);
            for (int i = 1; i < positions.length; i++) {
                if (positions[i] > 0) {
                    write(out, classFile, i, from, to);
                }
            }
            out.write(classFile, end, classFile.length - end);
            return out.toByteArray();
        }

        private void write(ByteArrayOutputStream out, byte[] classFile, int index, String from, String to) {
            int position = positions[index];
            int kind = file.get(position);
            if (kind != UTF8 || !text(index).contains(from)) {
                out.write(classFile, position, size(kind, position));
                return;
            }
            String before = text(index);
            String after = before.equals(from) ? to : before.replace('L' + from + ';', 'L' + to + ';');
            byte[] text = after.getBytes(StandardCharsets.UTF_8);
            out.write(UTF8);
            out.write(text.length >> 8);
            out.write(text.length);
            out.writeBytes(text);
        }
    }
}
