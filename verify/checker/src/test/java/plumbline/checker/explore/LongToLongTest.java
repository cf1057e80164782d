package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class LongToLongTest {
    @Property(tries = 200)
    void isAMap(@ForAll("puts") List<Tuple.Tuple2<Long, Long>> puts) {
        LongToLong map = new LongToLong();
        Map<Long, Long> model = new HashMap<>();
        for (Tuple.Tuple2<Long, Long> put : puts) {
            assertEquals(model.getOrDefault(put.get1(), LongToLong.ABSENT), map.get(put.get1()));
            map.put(put.get1(), put.get2());
            model.put(put.get1(), put.get2());
        }
        model.forEach((key, value) -> assertEquals(value, map.get(key)));
    }

    /** Enough to grow a few times, from keys that are near each other, far apart, or come again. */
    @Provide
    Arbitrary<List<Tuple.Tuple2<Long, Long>>> puts() {
        Arbitrary<Long> keys = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 1000),
                Arbitraries.longs().between(0, Long.MAX_VALUE),
                Arbitraries.longs().between(0, 1000).map(key -> key << 32));
        Arbitrary<Long> values = Arbitraries.longs().between(0, Long.MAX_VALUE);
        return Combinators.combine(keys, values).as(Tuple::of).list().ofMaxSize(3000);
    }
}
