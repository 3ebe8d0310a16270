package thaw.model;

/** When models are loaded. */
public enum Loading {
    /** Before the first request: every version that an alias or the standard choice leads to. */
    EAGER,
    /** With the first request for them. */
    LAZY
}
