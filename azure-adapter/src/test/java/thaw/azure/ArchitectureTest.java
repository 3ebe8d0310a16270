package thaw.azure;

import java.util.List;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

class ArchitectureTest {

    /** Every public type, and who needs it: the worker by its name, packaging, replay, or another package. */
    private static final List<String> PUBLIC = List.of("thaw.azure.AzureFunction", "thaw.azure.BlobEntry",
            "thaw.azure.BlobEventEntry", "thaw.azure.BlobQueueEntry", "thaw.azure.EventHubEntry",
            "thaw.azure.HttpEntry",
            "thaw.azure.KafkaEntry", "thaw.azure.LoadWithWorker", "thaw.azure.QueueEntry",
            "thaw.azure.RecordedInvocations", "thaw.azure.ServiceBusEntry", "thaw.azure.WarmupEntry",
            "thaw.azure.app.AccessLevel", "thaw.azure.app.AppFolder", "thaw.azure.app.AppSource",
            "thaw.azure.event.BlobEvents", "thaw.azure.event.BlobReference", "thaw.azure.event.BlobSource",
            "thaw.azure.event.EventHubRecords", "thaw.azure.event.HttpAnswers",
            "thaw.azure.event.HttpRequests",
            "thaw.azure.event.Invocation", "thaw.azure.event.KafkaRecords", "thaw.azure.event.QueueRecords",
            "thaw.azure.event.ServiceBusRecords", "thaw.azure.store.Accounts", "thaw.azure.store.AzurePlaces",
            "thaw.azure.store.BlobModels", "thaw.azure.store.Blobs");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("thaw.azure");

    @Test
    void offersThesePublicTypesAndNoOther() {
        assertEquals(PUBLIC,
                CLASSES.stream().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(JavaClass::isTopLevelClass).map(JavaClass::getName).sorted().toList());
    }

    @Test
    void forcesNoFunctionOnAnApp() {
        noMethods().should().beAnnotatedWith(FunctionName.class)
                .because("the Maven plugin would write a function.json for each into everybody's app")
                .check(CLASSES);
    }

    @Test
    void knowsNothingOfTheCloudWhereItStoresNorOfStoresWhereItReadsEvents() {
        noClasses().that().resideInAPackage("thaw.azure.store..").should().dependOnClassesThat()
                .resideInAPackage("com.microsoft..").because("stores serve any process").check(CLASSES);
        noClasses().that().resideInAPackage("thaw.azure.event..").should().dependOnClassesThat()
                .resideInAPackage("thaw.azure.store..").because("a mapping is pure").check(CLASSES);
    }

    @Test
    void runsNoPipelineOfItsOwn() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("thaw.onnx..", "thaw.predict..", "thaw.batch..")
                .because("order, batches and limits are in functions-core").check(CLASSES);
    }

    @Test
    void hasNoCycles() {
        slices().matching("thaw.azure.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
