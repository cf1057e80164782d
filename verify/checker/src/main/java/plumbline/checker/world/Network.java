package plumbline.checker.world;

/**
 * What may happen to a message that was sent.
 *
 * @param kind whether delivery consumes a message
 * @param drops how many messages may be dropped; 0 unless the kind is {@link Kind#BAG}
 * @param duplicates how many messages may be delivered without being consumed; 0 unless the kind is {@link Kind#BAG}
 */
public record Network(Kind kind, int drops, int duplicates) {
    /** The network is the set of all messages ever sent. */
    public static final Network SET = new Network(Kind.SET, 0, 0);

    private static final int MOST = 64;

    /** The two kinds. */
    public enum Kind {
        /**
         * Delivery removes nothing. Loss is "never delivered", duplication "delivered again", reordering "any order": the
         * strongest adversary.
         */
        SET,
        /**
         * Delivery removes the message. Equal messages under way at the same time count as one. Losing one for good and
         * delivering one twice are choices with budgets.
         */
        BAG
    }

    /** @throws IllegalArgumentException naming the budget that is out of range */
    public Network {
        check("drops", drops, kind);
        check("duplicates", duplicates, kind);
    }

    /** A network that consumes what it delivers. */
    public static Network bag(int drops, int duplicates) {
        return new Network(Kind.BAG, drops, duplicates);
    }

    private static void check(String name, int value, Kind kind) {
        if (value < 0 || value > MOST) {
            throw new IllegalArgumentException(name + " is " + value + ", must be 0 to " + MOST);
        }
        if (value > 0 && kind == Kind.SET) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", must be 0 with the set network, which may lose and repeat anything");
        }
    }

    /** Whether delivery consumes. */
    public boolean consumes() {
        return kind == Kind.BAG;
    }
}
