/** Model packages, the repository of their versions, and the catalog of those in memory. */
package thaw.model;
