package plumbline.runtime;

import java.util.concurrent.CompletableFuture;
import plumbline.core.Command;

/** A client's command on its way, and where the client waits for the outcome. */
final class Proposal {
    private final Command command;
    private final long proposedAt;
    private final CompletableFuture<ProposalOutcome> outcome = new CompletableFuture<>();

    Proposal(Command command, long proposedAt) {
        this.command = command;
        this.proposedAt = proposedAt;
    }

    Command command() {
        return command;
    }

    long proposedAt() {
        return proposedAt;
    }

    CompletableFuture<ProposalOutcome> outcome() {
        return outcome;
    }

    /** What it counts against {@link RaftConfiguration#pending}. */
    long size() {
        return (long) MessageSize.ENTRY + command.size();
    }
}
