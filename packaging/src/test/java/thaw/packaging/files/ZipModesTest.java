package thaw.packaging.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Programs in a zip may be run where it is unpacked. */
class ZipModesTest {

    @TempDir
    Path folder;

    @Test
    void programsMayBeRunAndAllMayBeRead() throws Exception {
        Folder content = Folder.made(folder.resolve("content"));
        content.write("bootstrap", "#!/bin/sh".getBytes(StandardCharsets.UTF_8));
        content.write("models/é.txt", "text".getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(content.path().resolve("bootstrap"),
                PosixFilePermissions.fromString("rwx------"));
        Path zip = folder.resolve("all.zip");
        content.zip(zip);
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
            assertEquals("rwxr-xr-x", modes(files, "bootstrap"));
            assertEquals("rw-r--r--", modes(files, "models/é.txt"));
            assertEquals("text", Files.readString(files.getPath("models/é.txt")));
        }
    }

    private static String modes(FileSystem files, String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getPath(name)));
    }
}
