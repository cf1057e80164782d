package plumbline.runtime;

/**
 * What became of a proposal. A client may always try again after {@link NotAccepted}. After {@link OutcomeUnknown} it may
 * only if doing the command twice does no harm, as with sessions that recognise a repeated command.
 */
public sealed interface ProposalOutcome {
    /** Calls the case for this outcome. */
    <R> R match(Cases<R> cases);

    /**
     * One method for each outcome, so that the compiler refuses whoever forgets one.
     *
     * @param <R> what each case gives
     */
    interface Cases<R> {
        /** It was applied. */
        R applied(Applied outcome);

        /** It was not and never will be. */
        R notAccepted(NotAccepted outcome);

        /** It may have been, or may yet be. */
        R outcomeUnknown(OutcomeUnknown outcome);
    }

    /** The command is committed, and this server has applied it. */
    final class Applied implements ProposalOutcome {
        private final long index;
        private final byte[] result;

        Applied(long index, byte[] result) {
            this.index = index;
            this.result = result;
        }

        /** Where in the log the command is. */
        public long index() {
            return index;
        }

        /** What the state machine answered: the very array. */
        public byte[] result() {
            return result;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.applied(this);
        }

        @Override
        public String toString() {
            return "Applied[index=" + index + "]";
        }
    }

    /**
     * The command has not entered any log and never will.
     *
     * @param reason why
     * @param leader the server to ask instead, if this one knows; else 0
     */
    record NotAccepted(Refusal reason, int leader) implements ProposalOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.notAccepted(this);
        }
    }

    /**
     * The command entered the log of this server, which then lost sight of it: another leader may commit it, or overwrite
     * it.
     *
     * @param reason why this server cannot say
     * @param leader the leader now, if this server knows; else 0
     */
    record OutcomeUnknown(Loss reason, int leader) implements ProposalOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.outcomeUnknown(this);
        }
    }

    /** Why a command was not accepted. */
    enum Refusal {
        /** Another server leads, or none does. */
        NOT_LEADER,
        /** As many proposals as {@link RaftConfiguration#pending} allows are waiting; try again a little later. */
        TRY_LATER,
        /** The server was stopped before it got to the proposal. */
        STOPPED
    }

    /** Why the outcome of an appended command is unknown. */
    enum Loss {
        /** The server no longer leads the term in which it appended the command. */
        LEADERSHIP_LOST,
        /** The server stopped, or failed, before the command was committed and applied. */
        STOPPED
    }
}
