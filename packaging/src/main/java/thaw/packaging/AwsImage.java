package thaw.packaging;

import java.io.IOException;
import java.util.List;

import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand.Protocol;

/** An image for Lambda: the runtime interface client on a Java runtime of its own, with a class archive. */
final class AwsImage implements TargetPackage {

    private static final String CLIENT = "libaws-lambda-jni.so";
    private static final String CLIENT_PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    private static final long LARGEST = 10L << 30;

    @Override
    public Artefact make(Draft draft) throws IOException {
        AwsServices services = new AwsServices(draft.function(), draft.request().sinks());
        List<Library> all = Draft.withOthers(draft.platforms().libraries("aws"),
                draft.platforms().libraries("aws-runtime"));
        ImageRoot image = new ImageRoot(draft, draft.needed(all, services::admits));
        Folder natives = image.task().folder(NativeLibraries.FOLDER);
        Library client = all.stream()
                .filter(library -> library.artifact().equals("aws-lambda-java-runtime-interface-client"))
                .findFirst().orElseThrow();
        NativeLibraries.write(client,
                "jni/libaws-lambda-jni." + draft.request().architecture().mavenClassifier() + ".so",
                draft.request().architecture(), natives, CLIENT);
        String handler = AwsFunction.handler(draft.function().trigger());
        List<String> options = List
                .of("-D" + CLIENT_PROPERTY + "=" + ImageRoot.HERE + "/" + NativeLibraries.FOLDER + "/"
                        + CLIENT);
        return image.image(new ImageRoot.Program(AwsFunction.MAIN, List.of(handler), options,
                AwsFunction.environment(draft), Protocol.LAMBDA), handler,
                root -> List.of(new Budget("unpacked image", root.bytes(), LARGEST,
                        "leave the model in S3 (THAW_MODELS)")));
    }
}
