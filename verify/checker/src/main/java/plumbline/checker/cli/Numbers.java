package plumbline.checker.cli;

import java.math.BigInteger;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers on the command line, and numbers in what it prints. */
final class Numbers {
    private Numbers() {}

    /** A whole number, with a complaint that says so. */
    static final class Whole implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) whole(text, Integer.MAX_VALUE);
        }
    }

    /** A whole number that may be large. */
    static final class LargeWhole implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return whole(text, Long.MAX_VALUE);
        }
    }

    private static long whole(String text, long most) {
        if (!text.matches("[+-]?[0-9]{1,100}")) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
        BigInteger value = new BigInteger(text);
        if (value.abs().compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TypeConversionException(text + " is too large a number");
        }
        return value.longValue();
    }

    /** As in {@code 1,234,567}. */
    static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** As in {@code 1 world} and {@code 2 worlds}. */
    static String counted(long value, String thing) {
        return grouped(value) + " " + thing + (value == 1 ? "" : "s");
    }

    /** As in {@code 12.3 s}. */
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /** How many in a second. */
    static String rate(long count, double seconds) {
        return grouped(Math.round(count / Math.max(seconds, 0.001)));
    }

    /** As in {@code 123 MB}, a megabyte being 2^20 bytes. */
    static String megabytes(long bytes) {
        return grouped(bytes >> 20) + " MB";
    }
}
