package plumbline.checker.world;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import plumbline.core.ClientRequest;
import plumbline.core.Cluster;
import plumbline.core.Command;

/**
 * How far a cluster is explored. Every bound is a guard on a choice, never a filter on worlds, so that TLC with the
 * constants of the same names counts alike ({@code spec/Raft.tla}).
 *
 * @param servers number of servers; 1 to {@link #MOST_SERVERS}
 * @param terms no election timeout beyond this term; 1 or more
 * @param entries no client request that would make a log longer than this; 0 or more
 * @param commands how many different commands clients ask for; 1 or more
 * @param burst most commands in one client request; 1 or more
 * @param restarts how many crashes with restart in all; 0 or more
 * @param window the core's {@link Cluster#window}; 1 or more
 * @param network what the network may do
 */
public record Bounds(
        int servers, int terms, int entries, int commands, int burst, int restarts, int window, Network network) {
    /** More servers than anyone can explore. */
    public static final int MOST_SERVERS = 9;

    private static final int MOST = 64;

    /** As much as random schedules may use; nobody can explore it. */
    private static final int MOST_SPENT = 10_000;

    /** @throws IllegalArgumentException naming the bound that is out of range */
    public Bounds {
        check("servers", servers, 1, MOST_SERVERS);
        check("terms", terms, 1, MOST_SPENT);
        check("entries", entries, 0, MOST_SPENT);
        check("commands", commands, 1, MOST);
        check("burst", burst, 1, MOST);
        check("restarts", restarts, 0, MOST_SPENT);
        check("window", window, 1, Integer.MAX_VALUE);
    }

    /** These bounds with the set network, one command, one command a request, and no window. */
    public static Bounds of(int servers, int terms, int entries, int restarts) {
        return new Bounds(servers, terms, entries, 1, 1, restarts, Cluster.UNLIMITED, Network.SET);
    }

    /** These bounds with another network. */
    public Bounds with(Network other) {
        return new Bounds(servers, terms, entries, commands, burst, restarts, window, other);
    }

    /** These bounds with another window. */
    public Bounds withWindow(int other) {
        return new Bounds(servers, terms, entries, commands, burst, restarts, other, network);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", must be "
                    + (most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most));
        }
    }

    /** The cluster whose servers are explored. */
    public Cluster cluster() {
        return new Cluster(servers, window);
    }

    /** Every client request within the bounds on commands and burst, shorter ones first. */
    public List<ClientRequest> clientRequests() {
        List<List<Command>> requests = new ArrayList<>();
        List<List<Command>> shorter = List.of(List.of());
        for (int length = 1; length <= Math.min(burst, entries); length++) {
            List<List<Command>> longer = new ArrayList<>();
            for (List<Command> start : shorter) {
                for (int command = 1; command <= commands; command++) {
                    List<Command> request = new ArrayList<>(start);
                    request.add(Command.of("c" + command));
                    longer.add(request);
                }
            }
            requests.addAll(longer);
            shorter = longer;
        }
        return requests.stream().map(ClientRequest::new).toList();
    }

    /** The actions that these bounds leave possible; the others cannot happen however far one looks. */
    public Set<Action> actions() {
        Set<Action> actions = EnumSet.of(Action.ELECTION_TIMEOUT, Action.HEARTBEAT_TIMEOUT);
        if (entries > 0) {
            actions.add(Action.CLIENT_REQUEST);
        }
        if (servers > 1) {
            actions.add(Action.HANDLE_REQUEST_VOTE_REQUEST);
            actions.add(Action.HANDLE_REQUEST_VOTE_RESPONSE);
            actions.add(Action.HANDLE_APPEND_ENTRIES_REQUEST);
            actions.add(Action.HANDLE_APPEND_ENTRIES_RESPONSE);
        }
        if (restarts > 0) {
            actions.add(Action.RESTART);
        }
        if (servers > 1 && network.drops() > 0) {
            actions.add(Action.DROP_MESSAGE);
        }
        return actions;
    }
}
