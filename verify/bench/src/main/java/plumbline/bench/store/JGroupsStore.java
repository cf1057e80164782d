package plumbline.bench.store;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.jgroups.raft.RaftHandle;
import org.jgroups.raft.StateMachine;
import org.jgroups.stack.Protocol;

/** jgroups-raft: its own stack of protocols over TCP, its file log with fsync. Writes go to the leader directly. */
final class JGroupsStore implements ReplicatedStore {
    private static final List<String> NAMES = List.of("A", "B", "C");
    private static final long ELECTION_SECONDS = 30;

    private final List<RaftHandle> servers = new ArrayList<>();
    private final RaftHandle leader;

    JGroupsStore(Path directory) throws Exception {
        List<InetSocketAddress> addresses = freeAddresses();
        for (String name : NAMES) {
            JChannel channel = new JChannel(stack(name, addresses, directory)).name(name);
            RaftHandle server = new RaftHandle(channel, new MapMachine());
            channel.connect("bench");
            servers.add(server);
        }
        leader = awaitLeader();
    }

    private static Protocol[] stack(String name, List<InetSocketAddress> addresses, Path directory) throws Exception {
        InetSocketAddress own = addresses.get(NAMES.indexOf(name));
        TCP tcp = new TCP();
        tcp.setBindAddress(own.getAddress()).setBindPort(own.getPort());
        RAFT raft = new RAFT();
        raft.members(NAMES)
                .raftId(name)
                .logDir(directory.toString())
                .logClass(FileBasedLog.class.getName())
                .logUseFsync(true);
        return new Protocol[] {
            tcp,
            new TCPPING().initialHosts(addresses),
            new MERGE3(),
            new FD_ALL3(),
            new VERIFY_SUSPECT2(),
            new NAKACK2().useMcastXmit(false),
            new UNICAST3(),
            new STABLE(),
            new NO_DUPES(),
            new GMS().setJoinTimeout(1_000),
            new UFC(),
            new MFC(),
            new FRAG4(),
            new ELECTION(),
            raft,
            new REDIRECT()
        };
    }

    private static List<InetSocketAddress> freeAddresses() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            addresses.add(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return addresses;
    }

    private RaftHandle awaitLeader() throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ELECTION_SECONDS);
        while (System.nanoTime() < end) {
            for (RaftHandle server : servers) {
                if (server.isLeader() && server.channel().getView().size() == NAMES.size()) {
                    return server;
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new TimeoutException("no leader");
    }

    @Override
    public void put(byte[] key, byte[] value) throws Exception {
        byte[] command = PutMap.command(key, value);
        leader.set(command, 0, command.length);
    }

    @Override
    public void close() {
        for (RaftHandle server : servers) {
            server.channel().close();
        }
    }

    /** A map. */
    private static final class MapMachine implements StateMachine {
        private static final byte[] NOTHING = {};

        private final PutMap map = new PutMap();

        @Override
        public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
            map.apply(data, offset, length);
            return NOTHING;
        }

        @Override
        public void readContentFrom(DataInput in) {
            throw new UnsupportedOperationException("no snapshots here");
        }

        @Override
        public void writeContentTo(DataOutput out) {
            throw new UnsupportedOperationException("no snapshots here");
        }
    }
}
