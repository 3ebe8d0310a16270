package thaw.packaging.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * {@code start.json}: how an artefact is run here as its platform runs it. Immutable.
 *
 * @param target      it was made for
 * @param protocol    how it is called
 * @param function    its name
 * @param directory   where it runs, relative to the file
 * @param command     program and arguments; relative paths are those of the directory
 * @param environment variables that the platform would set; relative paths as in the command
 * @param archive     the class archive in the directory that the command names; empty for none
 * @param request     a real request, relative to the file
 */
public record StartCommand(String target, Protocol protocol, String function, String directory,
        List<String> command, Map<String, String> environment, String archive, String request) {

    /** The file's name. */
    public static final String FILE = "start.json";
    /** The file beside it with what an object holds that the request names; there is none if it names no object. */
    public static final String OBJECT = "object";

    private static final int FORMAT = 1;

    /** How an artefact is called. */
    public enum Protocol {
        /** It fetches its events from Lambda's Runtime API, whose address {@code AWS_LAMBDA_RUNTIME_API} tells. */
        LAMBDA("lambda-runtime-api"),
        /** It answers HTTP on the port that {@code PORT} tells. */
        HTTP("http");

        private final String label;

        Protocol(String label) {
            this.label = label;
        }

        static Protocol named(String label, String culprit) {
            for (Protocol protocol : values()) {
                if (protocol.label.equals(label)) {
                    return protocol;
                }
            }
            throw InferenceException.mismatch(culprit, LAMBDA.label + " or " + HTTP.label, "'" + label + "'");
        }
    }

    public StartCommand {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(directory, "directory");
        command = List.copyOf(command);
        environment = new TreeMap<>(environment);
        Objects.requireNonNull(archive, "archive");
        Objects.requireNonNull(request, "request");
    }

    @Override
    public Map<String, String> environment() {
        return new TreeMap<>(environment);
    }

    /** The same with more options of the virtual machine, before all others. */
    public StartCommand withOptions(List<String> options) {
        List<String> longer = new ArrayList<>(command);
        longer.addAll(1, options);
        return new StartCommand(target, protocol, function, directory, longer, environment, archive, request);
    }

    /** The same with another class archive, or none. */
    public StartCommand withArchive(String file) {
        return new StartCommand(target, protocol, function, directory, command, environment, file, request);
    }

    /**
     * Reads the file of an artefact.
     *
     * @param artefact the file, or the folder that it is in
     * @throws InferenceException malformed, if it is not such a file
     */
    public static StartCommand read(Path artefact) throws IOException {
        Path file = file(artefact);
        JsonObject json = JsonObject.parse(Files.readAllBytes(file), file.toString());
        json.integer("format", FORMAT, FORMAT);
        JsonObject variables = json.required("environment");
        Map<String, String> environment = new LinkedHashMap<>();
        variables.keys().forEach(name -> environment.put(name, variables.string(name)));
        StartCommand read = new StartCommand(json.string("target"),
                Protocol.named(json.string("protocol"), json.at("protocol")), json.string("function"),
                json.string("directory"), json.strings("command"), environment, json.string("archive", ""),
                json.string("request"));
        json.requireKnown();
        return read;
    }

    /** Where the file of an artefact is: it, its folder, or what lies beside it may be told. */
    static Path file(Path artefact) {
        for (Path candidate : List.of(artefact.resolve(FILE), artefact.resolveSibling(FILE))) {
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        throw InferenceException.notFound(artefact.toString(),
                "expected what 'thaw package' made, with a " + FILE + " in it or beside it");
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", FORMAT);
        tree.put("target", target);
        tree.put("protocol", protocol.label);
        tree.put("function", function);
        tree.put("directory", directory);
        tree.put("command", command);
        tree.put("environment", environment);
        tree.put("archive", archive);
        tree.put("request", request);
        Files.write(file, Json.bytes(tree));
    }
}
