package thaw.packaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bills of materials, held to the schema of CycloneDX by its own validator. */
class BillOfMaterialsIT {

    // Their jars say nothing of a licence.
    private static final Set<String> SILENT = Set.of("reactive-streams", "cloudevents-api");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(value = Target.class, names = {"AWS_ZIP", "AZURE", "GCP_ZIP"})
    void isValidAndNamesEveryPartWithItsOriginAndNeeds(Target target) throws Exception {
        Path bill = Packaged.pack("digits", target, folder).folder().resolve("bom.json");
        assertEquals(List.of(), new JsonParser().validate(bill.toFile(), Version.VERSION_16));
        JsonObject bom = JsonObject.parse(Files.readAllBytes(bill), "bom");
        List<JsonObject> components = bom.objects("components");
        for (JsonObject component : components) {
            assertTrue(component.has("hashes"), component.tree()::toString);
            boolean library = component.string("type").equals("library");
            assertTrue(!library || component.string("purl").startsWith("pkg:maven/"),
                    component.tree()::toString);
            assertTrue(!library || SILENT.contains(component.string("name")) || component.has("licenses"),
                    component.tree()::toString);
        }
        Set<String> named = bom.objects("dependencies").stream().map(each -> each.string("ref"))
                .collect(Collectors.toSet());
        assertTrue(components.stream().allMatch(component -> named.contains(component.string("bom-ref"))));
        assertTrue(bom.objects("dependencies").get(0).strings("dependsOn")
                .contains("models/digits/1/model.onnx"));
    }
}
