/**
 * Functions on Azure. A {@code function.json} names one of the entry points, such as {@link thaw.azure.HttpEntry}, or a
 * function of one's own calls it; everything else is set by the app's settings.
 */
package thaw.azure;
