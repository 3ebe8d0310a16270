/**
 * The two mappings of AWS Lambda, pure and free of the SDK: what its sources send as trigger events, and results as what
 * each source expects. An event is recognised by what it says of its source, never by its shape alone.
 */
package thaw.aws.event;
