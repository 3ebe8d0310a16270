package thaw.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Programs that fail, take too long or leave children behind, and what is installed once. */
class CommandTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void aProgramGivesWhatItPrintedAndSeesItsEnvironment() {
        assertEquals("to both: x\n", sh("echo to both: $NAME >&2").with("NAME", "x").run());
    }

    @Test
    void aProgramThatFailsSaysWhatItPrinted() {
        IllegalStateException failure = assertThrows(IllegalStateException.class,
                () -> sh("echo the cause; exit 3").run());
        assertTrue(failure.getMessage().endsWith("ended with 3:\nthe cause\n"), failure.getMessage());
    }

    @Test
    void aProgramThatTakesTooLongIsEndedWithItsChildren() {
        Command command = Command.of(folder, Duration.ofSeconds(2), "sh", "-c",
                "sleep 600 & echo child $!; wait");
        IllegalStateException late = assertThrows(IllegalStateException.class, command::run);
        assertTrue(late.getMessage().contains("took longer than PT2S"), late.getMessage());
        long child = Long.parseLong(command.printed().strip().substring("child ".length()));
        Await.until("the child's end", LIMIT,
                () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aProgramThatIsLeftRunningIsEndedWhenItIsClosed() {
        ChildProcess process = ChildProcess.start(sh("echo ready; sleep 600"));
        process.awaitPrinted("ready", LIMIT);
        assertTrue(process.isAlive());
        process.close();
        assertFalse(process.isAlive());
    }

    @Test
    void whatEndedBeforeItAnsweredSaysWhy() {
        try (ChildProcess process = ChildProcess.start(sh("echo no room"))) {
            IllegalStateException ended = assertThrows(IllegalStateException.class,
                    () -> process.awaitPrinted("ready", LIMIT));
            assertTrue(ended.getMessage().endsWith("no room\n"), ended.getMessage());
        }
    }

    @Test
    void isInstalledOnceButAgainIfItWasCutOff() {
        Path home = folder.resolve("tool");
        AtomicInteger times = new AtomicInteger();
        assertThrows(IllegalStateException.class, () -> Installed.once(home, place -> {
            times.incrementAndGet();
            throw new IllegalStateException("cut off");
        }));
        for (int i = 0; i < 2; i++) {
            assertEquals(home, Installed.once(home, place -> times.incrementAndGet()));
        }
        assertEquals(2, times.get());
        assertTrue(Files.isDirectory(home));
    }

    private Command sh(String script) {
        return Command.of(folder, LIMIT, "sh", "-c", script);
    }
}
