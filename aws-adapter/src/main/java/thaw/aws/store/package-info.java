/** AWS's services as seen by a function: objects to read, models to fetch, sinks to fill. */
package thaw.aws.store;
