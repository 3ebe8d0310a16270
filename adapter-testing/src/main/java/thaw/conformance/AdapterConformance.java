package thaw.conformance;

/**
 * What every adapter must do alike: the same functions on the same models, the same expectations, every trigger. An
 * adapter extends it with its driver, once per kind of source; one that has not every trigger implements those that it
 * has.
 */
public abstract class AdapterConformance implements HttpConformance, BlobConformance, StreamConformance {}
