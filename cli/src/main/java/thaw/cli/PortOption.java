package thaw.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port: 0 to 65535, 0 for any that is free. */
final class PortOption implements ITypeConverter<Integer> {

    private static final int HIGHEST = 65_535;

    @Override
    public Integer convert(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > HIGHEST) {
            throw new TypeConversionException(
                    "expected a port from 0 to " + HIGHEST + ", got '" + text + "'");
        }
        return Integer.valueOf(text);
    }
}
