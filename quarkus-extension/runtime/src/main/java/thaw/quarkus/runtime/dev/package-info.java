/** What the Dev UI calls. */
package thaw.quarkus.runtime.dev;
