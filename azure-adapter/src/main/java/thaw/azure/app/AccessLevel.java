package thaw.azure.app;

/** Which key a request must bring. */
public enum AccessLevel {
    /** None: something else lets callers in, such as Easy Auth or API Management. */
    ANONYMOUS,
    /** The function's or the app's. */
    FUNCTION,
    /** The app's master key. */
    ADMIN
}
