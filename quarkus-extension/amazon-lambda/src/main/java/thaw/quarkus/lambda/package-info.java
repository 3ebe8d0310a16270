/** A function on AWS Lambda through Quarkus' own extension. */
package thaw.quarkus.lambda;
