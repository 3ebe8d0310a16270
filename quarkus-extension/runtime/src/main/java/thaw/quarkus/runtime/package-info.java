/** What runs in an application: recorders, configuration, and the models that they host. */
package thaw.quarkus.runtime;
