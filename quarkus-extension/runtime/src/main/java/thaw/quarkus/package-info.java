/** What an application injects beside Thaw's own types. */
package thaw.quarkus;
