package thaw.azure.store;

/** Authorises requests to an account. Thread-safe. */
interface Credential {

    /**
     * Adds what the service wants to see.
     *
     * @throws thaw.InferenceException unavailable, if no token is to be had
     */
    void authorise(Account account, RestRequest request);
}
