/** The services of Azure that hold blobs and take results, each by its REST interface over the JDK's own client. */
package thaw.azure.store;
