/**
 * The same functions on one machine: HTTP, a watched folder and a stream as triggers, SQLite and files as sinks. Most
 * users need {@link thaw.local.LocalServer} alone.
 */
package thaw.local;
