package thaw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The shape of functions-core; public types are listed with their reasons in {@code public-types.txt}. */
@AnalyzeClasses(packages = "thaw", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NO_CLOUD = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("com.amazonaws..", "software.amazon..", "com.azure..",
                    "com.microsoft.azure..",
                    "com.google.cloud..", "com.google.api..", "io.cloudevents..", "io.quarkus..")
            .because("a function must not change when its cloud does");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES = slices().matching("thaw.(*)..").should().beFreeOfCycles()
            .because("a package that needs its own users cannot be understood alone");

    @ArchTest
    static final ArchRule ROOT_STANDS_ALONE = noClasses().that().resideInAPackage("thaw").should()
            .dependOnClassesThat(resideInAPackage("thaw.*.."))
            .because("authors and adapters share these types and nothing behind them");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_ONNX_RUNTIME = noClasses().that()
            .resideOutsideOfPackage("thaw.onnx..").should().dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..")
            .because("its tensors and sessions can kill the process if they are not handled with care");

    @ArchTest
    static final ArchRule SAYS_WHAT_IT_IS = classes().should().haveNameNotMatching(
            ".*(Util|Utils|Manager|Helper|Impl|Base|Common)").because("a name says what a class is for");

    @ArchTest
    static void everyPublicTypeHasAReason(JavaClasses classes) throws IOException {
        Map<String, String> reasons = reasons();
        Set<String> unlisted = publicTypes(classes);
        unlisted.removeAll(reasons.keySet());
        assertEquals(Set.of(), unlisted,
                "make it package-private, or add a line with its reason to public-types.txt");
        reasons.forEach((type, reason) -> assertTrue(reason.length() > 10, type + " has no reason"));
    }

    @ArchTest
    static void everyReasonHasItsPublicType(JavaClasses classes) throws IOException {
        Set<String> gone = new TreeSet<>(reasons().keySet());
        gone.removeAll(publicTypes(classes));
        assertEquals(Set.of(), gone, "remove the line from public-types.txt");
    }

    private static Set<String> publicTypes(JavaClasses classes) {
        return classes.that(alwaysTrue()).stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                .map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> reasons() throws IOException {
        try (InputStream stream = ArchitectureTest.class.getResourceAsStream("/public-types.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> line.split(": ", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length == 2 ? pair[1] : "",
                            (one, other) -> one, TreeMap::new));
        }
    }
}
