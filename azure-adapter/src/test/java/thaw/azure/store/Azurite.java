package thaw.azure.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.NodePackages;
import thaw.testing.Workplace;

/** Microsoft's own emulator of storage as a process, with what a test puts into it and looks up in it. */
public final class Azurite implements AutoCloseable {

    public static final String ACCOUNT = "devstoreaccount1";

    // Public: every emulator has it.
    private static final String KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Pattern TEXT = Pattern.compile("<MessageText>([^<]*)</MessageText>");

    private final int blobPort = Workplace.freePort();
    private final int queuePort = Workplace.freePort();
    private final int tablePort = Workplace.freePort();
    private final ChildProcess process;
    private final Accounts accounts;

    public Azurite() {
        Path home = NodePackages.of("azurite", Path.of("src/test/js").toAbsolutePath());
        process = ChildProcess.start(Command.of(Workplace.scratch("azurite"), Duration.ofMinutes(20),
                home.resolve("node_modules/.bin/azurite").toString(), "--inMemoryPersistence", "--silent",
                "--skipApiVersionCheck", "--disableTelemetry", "--blobPort", Integer.toString(blobPort),
                "--queuePort", Integer.toString(queuePort), "--tablePort", Integer.toString(tablePort)));
        for (int port : new int[]{blobPort, queuePort, tablePort}) {
            process.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/"), START);
        }
        accounts = new Accounts(Map.of("THAW_CONNECTION_DEVSTOREACCOUNT1", connectionString()));
    }

    public String connectionString() {
        return "AccountName=" + ACCOUNT + ";AccountKey=" + KEY + ";BlobEndpoint=" + endpoint(blobPort)
                + ";QueueEndpoint=" + endpoint(queuePort) + ";TableEndpoint=" + endpoint(tablePort);
    }

    private static String endpoint(int port) {
        return "http://127.0.0.1:" + port + "/" + ACCOUNT;
    }

    public String blobEndpoint() {
        return endpoint(blobPort);
    }

    private RestAnswer ask(Service service, String method, String path, byte[] body, String... header) {
        Account account = accounts.account(service, ACCOUNT);
        RestAnswer answer = Rest.send(account, path, () -> {
            RestRequest request = RestRequest.of(method, account.at(path));
            if (method.startsWith("P")) {
                request.body(body,
                        service == Service.TABLE ? "application/json" : "application/octet-stream");
            }
            for (int i = 0; i < header.length; i += 2) {
                request.header(header[i], header[i + 1]);
            }
            return request;
        });
        if (!answer.good()) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.code());
        }
        return answer;
    }

    public void create(List<String> containers, List<String> queues, List<String> tables) {
        containers.forEach(
                name -> ask(Service.BLOB, "PUT", "/" + name + "?restype=container", new byte[0]).close());
        queues.forEach(name -> ask(Service.QUEUE, "PUT", "/" + name, new byte[0]).close());
        tables.forEach(
                name -> ask(Service.TABLE, "POST", "/Tables", Json.bytes(Map.of("TableName", name)), "accept",
                        "application/json;odata=nometadata").close());
    }

    /** Puts a blob and gives its ETag. */
    public String put(String container, String name, byte[] bytes) {
        try (RestAnswer answer = ask(Service.BLOB, "PUT", Blobs.path(container, name), bytes,
                "x-ms-blob-type",
                "BlockBlob")) {
            return answer.header("etag").orElseThrow();
        }
    }

    /**
     * Puts a blob block by block, as uploads of many megabytes come.
     *
     * @param block  of which it has so many
     * @param blocks how many
     * @param end    what follows them
     */
    public String putBlocks(String container, String name, byte[] block, int blocks, byte[] end) {
        String path = Blobs.path(container, name);
        StringBuilder list = new StringBuilder("<BlockList>");
        for (int i = 0; i <= blocks; i++) {
            String id = Base64.getEncoder().encodeToString(new byte[]{(byte) i});
            ask(Service.BLOB, "PUT", path + "?comp=block&blockid=" + Percent.encode(id),
                    i < blocks ? block : end).close();
            list.append("<Latest>").append(id).append("</Latest>");
        }
        byte[] document = list.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
        try (RestAnswer answer = ask(Service.BLOB, "PUT", path + "?comp=blocklist", document)) {
            return answer.header("etag").orElseThrow();
        }
    }

    /** The documents of a container. */
    public List<JsonObject> documents(String container) {
        List<JsonObject> documents = new ArrayList<>();
        for (var blob : new BlobModels(accounts, ACCOUNT).list(container)) {
            String name = blob.key().substring(container.length() + 1);
            documents.add(JsonObject.parse(bytes(ask(Service.BLOB, "GET", Blobs.path(container, name), null)),
                    name));
        }
        return documents;
    }

    private static byte[] bytes(RestAnswer answer) {
        try (answer) {
            return answer.bytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All rows of a table. */
    public List<JsonObject> rows(String table) {
        List<JsonObject> rows = new ArrayList<>();
        String next = "";
        do {
            RestAnswer answer = ask(Service.TABLE, "GET", "/" + table + "()" + next, null, "accept",
                    "application/json;odata=nometadata");
            next = answer.header("x-ms-continuation-NextPartitionKey")
                    .map(key -> "?NextPartitionKey=" + Percent.encode(key) + "&NextRowKey=" + Percent
                            .encode(answer.header("x-ms-continuation-NextRowKey").orElse("")))
                    .orElse("");
            rows.addAll(JsonObject.parse(bytes(answer), table).objects("value"));
        } while (!next.isEmpty());
        return rows;
    }

    /** Takes all messages of a queue. */
    public List<JsonObject> messages(String queue) {
        List<JsonObject> messages = new ArrayList<>();
        int before;
        do {
            before = messages.size();
            String xml = new String(bytes(ask(Service.QUEUE, "GET",
                    "/" + queue + "/messages?numofmessages=32&visibilitytimeout=600", null)),
                    StandardCharsets.UTF_8);
            Matcher text = TEXT.matcher(xml);
            while (text.find()) {
                messages.add(JsonObject.parse(Base64.getDecoder().decode(text.group(1)), queue));
            }
        } while (messages.size() > before);
        return messages;
    }

    @Override
    public void close() {
        process.close();
    }
}
