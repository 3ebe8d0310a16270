/** Lambda's Runtime API, from which an instance fetches its events: a client of our own, small, that starts at once. */
package thaw.aws.runtime;
