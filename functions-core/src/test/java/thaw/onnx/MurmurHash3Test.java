package thaw.onnx;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

final class MurmurHash3Test {
    @Test
    void isInvertedForEveryCharacterOfFourBytes() {
        for (int point = 0x10000; point <= Character.MAX_CODE_POINT; point++) {
            byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
            assertArrayEquals(bytes, MurmurHash3.fourBytes(MurmurHash3.hash(bytes)));
        }
    }

    /**
     * A damaged character arrives as its first byte, so only these could be mistaken for one of four bytes.
     */
    @Test
    void tellsTheLettersThatLookLikeFirstBytesFromCharactersOfFourBytes() {
        Set<Integer> fourBytes = new HashSet<>();
        for (int point = 0x10000; point <= Character.MAX_CODE_POINT; point++) {
            fourBytes.add(MurmurHash3.hash(Character.toString(point).getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(0x100000, fourBytes.size());
        for (char letter = 0xf0; letter <= 0xf4; letter++) {
            byte[] bytes = Character.toString(letter).getBytes(StandardCharsets.UTF_8);
            assertFalse(fourBytes.contains(MurmurHash3.hash(bytes)));
        }
        assertFalse(fourBytes.contains(MurmurHash3.hash(new byte[1])));
    }
}
