package thaw.packaging;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.TriggerKind;
import thaw.packaging.files.Library;
import thaw.packaging.start.Answer;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Zips for Lambda, run by AWS's own runtime client. */
class AwsZipIT {

    private static final int GOAL = 16 << 20;
    private static final String SERVICES = "software/amazon/awssdk/services/";
    private static final String CLASS = ".class";

    @TempDir
    Path folder;

    @Test
    void answersAsTheModelDoesFromAFolderThatCannotBeWritten() throws Exception {
        PackageReport report = Packaged.pack("digits", Target.AWS_ZIP, Packaged.foreign(folder));
        Packaged.readOnly(report.folder().resolve("task"));
        try (LocalStart instance = LocalStart.of(report.folder(), StartCommand.read(report.folder()),
                Map.of())) {
            Map<?, ?> answer = (Map<?, ?>) Packaged.lambdaAnswer(report, instance);
            ((Map<?, ?>) Packaged.prediction("digits"))
                    .forEach((field, value) -> assertEquals(value, answer.get(field), answer::toString));
            assertEquals(Packaged.startsEarly(), instance.coldStart().orElseThrow().required("model_ms")
                    .keys().contains("early_session"), instance::output);
        }
        assertSaysWhichClientIsMissing(report);
        assertTrue(report.bytes() < GOAL, report.bytes() + " bytes");
        assertFalse(report.files().keySet().stream().anyMatch(name -> name.contains("aws-lambda-java-")));
    }

    private static void assertSaysWhichClientIsMissing(PackageReport report) throws IOException {
        Map<String, String> sink = Map.of("THAW_SINKS", "results", "THAW_SINK_RESULTS", "dynamodb:results");
        try (LocalStart instance = LocalStart.of(report.folder(), StartCommand.read(report.folder()), sink)) {
            Answer answer = instance.call(new byte[0], Packaged.LONG);
            assertFalse(answer.ok());
            assertTrue(answer.text().contains("package it with --sink dynamodb"), answer::text);
        }
    }

    @Test
    void bringsTheClientsOfItsSinksAloneAndIsStartedFromAModelBesideIt() throws Exception {
        PackageReport report = Packaged.packager().pack(Packaged.request("sentiment", Target.AWS_ZIP, folder)
                .repository("s3://bucket/models")
                .trigger(TriggerKind.STREAM).sinks(List.of(SinkOption.parse("results=dynamodb:results")))
                .build(),
                Progress.NONE);
        assertEquals("thaw.aws.StreamHandler::handleRequest", report.handler());
        assertTrue(has(report, "lib/dynamodb-"));
        assertFalse(has(report, "lib/kinesis-"));
        assertTrue(report.bytes() < GOAL, report.bytes() + " bytes");
        assertFalse(has(report, "models/"));
        try (LocalStart instance = LocalStart.of(report.folder(), StartCommand.read(report.folder()),
                Map.of())) {
            assertTrue(instance.call("{}".getBytes(StandardCharsets.UTF_8), Packaged.LONG).text()
                    .contains("event"), instance::output);
            assertTrue(instance.coldStart().isPresent(), instance::output);
        }
    }

    @Test
    void bringsOfEachClientWhatTheAdapterCallsAndEveryClassOfThatCanBeLinked() throws Exception {
        PackageReport report = Packaged.packager().pack(Packaged.request("sentiment", Target.AWS_ZIP, folder)
                .trigger(TriggerKind.STREAM)
                .sinks(Stream.of("dynamodb", "kinesis", "sns", "sqs", "eventbridge").map(SinkOption::parse)
                        .toList())
                .build(), Progress.NONE);
        assertTrue(report.bytes() < GOAL, report.bytes() + " bytes");
        Set<String> left = new TreeSet<>();
        List<URL> jars = new ArrayList<>();
        for (Path jar : Library.in(report.folder().resolve("task/lib")).stream().map(Library::file)
                .toList()) {
            jars.add(jar.toUri().toURL());
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream().map(ZipEntry::getName).filter(name -> name.startsWith(SERVICES))
                        .filter(name -> name.endsWith(CLASS))
                        .map(name -> name.substring(0, name.length() - CLASS.length())).forEach(left::add);
            }
        }
        String model = SERVICES + "s3/model/";
        assertTrue(left.containsAll(List.of(model + "GetObjectRequest$BuilderImpl",
                model + "GetObjectResponse", model + "NoSuchKeyException", model + "DeleteBucketRequest")));
        assertFalse(left.contains(model + "DeleteBucketRequest$BuilderImpl"), "nobody deletes a bucket");
        assertFalse(left.contains(model + "DeleteBucketResponse"));
        assertFalse(left.contains(SERVICES + "s3/DefaultS3AsyncClient"));
        try (URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            for (String name : left) {
                if (!name.endsWith("Request") || left.contains(name + "$Builder")) {
                    Class.forName(name.replace('/', '.'), !name.endsWith("AsyncClient"), loader);
                }
            }
        }
    }

    private static boolean has(PackageReport report, String prefix) {
        return report.files().keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
