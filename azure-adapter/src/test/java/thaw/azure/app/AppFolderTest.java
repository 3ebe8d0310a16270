package thaw.azure.app;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import thaw.json.JsonObject;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AppFolderTest {

    private static final Pattern FUNCTION_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");
    private static final Pattern SETTING = Pattern.compile("%([A-Z_]+)%");
    private static final Map<String, Class<?>> ONE = Map.of("binary", byte[].class, "string", String.class);
    private static final Map<String, Class<?>> MANY = Map.of("binary", byte[][].class, "string",
            String[].class);

    @TempDir
    private Path folder;

    private JsonObject written(String file) throws IOException {
        return JsonObject.parse(Files.readAllBytes(folder.resolve(file)), file);
    }

    private JsonObject function(AppSource source) throws IOException {
        AppFolder.of(source).writeDescriptions(folder);
        return written(source.functionName() + "/function.json");
    }

    @ParameterizedTest
    @EnumSource
    void writesNoFieldThatTheHostDoesNotKnowAndNoneTooFew(AppSource source) throws IOException {
        JsonObject function = function(source);
        assertTrue(FUNCTION_NAME.matcher(source.functionName()).matches());
        assertTrue(Set.of("scriptFile", "entryPoint", "bindings", "retry").containsAll(function.keys()),
                function.keys().toString());
        assertEquals("../azure-adapter.jar", function.string("scriptFile"));
        long triggers = function.objects("bindings").stream().peek(BindingRules::check)
                .filter(binding -> binding.string("type").endsWith("Trigger")).count();
        assertEquals(1, triggers);
    }

    @ParameterizedTest
    @EnumSource
    void writesAHostJsonThatTheHostTakes(AppSource source) throws IOException {
        AppFolder.of(source).writeDescriptions(folder);
        HostRules.check(written("host.json"));
    }

    /** As the worker binds: an annotation's name is a binding's, its type what the host sends for the data type. */
    @ParameterizedTest
    @EnumSource
    void namesAnEntryPointThatTakesWhatTheBindingsBring(AppSource source) throws Exception {
        JsonObject function = function(source);
        JsonObject trigger = function.objects("bindings").get(0);
        Method run = entryPoint(function.string("entryPoint"));
        List<Parameter> bound = Arrays.stream(run.getParameters())
                .filter(parameter -> parameter.getType() != ExecutionContext.class
                        && parameter.getAnnotation(BindingName.class) == null)
                .toList();
        assertEquals(1, bound.size());
        assertEquals(trigger.string("name"), name(bound.get(0).getAnnotations()[0]));
        if (trigger.has("dataType")) {
            Map<String, Class<?>> types = trigger.string("cardinality", "one").equals("many") ? MANY : ONE;
            assertEquals(types.get(trigger.string("dataType")), bound.get(0).getType());
        }
        boolean returns = function.objects("bindings").stream()
                .anyMatch(binding -> binding.string("name").equals("$return"));
        assertEquals(returns, run.getReturnType() != void.class);
    }

    private static Method entryPoint(String name) throws ClassNotFoundException {
        int dot = name.lastIndexOf('.');
        List<Method> found = Arrays.stream(Class.forName(name.substring(0, dot)).getMethods())
                .filter(method -> method.getName().equals(name.substring(dot + 1))).toList();
        assertEquals(1, found.size(), "the worker refuses overloads of " + name);
        return found.get(0);
    }

    private static Object name(Annotation binding) throws ReflectiveOperationException {
        return binding.annotationType().getMethod("name").invoke(binding);
    }

    @Test
    void namesAWarmUpThatTakesNothing() throws Exception {
        AppFolder.of(AppSource.HTTP).writeDescriptions(folder);
        JsonObject warmup = written("warmup/function.json");
        BindingRules.check(warmup.objects("bindings").get(0));
        assertEquals(List.of(ExecutionContext.class),
                List.of(entryPoint(warmup.string("entryPoint")).getParameterTypes()));
    }

    @ParameterizedTest
    @EnumSource
    void namesOnlySettingsThatAreDocumented(AppSource source) throws IOException {
        AppFolder.of(source).writeDescriptions(folder);
        String documented = Files.readString(Workplace.root().resolve("docs/azure.md"));
        Matcher setting = SETTING
                .matcher(Files.readString(folder.resolve(source.functionName()).resolve("function.json")));
        while (setting.find()) {
            assertTrue(documented.contains("`" + setting.group(1) + "`"), setting.group(1));
        }
        assertTrue(documented.contains("`" + source.functionName() + "`"), source.functionName());
    }

    @ParameterizedTest
    @EnumSource
    void letsTheHostTryAgainOnlyWhereTheCheckpointWouldMoveOn(AppSource source) throws IOException {
        JsonObject function = function(source);
        boolean movesOn = Set.of("eventhub", "kafka").contains(source.functionName());
        assertEquals(movesOn, function.has("retry"));
        if (movesOn) {
            HostRules.checkRetry(function.required("retry"));
        }
    }

    @Test
    void writesWhatWasChosen() throws IOException {
        AppFolder.of(AppSource.HTTP).access(AccessLevel.ANONYMOUS).routePrefix("api/models")
                .timeout(Duration.ofMinutes(10)).writeDescriptions(folder);
        JsonObject trigger = written("http/function.json").objects("bindings").get(0);
        assertEquals("anonymous", trigger.string("authLevel"));
        assertEquals("{*path}", trigger.string("route"));
        assertFalse(trigger.has("methods"), "the function itself refuses methods, with a reason");
        assertEquals("api/models",
                written("host.json").required("extensions").required("http").string("routePrefix"));
        assertEquals("00:10:00", written("host.json").string("functionTimeout"));
    }

    @Test
    void usesEventGridForBlobsUnlessToldToPoll() throws IOException {
        assertEquals("EventGrid", function(AppSource.BLOB).objects("bindings").get(0).string("source"));
        assertEquals("LogsAndContainerScan",
                function(AppSource.BLOB_POLLED).objects("bindings").get(0).string("source"));
    }

    /** Otherwise the host refuses an entity with sessions, and an entity without them the other way. */
    @ParameterizedTest
    @EnumSource(names = "SERVICE_BUS.*", mode = EnumSource.Mode.MATCH_ALL)
    void tellsTheHostOfSessionsWhereThereAreAny(AppSource source) throws IOException {
        boolean sessions = source.name().endsWith("_SESSIONS");
        JsonObject trigger = function(source).objects("bindings").get(0);
        assertEquals(sessions, trigger.flag("isSessionsEnabled", false));
    }

    @Test
    void signsInToKafkaOverTlsAlone() throws IOException {
        JsonObject trigger = function(AppSource.KAFKA_SASL).objects("bindings").get(0);
        assertEquals("saslSsl", trigger.string("protocol"));
        assertEquals("plain", trigger.string("authenticationMode"));
        assertEquals("%THAW_KAFKA_PASSWORD%", trigger.string("password"),
                "of a setting, never in the package");
        assertFalse(function(AppSource.KAFKA).objects("bindings").get(0).has("protocol"));
    }

    /** The worker puts on the class path the jar that the script file names, and those in a folder beside it named lib. */
    @Test
    void putsEveryJarWhereTheWorkerLooksAndLeavesOutItsOwn() throws IOException {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        for (String jar : List.of("azure-adapter-1.jar", "functions-core-1.jar",
                "azure-functions-java-library-3.2.3.jar")) {
            Files.writeString(jars.resolve(jar), jar);
        }
        Path app = folder.resolve("app");
        AppFolder.of(AppSource.QUEUE).write(app, jars.resolve("azure-adapter-1.jar"),
                List.of(jars.resolve("functions-core-1.jar"),
                        jars.resolve("azure-functions-java-library-3.2.3.jar")));
        try (Stream<Path> files = Files.walk(app)) {
            assertEquals(
                    Set.of("azure-adapter.jar", "host.json", "lib/functions-core-1.jar",
                            "queue/function.json",
                            "warmup/function.json"),
                    files.filter(Files::isRegularFile).map(file -> app.relativize(file).toString())
                            .collect(Collectors.toSet()));
        }
    }
}
