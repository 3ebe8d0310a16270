/**
 * The Terraform module and the samples on a local cloud: LocalStack as a process, functions as processes of the real Lambda
 * runtime client, no containers. Needs Python 3.11 or newer, Node and Terraform; without them the tests are skipped with
 * the reason, or fail with {@code -Dthaw.tools=required}.
 */
package thaw.cloud;
