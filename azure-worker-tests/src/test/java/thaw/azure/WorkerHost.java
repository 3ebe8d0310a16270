package thaw.azure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import thaw.azure.rpc.FunctionEnvironmentReloadRequest;
import thaw.azure.rpc.FunctionLoadRequest;
import thaw.azure.rpc.InvocationRequest;
import thaw.azure.rpc.InvocationResponse;
import thaw.azure.rpc.RpcFunctionMetadata;
import thaw.azure.rpc.RpcLog;
import thaw.azure.rpc.StatusResult;
import thaw.azure.rpc.StreamingMessage;
import thaw.azure.rpc.WorkerInitRequest;
import thaw.azure.rpc.WorkerInitResponse;
import thaw.azure.rpc.WorkerTerminate;
import thaw.testing.ChildProcess;
import thaw.testing.Command;

/**
 * The Functions host as far as a worker sees it: it starts the real Java worker, tells it its settings as on a pre-warmed
 * instance, has it load functions and calls them. Thread-safe.
 */
final class WorkerHost implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MESSAGE_BYTES = 128 << 20;

    private final Server server;
    private final ChildProcess process;
    private final Map<String, CompletableFuture<StreamingMessage>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<StreamObserver<StreamingMessage>> worker = new CompletableFuture<>();
    private final CompletableFuture<StreamingMessage> started = new CompletableFuture<>();
    private final WorkerInitResponse initialised;
    private final long specialisedAt;

    /** What the worker logged, in order. */
    final List<RpcLog> logs = new CopyOnWriteArrayList<>();

    /**
     * A worker that has been told which app it serves.
     *
     * @param folder   where the worker is
     * @param app      deployed
     * @param settings of the app
     */
    WorkerHost(WorkerFolder folder, Path app, Map<String, String> settings) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .maxInboundMessageSize(MESSAGE_BYTES).addService(service()).build().start();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        process = ChildProcess.start(command(folder, app));
        boolean usable = false;
        try {
            get(started);
            initialised = send(StreamingMessage.newBuilder()
                    .setWorkerInitRequest(WorkerInitRequest.newBuilder()
                            .setHostVersion("4.1037.0").setWorkerDirectory(folder.folder().toString())
                            .setFunctionAppDirectory(app.toString())))
                    .getWorkerInitResponse();
            requireSuccess(initialised.getResult());
            specialisedAt = System.nanoTime();
            requireSuccess(send(StreamingMessage.newBuilder()
                    .setFunctionEnvironmentReloadRequest(FunctionEnvironmentReloadRequest.newBuilder()
                            .putAllEnvironmentVariables(settings).setFunctionAppDirectory(app.toString())))
                    .getFunctionEnvironmentReloadResponse().getResult());
            usable = true;
        } finally {
            if (!usable) {
                close();
            }
        }
    }

    /** As the worker's own configuration has it, without an agent. */
    private Command command(WorkerFolder folder, Path app) {
        String id = UUID.randomUUID().toString();
        String request = UUID.randomUUID().toString();
        return Command.of(app, LIMIT.multipliedBy(5),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true",
                "-jar",
                folder.jar().toString(), "--host", "127.0.0.1", "--port",
                Integer.toString(server.getPort()), "--workerId", id, "--requestId", request,
                "--grpcMaxMessageLength", Integer.toString(MESSAGE_BYTES), "--functions-uri",
                "http://127.0.0.1:" + server.getPort(), "--functions-worker-id", id, "--functions-request-id",
                request, "--functions-grpc-max-message-length", Integer.toString(MESSAGE_BYTES));
    }

    private ServerServiceDefinition service() {
        MethodDescriptor<StreamingMessage, StreamingMessage> events = MethodDescriptor
                .<StreamingMessage, StreamingMessage>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName("AzureFunctionsRpcMessages.FunctionRpc/EventStream")
                .setRequestMarshaller(ProtoUtils.marshaller(StreamingMessage.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(StreamingMessage.getDefaultInstance())).build();
        return ServerServiceDefinition.builder("AzureFunctionsRpcMessages.FunctionRpc")
                .addMethod(events, ServerCalls.asyncBidiStreamingCall(this::connected)).build();
    }

    private StreamObserver<StreamingMessage> connected(StreamObserver<StreamingMessage> toWorker) {
        // The worker's build renames packages, and with them the word identity, which names the absence of a compression.
        ((ServerCallStreamObserver<StreamingMessage>) toWorker).setCompression("gzip");
        worker.complete(toWorker);
        return new StreamObserver<>() {

            @Override
            public void onNext(StreamingMessage message) {
                received(message);
            }

            @Override
            public void onError(Throwable gone) {
                allGone(gone);
            }

            @Override
            public void onCompleted() {
                allGone(new IllegalStateException("the worker ended the conversation"));
            }
        };
    }

    private void received(StreamingMessage message) {
        switch (message.getContentCase()) {
            case START_STREAM -> started.complete(message);
            case RPC_LOG -> logs.add(message.getRpcLog());
            default ->
                waiting.getOrDefault(message.getRequestId(), new CompletableFuture<>()).complete(message);
        }
    }

    private void allGone(Throwable reason) {
        waiting.values().forEach(answer -> answer.completeExceptionally(reason));
    }

    private StreamingMessage send(StreamingMessage.Builder message) {
        return get(ask(message));
    }

    private CompletableFuture<StreamingMessage> ask(StreamingMessage.Builder message) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<StreamingMessage> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        tell(message.setRequestId(id).build());
        return answer;
    }

    private void tell(StreamingMessage message) {
        StreamObserver<StreamingMessage> toWorker = get(worker);
        synchronized (toWorker) {
            toWorker.onNext(message);
        }
    }

    private <T> T get(CompletableFuture<T> answer) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer of the worker:\n" + process.printed(), late);
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void requireSuccess(StatusResult result) {
        if (result.getStatus() != StatusResult.Status.Success) {
            throw new AssertionError(result.getResult() + result.getException().getMessage() + "\n"
                    + result.getException().getStackTrace());
        }
    }

    /** What the worker says that it can do. */
    Map<String, String> capabilities() {
        return initialised.getCapabilitiesMap();
    }

    /** When the worker, until then anybody's, was told whose it is: a nano time. */
    long specialisedAt() {
        return specialisedAt;
    }

    /** Has the worker load a function. */
    void load(RpcFunctionMetadata function) {
        requireSuccess(send(StreamingMessage.newBuilder().setFunctionLoadRequest(
                FunctionLoadRequest.newBuilder().setFunctionId(function.getName()).setMetadata(function)))
                .getFunctionLoadResponse().getResult());
    }

    /** Calls a function; the answer comes, or fails with the end of the worker. */
    CompletableFuture<InvocationResponse> invoke(InvocationRequest request) {
        return ask(StreamingMessage.newBuilder().setInvocationRequest(request))
                .thenApply(StreamingMessage::getInvocationResponse);
    }

    /** Tells the worker anything that is not answered. */
    void notify(StreamingMessage message) {
        tell(message);
    }

    /** Asks the worker to end. */
    void terminate() {
        tell(StreamingMessage.newBuilder().setWorkerTerminate(WorkerTerminate.getDefaultInstance()).build());
    }

    ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
        server.shutdownNow();
    }
}
