package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import thaw.InferenceException;
import thaw.packaging.files.Folder;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

/**
 * The classes of a function as the virtual machine lays them out, so that it maps them instead of parsing jars: an AppCDS
 * archive, or from Java 25 on an AOT cache. Made by a run of the real handler on a real request. It fits the one build of
 * the JDK that made it; any other ignores it and starts without.
 */
final class ClassArchive {

    private static final int AOT_SINCE = 25;
    private static final int REQUESTS = 3;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String AGENT = "-agentpath:";
    // Java 17 takes jars for others than it archived if their folder's name would be encoded in a URL.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._-]*");
    private static final String NOTES = "classes.tmp";

    private final Jdk jdk;

    ClassArchive(Jdk jdk) {
        this.jdk = jdk;
    }

    private boolean aot() {
        return jdk.feature() >= AOT_SINCE;
    }

    /** Its file's name. */
    String file() {
        return aot() ? "classes.aot" : "classes.jsa";
    }

    /** Options by which the virtual machine uses it; without it they do nothing. */
    List<String> options() {
        // -Xshare or SharedArchiveFile beside AOTCache end the virtual machine.
        return aot() ? List.of("-XX:AOTCache=" + file())
                : List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + file());
    }

    /**
     * Makes it in the command's directory.
     *
     * @param command runs the function without an archive; its first word is the program
     * @param request that it answers in training
     */
    void make(Path artefact, StartCommand command, byte[] request) throws IOException {
        if (PLAIN.matcher(artefact.toString()).matches()) {
            makeIn(artefact, command, request);
            return;
        }
        Path plain = Files.createTempDirectory("thaw-archive");
        try {
            new Folder(artefact).copyTo(plain);
            makeIn(plain, command, request);
            Path file = Path.of(command.directory(), file());
            Files.move(plain.resolve(file), artefact.resolve(file));
        } finally {
            new Folder(plain).delete();
        }
    }

    private void makeIn(Path artefact, StartCommand command, byte[] request) throws IOException {
        Path directory = artefact.resolve(command.directory());
        Path notes = directory.resolve(NOTES);
        command.write(artefact.resolve(StartCommand.FILE));
        train(artefact, command.withOptions(recording()), request);
        List<String> line = new ArrayList<>(List.of(command.command().get(0)));
        line.addAll(aot()
                ? List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + NOTES, "-XX:AOTCache=" + file())
                : List.of("-Xshare:dump", "-XX:SharedClassListFile=" + NOTES,
                        "-XX:SharedArchiveFile=" + file()));
        // Java 17 writes no archive beside an agent, and none has anything to do here.
        line.addAll(command.command().subList(1, command.command().size()).stream()
                .filter(word -> !word.startsWith(AGENT)).toList());
        Tool.run(line, directory, command.environment());
        Files.deleteIfExists(notes);
        if (!Files.isRegularFile(directory.resolve(file()))) {
            throw InferenceException.unavailable(jdk.home().toString(),
                    "made no class archive; --no-archive does without",
                    null);
        }
    }

    private List<String> recording() {
        return aot() ? List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + NOTES)
                : List.of("-XX:DumpLoadedClassList=" + NOTES);
    }

    // Answered or refused, the request has walked its way; that the process ends by itself writes the notes down.
    private static void train(Path artefact, StartCommand command, byte[] request) {
        try (LocalStart instance = LocalStart.of(artefact, command, Map.of())) {
            for (int i = 0; i < REQUESTS; i++) {
                instance.call(request, LONGEST);
            }
            instance.end();
        }
    }
}
