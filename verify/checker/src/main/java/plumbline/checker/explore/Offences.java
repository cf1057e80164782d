package plumbline.checker.explore;

import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.property.Violation;

/** Finds the steps of a world that break a property by themselves. */
final class Offences {
    private final Model model;

    Offences(Model model) {
        this.model = model;
    }

    /** The first violation in a step that some server can take in {@code world}. */
    @Nullable
    Violation in(int[] world) {
        boolean restartable = model.contexts.used(world[model.servers], Budget.RESTARTS) < model.limit(Budget.RESTARTS);
        for (int server = 0; server < model.servers; server++) {
            Violation found = in(server, world[server], restartable);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Violation in(int server, int view, boolean restartable) {
        ServerTable table = model.tables.servers[server];
        int state = model.views.state(server, view);
        for (Internal internal : table.internal[state]) {
            Violation found = model.judge.judgeStep(table.states.get(state), internal.event());
            if (found != null) {
                return found;
            }
        }
        if (restartable) {
            Violation found = model.judge.judgeStep(table.states.get(state), null);
            if (found != null) {
                return found;
            }
        }
        long[] inbox = model.views.inbox(server, view);
        for (int message = 0; message < table.messages.size(); message++) {
            if ((inbox[message >> 6] >>> message & 1) != 0) {
                Violation found = model.judge.judgeStep(table.states.get(state), table.messages.get(message));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
