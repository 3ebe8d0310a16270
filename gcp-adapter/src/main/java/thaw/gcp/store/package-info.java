/** Google's stores over HTTP and JSON: objects read, results written, models fetched; no client library. */
package thaw.gcp.store;
