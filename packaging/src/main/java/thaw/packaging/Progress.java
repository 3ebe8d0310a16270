package thaw.packaging;

/** Hears what is being done. */
@FunctionalInterface
public interface Progress {

    /** How often {@link #next} is called at most for one package. */
    int STEPS = 8;

    /** Hears nothing. */
    Progress NONE = work -> {};

    /** The next piece of work begins. */
    void next(String work);
}
