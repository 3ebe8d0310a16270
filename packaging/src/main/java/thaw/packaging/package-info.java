/**
 * Functions as deployables. {@link thaw.packaging.Packager} makes one from a {@link thaw.packaging.PackageRequest};
 * {@link thaw.packaging.start.LocalStart} runs what came out here, as its platform does.
 */
package thaw.packaging;
