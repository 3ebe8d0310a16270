/** What Quarkus' targets share. */
package thaw.quarkus.functions;
