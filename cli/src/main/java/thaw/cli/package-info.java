/** The command {@code thaw}: what a person types, what she is told, and the exit code. */
package thaw.cli;
