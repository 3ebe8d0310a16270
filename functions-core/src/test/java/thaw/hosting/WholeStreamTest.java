package thaw.hosting;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WholeStreamTest {

    private static InputStream stream(int bytes, long told) {
        return new WholeStream(new ByteArrayInputStream(new byte[bytes]), told);
    }

    @Test
    void givesAllThatWasTold() throws IOException {
        assertEquals(10, stream(10, 10).readAllBytes().length);
        assertEquals(10, stream(10, -1).readAllBytes().length, "nothing was told");
        assertEquals(0, stream(0, 0).readAllBytes().length);
        InputStream skipped = stream(10, 10);
        assertEquals(4, skipped.skip(4));
        assertEquals(6, skipped.readAllBytes().length);
    }

    @Test
    void failsWhereItEndsBefore() {
        EOFException failure = assertThrows(EOFException.class, () -> stream(9, 10).readAllBytes());
        assertTrue(failure.getMessage().contains("9 of 10"), failure.getMessage());
        assertThrows(EOFException.class, () -> stream(0, 1).read());
    }
}
