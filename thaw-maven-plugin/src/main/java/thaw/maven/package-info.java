/** The goal {@code thaw:package}, by which {@code mvn package} makes deployables. */
package thaw.maven;
