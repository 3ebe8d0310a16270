/**
 * What Google Cloud sends, as trigger events: pure, and free of any client. An event is recognised by what it says of
 * itself; only the envelope of a push says nothing, and is taken when nothing else is announced.
 */
package thaw.gcp.event;
