package thaw.conformance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import thaw.TriggerKind;
import thaw.conformance.AdapterDriver.Upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** What every adapter must do alike with objects that land in a store: one result each, whatever their names. */
public interface BlobConformance {

    /** Starts that function on the platform; closed after each test. */
    AdapterDriver start(FunctionSpec spec) throws Exception;

    private AdapterDriver blobs() throws Exception {
        return start(FunctionSpec.of(TriggerKind.BLOB, "digits"));
    }

    /** What was predicted of the object whose name is in the result's input. */
    private static String label(AdapterDriver driver, String key) throws Exception {
        List<Map<String, Object>> found = driver.results().stream()
                .filter(result -> ((String) result.get("input")).contains(key)).toList();
        assertEquals(1, found.size(), key);
        return (String) ((Map<?, ?>) found.get(0).get("output")).get("label");
    }

    private static Upload picture(String key, int index) {
        return new Upload(key, SampleData.bytes(SampleData.digits().get(index)));
    }

    @Test
    default void storesOneResultPerUpload() throws Exception {
        List<Upload> uploads = SampleData.digits().stream()
                .map(file -> new Upload("in/" + file.getFileName(), SampleData.bytes(file))).toList();
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(uploads.size(), driver.results().size());
            for (Path picture : SampleData.digits()) {
                assertEquals(SampleData.digit(picture),
                        label(driver, picture.getFileName().toString()), picture.toString());
            }
            assertEquals(List.of(), driver.poison());
        }
    }

    @Test
    default void readsObjectsWhateverTheirNames() throws Exception {
        List<String> keys = List.of("red flower/é.png", "a+b.png", "100%25 sure.png", "雪/snow ☃.png",
                "a=b&c?d#e.png", "in/%2B.png");
        List<Upload> uploads = IntStream.range(0, keys.size()).mapToObj(i -> picture(keys.get(i), i))
                .toList();
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(List.of(), driver.poison());
            assertEquals(keys.size(), driver.results().size());
            for (int i = 0; i < keys.size(); i++) {
                assertEquals(SampleData.digit(SampleData.digits().get(i)), label(driver, keys.get(i)));
            }
        }
    }

    @Test
    default void setsAsideWhatIsNoPictureAndKeepsItsBytes() throws Exception {
        byte[] text = "this is no picture".getBytes(StandardCharsets.UTF_8);
        List<Upload> uploads = List.of(picture("one.png", 0), new Upload("two.png", text),
                picture("three.png", 2));
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(2, driver.results().size());
            Map<String, Object> poison = driver.poison().get(0);
            assertEquals("poison", poison.get("status"));
            assertFalse(((String) poison.get("reason")).isBlank());
            assertArrayEquals(text, Base64.getDecoder().decode((String) poison.get("payload_base64")));
        }
    }

    @Test
    default void setsAsideWhatWasDeletedBeforeItWasRead() throws Exception {
        List<Upload> uploads = List.of(picture("here.png", 0), picture("gone.png", 1));
        try (AdapterDriver driver = blobs()) {
            assumeFalse(driver.lacks().contains(AdapterDriver.Lack.EVENTS_WITHOUT_OBJECTS),
                    "here an event and its object are one");
            driver.put(uploads);
            driver.remove("gone.png");
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(1, driver.results().size());
            String reason = (String) driver.poison().get(0).get("reason");
            assertTrue(reason.contains("gone.png") && reason.contains("deleted"), reason);
        }
    }

    @Test
    default void storesAnUploadToldOfTwiceOnce() throws Exception {
        List<Upload> uploads = List.of(picture("a.png", 0), picture("b.png", 1));
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            driver.announce(uploads);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(2, driver.results().size());
        }
    }

    @Test
    default void takesUploadsAgainWhenTheSinkWasDown() throws Exception {
        List<Upload> uploads = List.of(picture("a.png", 0), picture("b.png", 1));
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            driver.breakSinks(true);
            assertEquals(Set.of(0, 1), driver.announce(uploads));
            driver.breakSinks(false);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(2, driver.results().size());
        }
    }
}
