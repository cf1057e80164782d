package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.core.Cluster;

final class RaftConfigurationTest {
    private static final RaftConfiguration DEFAULTS = RaftConfiguration.defaults();

    private static Duration ms(int milliseconds) {
        return Duration.ofMillis(milliseconds);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("heartbeatInterval", given -> given.withTimes(ms(150), ms(300), ms(0))),
                refused("leastElectionTimeout", given -> given.withTimes(ms(50), ms(300), ms(50))),
                refused("mostElectionTimeout", given -> given.withTimes(ms(150), ms(149), ms(50))),
                refused("window", given -> given.withSizes(0, 1)),
                refused("window", given -> given.withSizes(1_000_000, 1)),
                refused("batchSize", given -> given.withSizes(1, 0)),
                refused("maxCommandBytes", given -> given.withMaxCommandBytes(0)),
                refused("window", given -> given.withMaxCommandBytes(2_000_000)),
                refused(
                        "inbox.bytes",
                        given -> given.withCapacities(new Capacity(9, 1_000), given.pending(), given.outbound())),
                refused(
                        "outbound.bytes",
                        given -> given.withCapacities(given.inbox(), given.pending(), new Capacity(9, 1_000))),
                refused("count", given -> new Capacity(0, 1)),
                refused("count", given -> new Capacity(Capacity.MOST_COUNT + 1, 1)),
                refused("bytes", given -> new Capacity(1, 0)),
                refused("bytes", given -> new Capacity(1, Capacity.MOST_BYTES + 1)));
    }

    private static Arguments refused(String field, Function<RaftConfiguration, Object> made) {
        return Arguments.of(field, made);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsOutOfRangeIsRefusedAndNamed(String field, Function<RaftConfiguration, Object> made) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> made.apply(DEFAULTS));
        assertTrue(refusal.getMessage().startsWith(field + " is "), refusal::getMessage);
    }

    @Test
    void theLargestMessageIsAWindowOfTheLongestCommandsAndFitsWhereMessagesWait() {
        RaftConfiguration small = DEFAULTS.withSizes(10, 10).withMaxCommandBytes(100);
        assertEquals(64 + 10 * (16 + 100), small.largestMessageBytes());
        assertTrue(DEFAULTS.largestMessageBytes() <= DEFAULTS.inbox().bytes());
        assertTrue(DEFAULTS.largestMessageBytes() <= DEFAULTS.outbound().bytes());
    }

    @Test
    void theWindowIsTheClusters() {
        assertEquals(new Cluster(5, 77), DEFAULTS.withSizes(77, 1).cluster(5));
    }
}
