package plumbline.checker.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging: takes out of a list all that is not needed for it to fail. */
public final class Shrinker {
    private Shrinker() {}

    /**
     * A locally minimal part of {@code list}: it fails, and without any single one of its items it does not. Takes out
     * large pieces first. Deterministic.
     *
     * @param list fails
     * @param fails is asked about parts of {@code list}, in their order; must give equal answers to equal questions
     */
    public static <T> List<T> shrink(List<T> list, Predicate<List<T>> fails) {
        List<T> shrunk = List.copyOf(list);
        int piece = shrunk.size();
        boolean smaller = true;
        while (piece > 1 || smaller) {
            piece = Math.max(1, piece / 2);
            int size = shrunk.size();
            shrunk = without(piece, shrunk, fails);
            smaller = shrunk.size() < size;
        }
        return shrunk;
    }

    /** Takes out pieces of a size, from the end on: later ones depend on earlier ones. */
    private static <T> List<T> without(int piece, List<T> list, Predicate<List<T>> fails) {
        List<T> shrunk = list;
        for (int end = shrunk.size(); end > 0; end -= piece) {
            int start = Math.max(0, end - piece);
            List<T> fewer = new ArrayList<>(shrunk.subList(0, start));
            fewer.addAll(shrunk.subList(end, shrunk.size()));
            if (fails.test(fewer)) {
                shrunk = fewer;
            }
        }
        return shrunk;
    }
}
