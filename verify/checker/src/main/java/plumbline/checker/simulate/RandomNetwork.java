package plumbline.checker.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import plumbline.core.Message;

/** Messages on their way, some late, lost or repeated, and links that are cut and mended. */
final class RandomNetwork {
    /** What a message takes at least, and how much more at most, when nothing is wrong. */
    static final int DELAY = 10;

    private static final int LONG_DELAY = 100 * DELAY;
    private static final int REMEMBERED = 256;

    private final Random random;
    private final Faults faults;
    private final PriorityQueue<Mail> mail = new PriorityQueue<>();
    private final Message[] remembered = new Message[REMEMBERED];
    private final long[] reaches;
    private long posted;

    RandomNetwork(int servers, Random random, Faults faults) {
        this.random = random;
        this.faults = faults;
        reaches = new long[servers];
        mend();
    }

    /** Sends messages at {@code now}. */
    void post(List<Message> messages, long now) {
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            remembered[(int) (posted % REMEMBERED)] = message;
            posted++;
            if (!happens(faults.loss())) {
                post(message, now + delay());
            }
            if (happens(faults.duplication())) {
                post(random.nextBoolean() ? message : remembered(), now + delay());
            }
        }
    }

    private void post(Message message, long time) {
        mail.add(new Mail(time, posted + mail.size(), message));
    }

    private int delay() {
        return DELAY + random.nextInt(happens(faults.delay()) ? LONG_DELAY : DELAY);
    }

    private boolean happens(int thousandths) {
        return thousandths > 0 && random.nextInt(1_000) < thousandths;
    }

    /** When the next message is due; never if there is none. */
    long due() {
        Mail next = mail.peek();
        return next == null ? Long.MAX_VALUE : next.time();
    }

    /** Takes the next message out; null if it is lost on a link that is cut. */
    @Nullable
    Message take() {
        Message message = mail.remove().message();
        return (reaches[message.from() - 1] >> message.to() & 1) == 1 ? message : null;
    }

    /** Whether anything was ever sent. */
    boolean remembersAny() {
        return posted > 0;
    }

    /** One of the last messages sent, whether it arrived or not. */
    Message remembered() {
        return remembered[random.nextInt((int) Math.min(posted, REMEMBERED))];
    }

    /** All links work. */
    void mend() {
        Arrays.fill(reaches, -1);
    }

    /** Cuts links: around one server, between two groups, one way only, or all but those of a bridge between groups. */
    void cut(int around) {
        mend();
        long all = -1L;
        long group = random.nextBoolean() ? 1L << around : random.nextLong();
        boolean oneWay = random.nextInt(4) == 0;
        boolean otherWay = random.nextBoolean();
        int bridge = random.nextInt(4) == 0 ? 1 + random.nextInt(reaches.length) : 0;
        for (int server = 1; server <= reaches.length; server++) {
            boolean inGroup = (group >> server & 1) == 1;
            if (server != bridge && !(oneWay && inGroup == otherWay)) {
                reaches[server - 1] = (inGroup ? group : all & ~group) | (bridge == 0 ? 0 : 1L << bridge);
            }
        }
    }
}
