package thaw.predict;

/**
 * A feature with its place among the model's inputs.
 *
 * @param index    among all features
 * @param culprit  its name in messages
 * @param tensor   the index of the input that it goes to
 * @param at       its first element there
 * @param codec    how its value is written
 * @param required whether it must be there, because nothing stands in for it
 */
record Feature(int index, String culprit, int tensor, int at, FeatureCodec codec, boolean required) {

    static String culprit(String name) {
        return "feature '" + JsonValues.shortened(name) + "'";
    }
}
