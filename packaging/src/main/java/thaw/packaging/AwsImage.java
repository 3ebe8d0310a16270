package thaw.packaging;

import java.io.IOException;
import java.util.List;

import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand.Protocol;

/** An image for Lambda: our own program on a Java runtime of its own, with a class archive. */
final class AwsImage implements TargetPackage {

    private static final long LARGEST = 10L << 30;

    @Override
    public Artefact make(Draft draft) throws IOException {
        AwsServices services = new AwsServices(draft.function(), draft.request().sinks());
        List<Library> all = draft.platforms().libraries("aws");
        ImageRoot image = new ImageRoot(draft, draft.needed(all, services::admits));
        String handler = AwsFunction.handler(draft.function().trigger());
        return image.image(new ImageRoot.Program(AwsFunction.PROGRAM, List.of(handler),
                AwsFunction.environment(draft), Protocol.LAMBDA), handler,
                root -> List.of(new Budget("unpacked image", root.bytes(), LARGEST,
                        "leave the model in S3 (--repository s3://...)")));
    }
}
