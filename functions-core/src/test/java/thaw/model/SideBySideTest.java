package thaw.model;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SideBySideTest {

    @Test
    void runsBesideItsOwnerOnASecondProcessor() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        SideBySide<String> part = SideBySide.start("part", () -> {
            begun.countDown();
            return Thread.currentThread().getName();
        }, true);
        begun.await();
        assertEquals("part", part.join());
    }

    @Test
    void runsInItsOwnersThreadOnASingleOne() {
        SideBySide<Thread> part = SideBySide.start("part", Thread::currentThread, false);
        assertSame(Thread.currentThread(), part.join());
        assertSame(part.join(), part.join());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void throwsWhatTheWorkThrew(boolean second) {
        InferenceException reason = InferenceException.invalidModel("model.ort", "is broken");
        SideBySide<Void> part = SideBySide.start("part", () -> {
            throw reason;
        }, second);
        assertSame(reason, assertThrows(InferenceException.class, part::join));
        Error error = new OutOfMemoryError("no room");
        assertSame(error, assertThrows(OutOfMemoryError.class, SideBySide.start("part", () -> {
            throw error;
        }, second)::join));
    }

    @Test
    void keepsAnInterruptForLater() {
        Thread owner = Thread.currentThread();
        SideBySide<Integer> part = SideBySide.start("part", () -> {
            owner.interrupt();
            return 1;
        }, true);
        assertEquals(1, part.join());
        assertTrue(Thread.interrupted());
    }
}
