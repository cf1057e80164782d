package plumbline.checker.trace;

import java.util.List;
import java.util.Optional;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Choice;
import plumbline.checker.world.World;
import plumbline.core.Message;

/**
 * One choice of a replayed schedule.
 *
 * @param number its place in the schedule; the first is 1
 * @param choice the choice
 * @param before the world before it
 * @param after the world after it; the same when nothing came of it
 * @param sent what its server sent
 * @param skipped why it could not be made, if it was passed over
 * @param refusal why its server refused it, if it did
 * @param violation what it broke, if it did
 */
public record ReplayedStep(
        int number,
        Choice choice,
        World before,
        World after,
        List<Message> sent,
        Optional<String> skipped,
        Optional<String> refusal,
        Optional<Violation> violation) {
    /** Keeps an unmodifiable copy. */
    public ReplayedStep {
        sent = List.copyOf(sent);
    }
}
