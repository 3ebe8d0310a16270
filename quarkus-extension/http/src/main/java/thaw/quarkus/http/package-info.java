/** A function behind the HTTP server of Quarkus. */
package thaw.quarkus.http;
