package first.call;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.storage.blob.BlobClientBuilder;

/** A token of the managed identity, and a blob read by key: over HTTP, the SDK sends no token. */
final class SdkCall {

    private SdkCall() {}

    public static void main(String... arguments) {
        new ManagedIdentityCredentialBuilder().build()
                .getTokenSync(new TokenRequestContext().addScopes("https://storage.azure.com/.default"));
        System.out.println("read " + new BlobClientBuilder().connectionString("AccountName=account;AccountKey=bm8gc2VjcmV0;BlobEndpoint=" + arguments[0])
                .containerName("container").blobName("blob").buildClient().downloadContent().getLength());
    }
}
