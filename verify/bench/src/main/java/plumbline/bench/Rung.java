package plumbline.bench;

import java.util.List;

/**
 * A row of the ladder.
 *
 * @param row the bounds
 * @param prototype what this design's prototype needed, on one thread, with two properties and without history
 * @param aim in seconds after the start of the JVM, with two threads and everything checked
 */
record Rung(Row row, String prototype, double aim) {
    private static final double AN_HOUR = 3600;

    /** What the prototype had finished, and then what nobody had. */
    static final List<Rung> LADDER = List.of(
            rung("3/2/1/1", "a few thousand worlds, 0.1 s", 0.2),
            rung("3/2/2/1", "64,706 worlds, 0.7 s", 0.5),
            rung("3/3/1/1", "73,579 worlds, 0.6 s", 0.5),
            rung("3/3/2/0", "231,844 worlds, 2.2 s", 1.5),
            rung("3/3/2/1", "1,236,645 worlds, 8.8 s", 6),
            rung("3/4/1/2", "1,609,596 worlds, 9.6 s", 7),
            rung("3/4/2/0", "1,910,533 worlds, 25 s", 15),
            rung("4/2/1/0", "9,316 worlds, 0.1 s", 0.1),
            rung("4/3/1/0", "432,303 worlds, 3.9 s", 3),
            rung("5/2/1/0", "947,502 worlds, 18 s", 10),
            rung("5/2/2/0", "", AN_HOUR),
            rung("5/3/1/0", "", AN_HOUR),
            rung("3/4/2/1", "", AN_HOUR),
            rung("3/5/2/1", "", AN_HOUR),
            rung("4/3/2/0", "", AN_HOUR),
            rung("5/3/2/0", "", AN_HOUR));

    private static Rung rung(String row, String prototype, double aim) {
        return new Rung(Row.of(row), prototype, aim);
    }

    /** The rung with these bounds, or one that nothing is said about. */
    static Rung of(Row row) {
        return LADDER.stream().filter(rung -> rung.row.equals(row)).findFirst().orElse(new Rung(row, "", Double.NaN));
    }

    /** The aim as a cell of a table. */
    String aimed() {
        if (Double.isNaN(aim)) {
            return "";
        }
        return aim == AN_HOUR ? "an hour" : Spread.number(aim) + " s";
    }
}
