package thaw.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Mixed load against {@code thaw serve}: its memory, open files and threads must stay as they were after warm-up. Leaves a
 * line a second in a CSV file, and a verdict.
 */
public final class Soak {

    private final Arguments arguments;
    private final List<String> command;
    private final int port;
    private final List<Usage> samples = new ArrayList<>();
    private final List<String> csv = new ArrayList<>(
            List.of("second,resident_kilobytes,open_files,threads,requests"));

    private Soak(Arguments arguments, List<String> command, int port) {
        this.arguments = arguments;
        this.command = command;
        this.port = port;
    }

    /**
     * Runs the load and exits with 1 if something grew or was answered wrongly.
     *
     * @param words {@code --seconds 600 --warm-up 120 --clients 4 --port 18180 --csv FILE --result FILE}
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        Arguments arguments = new Arguments(words);
        int port = arguments.number("port", 18_180);
        List<String> command = List.of(Repositories.file("thaw").toString(), "serve",
                Repositories.file("samples/models").toString(), "--port", Integer.toString(port));
        SoakVerdict verdict = run(arguments, command, port);
        arguments.writeResult(verdict.lines());
        System.err.println(String.join(System.lineSeparator(), verdict.lines()));
        System.exit(verdict.flat() ? 0 : 1);
    }

    /** The verdict on a server that is started by this command. */
    static SoakVerdict run(Arguments arguments, List<String> command, int port)
            throws IOException, InterruptedException {
        return new Soak(arguments, command, port).run();
    }

    private SoakVerdict run() throws IOException, InterruptedException {
        int seconds = arguments.number("seconds", 600);
        Path log = arguments.work().resolve("soak-server.log");
        try (ServerProcess server = ServerProcess.start(command, port, log)) {
            MixedLoad load = new MixedLoad(MixedRequests.to(server.base()), arguments.number("clients", 4));
            try (load) {
                watch(server, load, seconds);
            }
            Files.write(Path.of(arguments.text("csv", arguments.work().resolve("soak.csv").toString())), csv);
            return new SoakVerdict(samples, arguments.number("warm-up", seconds / 5), load.answered(),
                    load.wrong());
        }
    }

    private void watch(ServerProcess server, MixedLoad load, int seconds) throws IOException {
        long start = System.nanoTime();
        for (int second = 1; second <= seconds; second++) {
            long next = start + TimeUnit.SECONDS.toNanos(second);
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            if (!server.alive()) {
                throw new IllegalStateException("the server ended after " + second + " seconds");
            }
            Usage usage = server.usage();
            samples.add(usage);
            csv.add(String.format(Locale.ROOT, "%d,%d,%d,%d,%d", second, usage.kilobytes(), usage.files(),
                    usage.threads(), load.answered()));
        }
    }
}
