/** The seam between the pipeline and whatever counts and logs: Prometheus here, CloudWatch there. */
package thaw.telemetry;
