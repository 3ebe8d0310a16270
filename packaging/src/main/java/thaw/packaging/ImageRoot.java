package thaw.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;
import thaw.packaging.files.Folder;
import thaw.packaging.files.ImageLayout;
import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand;

/**
 * The root file system of an image in the making, and the image of it: from below, the C libraries, the Java runtime, the
 * libraries, the class archive, the model. What changes least lies lowest, and two functions share what is the same.
 */
final class ImageRoot {

    /** Where a function lies, as on Lambda. */
    static final String TASK = "var/task";

    private static final String RUNTIME = "opt/java";
    private static final String LIBRARIES = "lib";
    // Where a container's own file systems are mounted, also over a root that cannot be written.
    private static final List<String> PLACES = List.of("dev", "proc", "sys", "tmp");
    private static final String USER = "65532:65532";
    // As in the layers: a class archive refuses jars of another time.
    private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(ImageLayout.TIME));

    private final Draft draft;
    private final Folder root;
    private final Folder task;
    private final ClassArchive archive;
    private final List<Library> libraries;
    private List<String> early = List.of();

    /** What differs between images: the program and how it is called. */
    record Program(String main, List<String> arguments, Map<String, String> environment,
            StartCommand.Protocol protocol) {
        Program {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    /** What a platform limits of an image, told when its root is full. */
    @FunctionalInterface
    interface Limits {
        List<Budget> of(Folder root) throws IOException;
    }

    ImageRoot(Draft draft, List<Library> libraries) throws IOException {
        requireProcessor(draft);
        this.draft = draft;
        this.libraries = libraries;
        this.root = draft.folder().folder("root");
        this.task = root.folder(TASK);
        this.archive = new ClassArchive(draft.jdk());
    }

    private static void requireProcessor(Draft draft) {
        Architecture wanted = draft.request().architecture();
        String culprit = draft.request().target() + " for " + wanted;
        if (draft.jdk().architecture() != wanted) {
            throw InferenceException.mismatch(culprit,
                    "a JDK for it (--jdk DIR), whose modules make the image's Java runtime",
                    "one for " + draft.jdk().architecture());
        }
        if (!wanted.runsHere() && draft.request().base().isEmpty()) {
            throw InferenceException.malformed(culprit,
                    "expected an OCI layout with its C libraries (--base DIR), since this machine's are for "
                            + Architecture.ofThisMachine());
        }
    }

    private boolean archived() {
        return draft.request().archive() && draft.request().architecture().runsHere();
    }

    private List<String> notes() {
        if (archived()) {
            return List.of();
        }
        return List.of(draft.request().archive()
                ? "without a class archive: it is made by a run, and what is for "
                        + draft.request().architecture() + " does not run here"
                : "without a class archive, as --no-archive says");
    }

    Folder task() {
        return task;
    }

    /** Fills it and makes the image. */
    Artefact image(Program program, String handler, Limits limits) throws IOException {
        draft.addJars(libraries, task.folder(LIBRARIES));
        draft.progress().next("native libraries");
        NativeLibraries.onnxRuntime(libraries, draft.request().architecture(),
                task.folder(NativeLibraries.FOLDER));
        List<ModelPreparation> models = draft.addModels(task);
        early = EarlyStart.add(draft, task, models);
        draft.progress().next("Java runtime");
        JavaRuntime.make(draft.jdk(), draft.function().jars(), libraries,
                root.folder("opt").path().resolve("java"));
        addSystem(draft, root);
        setTimes(root);
        boolean archived = archived();
        if (archived) {
            draft.progress().next("class archive");
            byte[] request = draft.requestBytes(program.protocol());
            archive.make(draft.folder().path(), start(program, List.of()), request);
            setTimes(root);
        }
        draft.progress().next("image");
        List<String> options = archived ? archive.options() : List.of();
        Path file = write(program, options, archived);
        List<Budget> all = new ArrayList<>(limits.of(root));
        all.addAll(draft.startBudgets(task));
        StartCommand start = start(program, options);
        return new Artefact(file, root.files(), libraries, handler, models,
                Optional.of(archived ? start.withArchive(archive.file()) : start), all,
                notes());
    }

    /** Adds what every image has of an operating system. */
    static void addSystem(Draft draft, Folder root) throws IOException {
        if (draft.request().base().isEmpty()) {
            CLibraries.copy(root);
        }
        root.write("etc/passwd", text("root:x:0:0:root:/:/\nfunction:x:65532:65532:function:/tmp:/\n"));
        root.write("etc/group", text("root:x:0:\nfunction:x:65532:\n"));
        root.write("etc/nsswitch.conf", text("hosts: files dns\n"));
        for (String place : PLACES) {
            root.folder(place);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void setTimes(Folder root) throws IOException {
        for (String name : root.files().keySet()) {
            Files.setLastModifiedTime(root.path().resolve(name), TIME);
        }
    }

    private List<String> command(String java, Program program, List<String> more) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(more);
        command.addAll(JavaOptions.image());
        command.addAll(early);
        if (!draft.function().coded()) {
            command.add("-Dthaw.providers=none");
        }
        command.addAll(List.of("-cp", String.join(":", Draft.classPath(libraries, LIBRARIES + "/")),
                program.main()));
        command.addAll(program.arguments());
        return command;
    }

    private StartCommand start(Program program, List<String> more) {
        return new StartCommand(draft.request().target().label(), program.protocol(), draft.function().name(),
                "root/" + TASK,
                command("../../" + RUNTIME + "/bin/java", program,
                        more),
                program.environment(),
                "", Draft.REQUEST);
    }

    private Path write(Program program, List<String> more, boolean archived) throws IOException {
        ImageLayout image = new ImageLayout(draft.folder().folder("image"),
                draft.request().architecture().imageName());
        if (draft.request().base().isPresent()) {
            image.on(draft.request().base().get());
        }
        addSystemLayer(image, root);
        image.layer(root.path(), RUNTIME);
        image.layer(root.path(), TASK + "/" + NativeLibraries.FOLDER, TASK + "/" + LIBRARIES);
        if (archived) {
            image.layer(root.path(), TASK + "/" + archive.file());
        }
        if (draft.packagesModel()) {
            image.layer(root.path(), TASK + "/" + Draft.MODELS);
        }
        List<String> command = command("/" + RUNTIME + "/bin/java", program, more);
        int arguments = command.size() - program.arguments().size();
        image.finish(
                config(draft, program.environment(), command.subList(0, arguments), program.arguments()));
        Path file = draft.folder().path().resolve(draft.function().name() + ".tar");
        image.tar(file, draft.function().name().toLowerCase(java.util.Locale.ROOT));
        return file;
    }

    /** The layer below all others. */
    static void addSystemLayer(ImageLayout image, Folder root) throws IOException {
        List<String> system = new ArrayList<>(root.files().keySet().stream()
                .filter(name -> !name.startsWith(RUNTIME + "/") && !name.startsWith(TASK + "/")).toList());
        system.addAll(PLACES);
        image.layer(root.path(), system.toArray(String[]::new));
    }

    /** How an image runs: what only the platform can know is left out. */
    static Map<String, Object> config(Draft draft, Map<String, String> variables, List<String> program,
            List<String> arguments) {
        Map<String, String> environment = new HashMap<>(variables);
        draft.request().repository().ifPresent(place -> environment.put("THAW_MODELS", place));
        environment.values().removeIf(value -> value.endsWith(SinkVariables.STAND_IN));
        environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("_")
                || name.startsWith("LAMBDA_"));
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("User", USER);
        config.put("Env", environment.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue())
                .sorted().toList());
        config.put("Entrypoint", program);
        config.put("Cmd", arguments);
        config.put("WorkingDir", "/" + TASK);
        return config;
    }
}
