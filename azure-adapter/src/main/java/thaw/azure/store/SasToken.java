package thaw.azure.store;

/**
 * A shared access signature for storage, as a connection string carries it.
 *
 * @param query without a question mark
 */
record SasToken(String query) implements Credential {

    @Override
    public void authorise(Account account, RestRequest request) {
        request.header("x-ms-version", StorageKey.VERSION);
        if (account.service() == Service.TABLE) {
            request.header("x-ms-date", Signature.now());
        }
        request.query(query);
    }
}
