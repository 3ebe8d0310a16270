/** What every adapter must do alike: one suite that each extends, and the events that the clouds really send. */
package thaw.conformance;
