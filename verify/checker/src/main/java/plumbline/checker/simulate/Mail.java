package plumbline.checker.simulate;

import plumbline.core.Message;

/** A message on its way, due at {@code time}; of those due together the one that was posted first comes first. */
record Mail(long time, long number, Message message) implements Comparable<Mail> {
    @Override
    public int compareTo(Mail other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
}
