package plumbline.server.net;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.ReadTimeoutException;

/** What went wrong with a connection, for a log: one line, without control characters from outside. */
public final class Failures {
    private static final int LONGEST = 200;

    private Failures() {}

    /** {@code failure} in one line. */
    public static String line(Throwable failure) {
        if (failure instanceof ReadTimeoutException) {
            return "no handshake in time";
        }
        Throwable told =
                failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
        String message = told.getMessage();
        return message == null ? told.getClass().getSimpleName() : printable(message);
    }

    /** {@code text} from outside, fit for a log line. */
    static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }
}
