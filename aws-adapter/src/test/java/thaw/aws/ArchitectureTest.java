package thaw.aws;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The shape of the adapter: two mappings, stores, entry points, and nothing of the pipeline. */
@AnalyzeClasses(packages = "thaw.aws", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Each public type, and who outside of its package needs it for what. */
    private static final Map<String, String> PUBLIC = Map.ofEntries(
            Map.entry("thaw.aws.HttpHandler", "deployments name it"),
            Map.entry("thaw.aws.BlobHandler", "deployments name it"),
            Map.entry("thaw.aws.StreamHandler", "deployments name it"),
            Map.entry("thaw.aws.FunctionHandler", "frameworks that make handlers delegate to it"),
            Map.entry("thaw.aws.LambdaFunction", "the command line answers recorded events with it"),
            Map.entry("thaw.aws.LambdaMain", "images and native executables start with it"),
            Map.entry("thaw.aws.event.AwsEvent", "entry points have it answered"),
            Map.entry("thaw.aws.event.BlobReference", "stores open what it names"),
            Map.entry("thaw.aws.event.BlobSource", "stores implement it"),
            Map.entry("thaw.aws.event.EventKinds", "the command line tells an event's trigger by it"),
            Map.entry("thaw.aws.event.EventReader", "entry points read events by it"),
            Map.entry("thaw.aws.event.EventRehearsal", "entry points are rehearsed by it"),
            Map.entry("thaw.aws.event.HttpSource", "part of AwsEvent"),
            Map.entry("thaw.aws.event.Invocation", "entry points say what Lambda said"),
            Map.entry("thaw.aws.event.ItemAnswer", "part of AwsEvent"),
            Map.entry("thaw.aws.runtime.RuntimeLoop", "the program runs it"),
            Map.entry("thaw.aws.store.AwsClients", "entry points make and renew them"),
            Map.entry("thaw.aws.store.AwsPlaces", "entry points say where results can go"),
            Map.entry("thaw.aws.store.S3Bucket", "entry points say where models can be"),
            Map.entry("thaw.aws.store.S3Objects", "entry points say where objects are"),
            Map.entry("thaw.aws.store.TraceOfThread", "the runtime loop tells it what a call belongs to"));

    @ArchTest
    static final ArchRule HAS_NO_CYCLES = slices().matching("thaw.aws.(*)..").should().beFreeOfCycles()
            .because("a package that needs its own users cannot be understood alone");

    @ArchTest
    static final ArchRule MAPPINGS_ARE_PURE = noClasses().that().resideInAPackage("thaw.aws.event..").should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws..", "thaw.aws.store..", "java.nio.file..",
                    "java.net.http..")
            .because("what an event means can then be tested without a service");

    @ArchTest
    static final ArchRule HAS_NO_PIPELINE_LOGIC = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("thaw.batch..", "thaw.onnx..", "thaw.predict..", "thaw.image..",
                    "thaw.protocol..", "thaw.http..", "ai.onnxruntime..")
            .because("order, batches, models and the protocol live once, in core");

    @ArchTest
    static final ArchRule LEAVES_THE_ORDER_TO_THE_RUNNER = noClasses().should().dependOnClassesThat()
            .haveNameMatching("thaw\\.(run\\.FunctionRunner|model\\.ModelCatalog|Predictor|Model|Tensors?)")
            .because("an adapter hands its events to the hosted function");

    @ArchTest
    static final ArchRule ONLY_STORES_KNOW_THE_SDK = noClasses().that()
            .resideOutsideOfPackage("thaw.aws.store..").should().dependOnClassesThat()
            .resideInAPackage("software.amazon..")
            .because("a function that uses no service must not load it");

    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_CLOUD = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("com.azure..", "com.microsoft.azure..", "com.google.cloud..",
                    "io.cloudevents..", "thaw.local..", "thaw.gcp..", "thaw.azure..")
            .because("what adapters share is in core");

    @ArchTest
    static final ArchRule SAYS_WHAT_IT_IS = classes().should().haveNameNotMatching(
            ".*(Util|Utils|Manager|Helper|Impl|Base|Common)").because("a name says what a class is for");

    @ArchTest
    static void everyPublicTypeHasAReason(JavaClasses classes) {
        Set<String> found = classes.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                .map(JavaClass::getName).filter(name -> !name.endsWith("package-info"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(PUBLIC.keySet()), found, "make it package-private, or say why it is not");
    }
}
