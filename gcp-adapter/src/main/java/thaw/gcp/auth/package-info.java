/** Whether a push comes from the subscription that it says. */
package thaw.gcp.auth;
