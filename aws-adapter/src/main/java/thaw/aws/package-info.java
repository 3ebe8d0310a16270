/**
 * Functions on AWS Lambda. A deployment names one of {@link thaw.aws.HttpHandler}, {@link thaw.aws.BlobHandler} and
 * {@link thaw.aws.StreamHandler}; everything else is set by variables of the environment.
 */
package thaw.aws;
