package thaw.packaging;

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

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The shape of this module. */
@AnalyzeClasses(packages = "thaw.packaging", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    // The command, the Maven plugin and the extension of Quarkus ask; the packager's own packages share the rest.
    private static final Set<String> PUBLIC = Set.of("thaw.packaging.ApplicationFiles",
            "thaw.packaging.Architecture",
            "thaw.packaging.PackageReport", "thaw.packaging.PackageRequest", "thaw.packaging.Packager",
            "thaw.packaging.Platforms", "thaw.packaging.Progress", "thaw.packaging.SinkOption",
            "thaw.packaging.Target", "thaw.packaging.files.ClassPathJar", "thaw.packaging.files.Dependencies",
            "thaw.packaging.files.ElfImage",
            "thaw.packaging.files.Folder", "thaw.packaging.files.ImageLayout", "thaw.packaging.files.Library",
            "thaw.packaging.files.Licences",
            "thaw.packaging.files.SlimJar", "thaw.packaging.start.Answer", "thaw.packaging.start.ColdRun",
            "thaw.packaging.start.ColdStart", "thaw.packaging.start.ColdStarts",
            "thaw.packaging.start.LocalStart", "thaw.packaging.start.PhaseChart",
            "thaw.packaging.start.StartCommand");

    // What lies out a function app is the adapter's own knowledge, and no part of what runs in it.
    @ArchTest
    static final ArchRule KNOWS_ADAPTERS_BY_NAME_ALONE = noClasses().should()
            .dependOnClassesThat(
                    resideInAnyPackage("thaw.aws..", "thaw.gcp..", "thaw.azure..", "thaw.local..",
                            "com.amazonaws..", "software.amazon..")
                            .and(resideOutsideOfPackage("thaw.azure.app")))
            .because("they are what is packaged, in the versions of the package");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES = slices().matching("thaw.packaging.(*)..").should().beFreeOfCycles()
            .because("a package that needs its own users cannot be understood alone");

    @ArchTest
    static final ArchRule FILES_KNOW_NO_FUNCTIONS = noClasses().that()
            .resideInAPackage("thaw.packaging.files")
            .should().dependOnClassesThat().resideInAnyPackage("thaw.packaging", "thaw.packaging.start")
            .because("jars, tars and images are the same whatever is in them");

    @ArchTest
    static final ArchRule SAYS_WHAT_IT_IS = classes().should().haveNameNotMatching(
            ".*(Util|Utils|Manager|Helper|Impl|Base|Common)").because("a name says what a class is for");

    @ArchTest
    static void onlyWhatOthersAskIsPublic(JavaClasses classes) {
        Set<String> found = classes.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                .map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(PUBLIC), found);
    }
}
