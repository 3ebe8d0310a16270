package thaw.cli;

import java.util.List;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where events come from, and the model that gets them: {@code inbox} or {@code inbox=digits}.
 *
 * @param place a folder or a file; {@code -} for standard input
 * @param model with or without a version; empty for the only one that is served
 */
record SourceOption(String place, String model) {

    // What follows the last '=' is a model only if it can be one: folders may have '=' in their names.
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]*");

    /** Reads the option's text. */
    static final class Converter implements ITypeConverter<SourceOption> {
        @Override
        public SourceOption convert(String text) {
            int split = text.lastIndexOf('=');
            boolean named = split >= 0 && MODEL.matcher(text.substring(split + 1)).matches();
            String place = named ? text.substring(0, split) : text;
            if (place.isEmpty()) {
                throw new TypeConversionException("expected PATH or PATH=MODEL, got '" + text + "'");
            }
            return new SourceOption(place, named ? text.substring(split + 1) : "");
        }
    }

    /**
     * The model meant.
     *
     * @throws TypeConversionException if none is named and several are served, or that one is not
     */
    String modelAmong(List<String> served) {
        if (model.isEmpty() && served.size() != 1) {
            throw new TypeConversionException("several models are served: expected " + place
                    + "=MODEL, with one of " + String.join(", ", served));
        }
        String name = model.isEmpty() ? served.get(0) : model;
        if (!served.contains(name.replaceFirst("@.*", ""))) {
            throw new TypeConversionException("model '" + name + "' is not served: expected one of "
                    + String.join(", ", served));
        }
        return name;
    }
}
