package thaw.aws.event;

import java.util.Locale;

/** Who sends a request over HTTP, and so how the answer must look. */
public enum HttpSource {
    /** API Gateway's REST API, payload version 1.0. */
    REST_API(Limit.LAMBDA),
    /** API Gateway's HTTP API with payload version 2.0, and function URLs. */
    HTTP_API(Limit.LAMBDA),
    /** An application load balancer. */
    LOAD_BALANCER(Limit.LOAD_BALANCER),
    /** An application load balancer whose target group has multi-value headers: it ignores single ones. */
    LOAD_BALANCER_MULTI_VALUE(Limit.LOAD_BALANCER);

    private interface Limit {
        int LAMBDA = 6 << 20;
        int LOAD_BALANCER = 1 << 20;
    }

    private final int answerBytes;

    HttpSource(int answerBytes) {
        this.answerBytes = answerBytes;
    }

    /** The largest answer as a document, in bytes. */
    int answerBytes() {
        return answerBytes;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
