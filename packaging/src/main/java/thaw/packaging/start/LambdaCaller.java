package thaw.packaging.start;

import java.io.IOException;
import java.time.Duration;

/** Lambda: hands out events by the Runtime API. */
final class LambdaCaller implements Caller {

    private final RuntimeApi api;

    LambdaCaller() throws IOException {
        this.api = new RuntimeApi();
    }

    @Override
    public String variable() {
        return "AWS_LAMBDA_RUNTIME_API";
    }

    @Override
    public String place() {
        return api.address();
    }

    @Override
    public void send(byte[] request) {
        api.give(request);
    }

    @Override
    public Answer await(Duration most) throws InterruptedException {
        return api.poll(most);
    }

    @Override
    public void close() {
        api.close();
    }
}
