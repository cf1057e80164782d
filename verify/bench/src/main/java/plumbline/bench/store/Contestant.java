package plumbline.bench.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Who takes part. */
public enum Contestant {
    /** No store at all: the syncs and the threads that any store needs, and nothing else. */
    DISK_AND_THREADS {
        @Override
        ReplicatedStore start(Path directory) throws Exception {
            return new DiskAndThreads(directory);
        }
    },
    /** Our store, written to as the others are: on the leader, without a client. */
    PLUMBLINE {
        @Override
        ReplicatedStore start(Path directory) throws Exception {
            return PlumblineStore.atLeader(directory);
        }
    },
    /** Our store through its client library, over TCP once more. */
    PLUMBLINE_CLIENT {
        @Override
        ReplicatedStore start(Path directory) throws Exception {
            return PlumblineStore.throughClient(directory);
        }
    },
    /** jgroups-raft. */
    JGROUPS_RAFT {
        @Override
        ReplicatedStore start(Path directory) throws Exception {
            return new JGroupsStore(directory);
        }
    },
    /** MicroRaft on SQLite. */
    MICRORAFT {
        @Override
        ReplicatedStore start(Path directory) throws Exception {
            return new MicroRaftStore(directory);
        }
    };

    /** Three servers with their data below an empty directory; returns once they have a leader. */
    abstract ReplicatedStore start(Path directory) throws Exception;

    /** The name in tables and on the command line. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Contestant of(String title) {
        return Arrays.stream(values())
                .filter(contestant -> contestant.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody is called " + title));
    }
}
