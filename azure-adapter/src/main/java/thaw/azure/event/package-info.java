/** What the Functions worker hands over, as triggers that no cloud knows, and answers the other way. */
package thaw.azure.event;
