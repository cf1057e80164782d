package plumbline.server.net;

import java.util.concurrent.CompletableFuture;
import plumbline.core.Command;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.ServerStatus;

/** What clients that are connected may ask for. */
public interface ClientService {
    /** As {@link plumbline.runtime.RaftServer#propose}. */
    CompletableFuture<ProposalOutcome> propose(Command command);

    /** As {@link plumbline.runtime.RaftServer#status}. */
    ServerStatus status();
}
