/**
 * What tests need beside the JVM: programs with a limit of time, and tools of Python, Node and Go that are installed from
 * locks into the project's ignored folder {@code .thaw/tools}. A test whose tool is missing on this machine is skipped and
 * says so, or fails with {@code -Dthaw.tools=required}.
 */
package thaw.testing;
