/**
 * What every cloud's adapter shares: settings from the environment, models fetched from object storage, sinks placed and
 * filled, one function loaded and primed. An adapter says what its cloud has and otherwise hands over
 * {@link thaw.hosting.HostedFunction} its events.
 */
package thaw.hosting;
