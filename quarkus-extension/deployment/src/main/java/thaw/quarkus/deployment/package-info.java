/** The build steps: what is found, proven and laid out when an application is built. */
package thaw.quarkus.deployment;
