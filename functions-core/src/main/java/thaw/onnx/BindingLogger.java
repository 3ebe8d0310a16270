package thaw.onnx;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stands for {@link Logger} in the classes of ONNX Runtime's binding that {@link BindingClasses} quickens: the Java
 * logging is started by the first warning, not by the first class. Thread-safe.
 */
public final class BindingLogger {

    private final String name;

    private BindingLogger(String name) {
        this.name = name;
    }

    /** As {@link Logger#getLogger(String)}. */
    public static BindingLogger getLogger(String name) {
        return new BindingLogger(name);
    }

    /** As {@link Logger#log(Level, String)}; what is finer than information is dropped. */
    public void log(Level level, String message) {
        if (level.intValue() >= Level.INFO.intValue()) {
            Logger.getLogger(name).log(level, message);
        }
    }

    /** As {@link Logger#log(Level, String, Throwable)}. */
    public void log(Level level, String message, Throwable thrown) {
        Logger.getLogger(name).log(level, message, thrown);
    }

    /** As {@link Logger#warning(String)}. */
    public void warning(String message) {
        Logger.getLogger(name).warning(message);
    }
}
