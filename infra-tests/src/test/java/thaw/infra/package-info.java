/**
 * The modules for Google Cloud and Azure without a cloud: their own tests, lint, policy, and applies against control planes
 * that keep what they are given. That proves wiring and convergence, not acceptance by the cloud.
 */
package thaw.infra;
