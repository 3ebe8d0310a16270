package thaw.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.model.Checksum;
import thaw.packaging.files.Folder;
import thaw.packaging.start.StartCommand;

/** Makes deployables of functions: the same request and the same JDK make the same bytes. Thread-safe. */
public final class Packager {

    private final Platforms platforms;

    /** Packages with the adapters of these platforms. */
    public Packager(Platforms platforms) {
        this.platforms = Objects.requireNonNull(platforms, "platforms");
    }

    /**
     * Makes a folder {@code <function>-<target>} in the request's output, in place of an earlier one.
     *
     * @throws InferenceException if a path, an option or a model cannot be used, or a limit of the platform is passed:
     *                            naming it, with what to do; then nothing is left in the output
     */
    public PackageReport pack(PackageRequest request, Progress progress) {
        request.target().requireMemory(request.memory());
        Jdk jdk = Jdk.at(request.jdk());
        ModelFiles models = new ModelFiles(request.paths());
        PackagedFunction function = PackagedFunction.of(request, request.model().or(models::only));
        models.requireHas(function.model());
        Folder folder = new Folder(
                request.output().toAbsolutePath().normalize()
                        .resolve(function.name() + "-" + request.target().label()));
        try {
            clear(folder);
            try {
                Draft draft = new Draft(request, function, models, jdk, Folder.made(folder.path()), platforms,
                        progress);
                if (request.architecture().runsHere()) {
                    draft.writeObject();
                }
                return finished(draft, making(request.target()).make(draft));
            } catch (RuntimeException | Error | IOException failure) {
                folder.delete();
                throw failure;
            }
        } catch (FileSystemException failure) {
            throw new UncheckedIOException(failure);
        } catch (IOException failure) {
            // Such as a full disk, of which the system names no file.
            throw InferenceException.unavailable(folder.path().toString(),
                    "cannot be made: " + failure.getMessage(), failure);
        }
    }

    private static TargetPackage making(Target target) {
        return switch (target) {
            case AWS_ZIP -> new AwsZip();
            case AWS_IMAGE -> new AwsImage();
            case AWS_NATIVE -> new AwsNative();
            case AZURE -> new AzureApp();
            case GCP -> new GcpImage();
            case GCP_ZIP -> new GcpZip();
            case CONTAINER, CONTAINER_NATIVE -> new ContainerImage();
        };
    }

    // What is removed must be an earlier package, whatever folder --output names.
    private static void clear(Folder folder) throws IOException {
        if (Files.isRegularFile(folder.path().resolve(PackageReport.FILE))) {
            folder.delete();
        }
        if (Files.exists(folder.path()) && !Files.isDirectory(folder.path())) {
            throw InferenceException.malformed(folder.path().toString(),
                    "expected an empty folder or an earlier package, found a file");
        }
        if (Files.exists(folder.path())) {
            try (Stream<Path> content = Files.list(folder.path())) {
                if (content.findAny().isPresent()) {
                    throw InferenceException.malformed(folder.path().toString(),
                            "expected an empty folder or an earlier package, found other files");
                }
            }
        }
    }

    private static PackageReport finished(Draft draft, Artefact artefact) throws IOException {
        for (Budget budget : artefact.budgets()) {
            budget.requireKept(artefact.file().getFileName().toString(), artefact.files());
        }
        draft.progress().next("bill of materials");
        Folder folder = draft.folder();
        boolean runsHere = draft.request().architecture().runsHere();
        if (artefact.start().isPresent() && runsHere) {
            StartCommand start = artefact.start().get();
            folder.write(Draft.REQUEST, draft.requestBytes(start.protocol()));
            start.write(folder.path().resolve(StartCommand.FILE));
        }
        Checksum checksum = Checksum.of(artefact.file());
        folder.write(BillOfMaterials.FILE, BillOfMaterials.of(draft, artefact));
        Map<String, Object> details = details(draft, artefact, checksum);
        folder.write(PackageReport.FILE, Json.bytes(details));
        return new PackageReport(folder.path(), artefact.file(), draft.function().name(),
                draft.request().target(),
                artefact.handler(), checksum.sha256(), checksum.bytes(), new TreeMap<>(artefact.files()),
                notes(draft, artefact), details);
    }

    private static List<String> notes(Draft draft, Artefact artefact) {
        List<String> notes = new ArrayList<>(artefact.models().stream().map(ModelPreparation::line).toList());
        notes.addAll(own(draft, artefact));
        return notes;
    }

    private static List<String> own(Draft draft, Artefact artefact) {
        List<String> notes = new ArrayList<>(artefact.notes());
        draft.request().repository().ifPresent(place -> notes.add("without the model: put what is in "
                + Draft.MODELS + "/ into " + place + ", and set THAW_MODELS to that"));
        if (draft.request().target() == Target.GCP
                && draft.request().architecture() != Architecture.LINUX_X64) {
            notes.add("for Knative: Cloud Run runs on linux-x64 alone");
        }
        if (artefact.start().isPresent() && !draft.request().architecture().runsHere()) {
            notes.add("without " + StartCommand.FILE + ": what is for " + draft.request().architecture()
                    + " can be measured there");
        }
        return notes;
    }

    private static Map<String, Object> details(Draft draft, Artefact artefact, Checksum checksum) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("format", PackageReport.FORMAT);
        details.put("function", draft.function().name());
        details.put("target", draft.request().target().label());
        details.put("architecture", draft.request().architecture().label());
        details.put("trigger", draft.function().trigger().name().toLowerCase(java.util.Locale.ROOT));
        details.put("model", draft.function().model().toString());
        details.put("handler", artefact.handler());
        draft.request().repository().ifPresent(place -> details.put("repository", place));
        details.put("jdk", draft.jdk().build());
        details.put("artefact", artefact.file().getFileName().toString());
        details.put("sha256", checksum.sha256());
        details.put("bytes", checksum.bytes());
        details.put("unpacked_bytes",
                artefact.files().values().stream().mapToLong(Long::longValue).sum());
        details.put("models", artefact.models().stream().map(ModelPreparation::tree).toList());
        details.put("budgets", artefact.budgets().stream().map(Budget::tree).toList());
        details.put("notes", own(draft, artefact));
        details.put("files", artefact.files());
        return details;
    }
}
