/**
 * Functions on Google Cloud Functions, Cloud Run, and wherever CloudEvents are spoken over HTTP. A deployment names
 * {@link thaw.gcp.CloudFunction}; everything else is set by variables of the environment.
 */
package thaw.gcp;
