/** The folder that is deployed as a function app, for a function without code of its own. */
package thaw.azure.app;
