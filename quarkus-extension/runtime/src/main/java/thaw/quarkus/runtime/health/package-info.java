/** Health checks, where the application has SmallRye Health. */
package thaw.quarkus.runtime.health;
