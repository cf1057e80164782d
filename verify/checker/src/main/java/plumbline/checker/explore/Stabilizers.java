package plumbline.checker.explore;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The subgroups of {@link Permutations} that leave some view as it is, numbered from 0, the identity alone. Safe for
 * several threads, which agree on the numbers but not on their order.
 */
final class Stabilizers {
    private final Permutations all;
    private final Map<BitSet, Integer> numbers = new HashMap<>();
    /** By subgroup and permutation: the least permutation that does the same to what the subgroup leaves as it is. */
    private volatile int[][] least = new int[0][];

    Stabilizers(Permutations all) {
        this.all = all;
        BitSet identity = new BitSet();
        identity.set(0);
        number(identity);
    }

    /** The number of a subgroup. */
    synchronized int number(BitSet members) {
        Integer known = numbers.get(members);
        if (known == null) {
            known = numbers.size();
            int[] of = new int[all.size()];
            for (int permutation = 0; permutation < of.length; permutation++) {
                int last = permutation;
                of[permutation] = members.stream()
                        .map(member -> all.product(last, member))
                        .min()
                        .orElseThrow();
            }
            int[][] more = Arrays.copyOf(least, known + 1);
            more[known] = of;
            least = more;
            numbers.put(members, known);
        }
        return known;
    }

    /** The least permutation that does what {@code permutation} does to what the subgroup leaves as it is. */
    int least(int subgroup, int permutation) {
        return subgroup == 0 ? permutation : least[subgroup][permutation];
    }
}
