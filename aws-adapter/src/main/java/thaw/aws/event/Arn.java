package thaw.aws.event;

/** The part of an ARN that people call the resource's name. */
final class Arn {

    private static final int RESOURCE = 5;

    private Arn() {}

    /** {@code orders} of {@code arn:aws:sqs:eu-west-1:123456789012:orders}, or the text itself if it is no ARN. */
    static String resource(String arn) {
        String[] parts = arn.split(":", RESOURCE + 1);
        return parts.length > RESOURCE ? parts[RESOURCE] : arn;
    }
}
