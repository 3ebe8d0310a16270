package thaw.gcp;

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

/** The shape of the adapter: two mappings, stores, one entry point, and nothing of the pipeline. */
@AnalyzeClasses(packages = "thaw.gcp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Each public type, and who outside of its package needs it for what. */
    private static final Map<String, String> PUBLIC = Map.ofEntries(
            Map.entry("thaw.gcp.CloudFunction", "deployments name it"),
            Map.entry("thaw.gcp.GoogleFunction", "the command line answers recorded events with it"),
            Map.entry("thaw.gcp.RecordedRequest", "the command line replays them"),
            Map.entry("thaw.gcp.auth.PushSettings", "the entry point reads them"),
            Map.entry("thaw.gcp.auth.PushTokens", "the entry point lets in by them"),
            Map.entry("thaw.gcp.event.BlobReference", "stores open what it names"),
            Map.entry("thaw.gcp.event.BlobSource", "stores implement it"),
            Map.entry("thaw.gcp.event.CloudEventMessage",
                    "the entry point hands over what the framework read"),
            Map.entry("thaw.gcp.event.EventReader", "the entry point reads events by it"),
            Map.entry("thaw.gcp.store.GoogleClient", "the entry point makes it"),
            Map.entry("thaw.gcp.store.GooglePlaces", "the entry point says where results can go"),
            Map.entry("thaw.gcp.store.StorageBucket", "the entry point says where models can be"),
            Map.entry("thaw.gcp.store.StorageObjects", "the entry point says where objects are"));

    @ArchTest
    static final ArchRule HAS_NO_CYCLES = slices().matching("thaw.gcp.(*)..").should().beFreeOfCycles()
            .because("a package that needs its own users cannot be understood alone");

    @ArchTest
    static final ArchRule MAPPINGS_ARE_PURE = noClasses().that().resideInAPackage("thaw.gcp.event..").should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google..", "io.cloudevents..", "thaw.gcp.store..", "java.nio.file..",
                    "java.net..")
            .because("what an event means can then be tested without a service");

    @ArchTest
    static final ArchRule HAS_NO_PIPELINE_LOGIC = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("thaw.batch..", "thaw.onnx..", "thaw.predict..", "thaw.image..",
                    "thaw.protocol..", "ai.onnxruntime..")
            .orShould().dependOnClassesThat()
            .haveNameMatching("thaw\\.http\\.(?!ContentCoding).*")
            .because("order, batches, models and the protocol live once, in core");

    @ArchTest
    static final ArchRule LEAVES_THE_ORDER_TO_THE_RUNNER = noClasses().should().dependOnClassesThat()
            .haveNameMatching("thaw\\.(run\\.FunctionRunner|model\\.ModelCatalog|Predictor|Model|Tensors?)")
            .because("an adapter hands its events to the hosted function");

    @ArchTest
    static final ArchRule ONLY_THE_ENTRY_KNOWS_THE_FRAMEWORK = noClasses().that()
            .resideOutsideOfPackage("thaw.gcp").should().dependOnClassesThat()
            .resideInAnyPackage("com.google..", "io.cloudevents..")
            .because("the function runs wherever HTTP is spoken");

    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_CLOUD = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("com.azure..", "com.microsoft.azure..", "software.amazon..",
                    "com.amazonaws..",
                    "thaw.local..", "thaw.aws..", "thaw.azure..")
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
