package thaw.quarkus.deployment;

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

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The shape of the extension: what is for the build stays out of what runs, and nothing of the packager is written again. */
@AnalyzeClasses(packages = "thaw.quarkus", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Each public type, and who outside of its package needs it for what. */
    private static final Map<String, String> PUBLIC = Map.ofEntries(
            Map.entry("thaw.quarkus.ModelName", "applications qualify what they inject"),
            Map.entry("thaw.quarkus.runtime.CallTelemetry", "recorded code hands it over"),
            Map.entry("thaw.quarkus.runtime.HostedModels", "health checks ask it"),
            Map.entry("thaw.quarkus.runtime.MetersRecorder", "the build records its calls"),
            Map.entry("thaw.quarkus.runtime.ModelPlace", "functions find their models by it"),
            Map.entry("thaw.quarkus.runtime.ThawBuildConfig", "Quarkus maps configuration to it"),
            Map.entry("thaw.quarkus.runtime.ThawConfig", "Quarkus maps configuration to it"),
            Map.entry("thaw.quarkus.runtime.ThawRecorder", "the build records its calls"),
            Map.entry("thaw.quarkus.runtime.dev.ModelsJsonRpc", "the Dev UI calls it"),
            Map.entry("thaw.quarkus.runtime.health.ModelsLiveness", "SmallRye Health makes a bean of it"),
            Map.entry("thaw.quarkus.runtime.health.ModelsReadiness", "SmallRye Health makes a bean of it"));

    @ArchTest
    static final ArchRule RUNS_WITHOUT_THE_BUILD = noClasses().that()
            .resideOutsideOfPackage("thaw.quarkus.deployment..").should().dependOnClassesThat()
            .resideInAnyPackage("thaw.quarkus.deployment..", "thaw.packaging..", "io.quarkus.deployment..",
                    "io.quarkus.builder..", "org.jboss.jandex..")
            .because("an application carries none of that");

    // Quarkus reads these classes in every build, whatever the application has.
    @ArchTest
    static final ArchRule RECORDERS_NEED_NO_OTHER_EXTENSION = noClasses().that()
            .haveSimpleNameEndingWith("Recorder").should().dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "org.eclipse.microprofile.health..")
            .because("an application without metrics could not be built");

    @ArchTest
    static final ArchRule METERS_ALONE_KNOW_MICROMETER = noClasses().that()
            .doNotHaveSimpleName("Meters").should().dependOnClassesThat(resideInAPackage("io.micrometer.."))
            .because("it is there only where the application has it");

    @ArchTest
    static final ArchRule KNOWS_NO_CLOUD = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("thaw.aws..", "thaw.gcp..", "thaw.azure..", "thaw.local..",
                    "com.amazonaws..", "software.amazon..", "com.google.cloud..", "com.microsoft.azure..")
            .because("targets are jars of their own");

    @ArchTest
    static final ArchRule SAYS_WHAT_IT_IS = classes().should().haveNameNotMatching(
            ".*(Util|Utils|Manager|Helper|Impl|Base|Common)").because("a name says what a class is for");

    @ArchTest
    static void everyPublicTypeHasAReason(JavaClasses classes) {
        Set<String> found = classes.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                .map(JavaClass::getName).filter(name -> !name.contains("$"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(PUBLIC.keySet()), found);
    }
}
