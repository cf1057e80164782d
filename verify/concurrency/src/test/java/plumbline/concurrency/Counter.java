package plumbline.concurrency;

import java.nio.charset.StandardCharsets;
import plumbline.core.Command;
import plumbline.runtime.StateMachine;

/** Answers how many commands it was given. */
final class Counter implements StateMachine {
    static final Command ONE = Command.of("one more");

    private int count;

    @Override
    public byte[] apply(long index, Command command) {
        return String.valueOf(++count).getBytes(StandardCharsets.UTF_8);
    }
}
