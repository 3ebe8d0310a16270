/** A function on Google Cloud with the configuration of Quarkus. */
package thaw.quarkus.google;
