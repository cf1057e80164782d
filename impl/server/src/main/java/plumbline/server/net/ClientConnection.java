package plumbline.server.net;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.CompletableFuture;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.ServerStatus;
import plumbline.server.wire.Wire;
import plumbline.server.wire.Wire.ClientRequest;
import plumbline.server.wire.Wire.ClientResponse;

/** A client's connection, as the server sees it. A client that does not read its answers is not read from either. */
final class ClientConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private final ClientService service;
    private final int maxCommandBytes;

    ClientConnection(ClientService service, int maxCommandBytes) {
        this.service = service;
        this.maxCommandBytes = maxCommandBytes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws InvalidProtocolBufferException {
        ClientRequest request = ClientRequest.parseFrom(frame.nioBuffer());
        long id = request.getId();
        switch (request.getRequestCase()) {
            case COMMAND -> propose(context, request);
            case STATUS -> answer(context, ClientResponse.newBuilder().setId(id).setStatus(status(service.status())));
            case REQUEST_NOT_SET -> throw new InvalidProtocolBufferException("a request that asks for nothing");
        }
    }

    private void propose(ChannelHandlerContext context, ClientRequest request) {
        ClientResponse.Builder response = ClientResponse.newBuilder().setId(request.getId());
        if (request.getCommand().size() > maxCommandBytes) {
            answer(
                    context,
                    response.setNotAccepted(Wire.NotAccepted.newBuilder().setReason(Wire.NotAccepted.Reason.TOO_LONG)));
            return;
        }
        CompletableFuture<ProposalOutcome> outcome = service.propose(MessageCodec.command(request.getCommand()));
        var unused = outcome.thenAccept(known -> answer(context, known.match(new Answer(response))));
    }

    /** Turns run on the event loop, and so do answers. */
    private static void answer(ChannelHandlerContext context, ClientResponse.Builder response) {
        if (context.channel().isActive()) {
            context.writeAndFlush(Frames.encode(response.build(), context.alloc()), context.voidPromise());
        }
    }

    private record Answer(ClientResponse.Builder response) implements ProposalOutcome.Cases<ClientResponse.Builder> {
        @Override
        public ClientResponse.Builder applied(ProposalOutcome.Applied outcome) {
            return response.setResult(UnsafeByteOperations.unsafeWrap(outcome.result()));
        }

        @Override
        public ClientResponse.Builder notAccepted(ProposalOutcome.NotAccepted outcome) {
            return response.setNotAccepted(Wire.NotAccepted.newBuilder()
                    .setReason(
                            switch (outcome.reason()) {
                                case NOT_LEADER -> Wire.NotAccepted.Reason.NOT_LEADER;
                                case TRY_LATER -> Wire.NotAccepted.Reason.TRY_LATER;
                                case STOPPED -> Wire.NotAccepted.Reason.STOPPED;
                            })
                    .setLeader(outcome.leader()));
        }

        @Override
        public ClientResponse.Builder outcomeUnknown(ProposalOutcome.OutcomeUnknown outcome) {
            return response.setOutcomeUnknown(Wire.OutcomeUnknown.newBuilder()
                    .setReason(
                            switch (outcome.reason()) {
                                case LEADERSHIP_LOST -> Wire.OutcomeUnknown.Reason.LEADERSHIP_LOST;
                                case STOPPED -> Wire.OutcomeUnknown.Reason.STOPPED;
                            })
                    .setLeader(outcome.leader()));
        }
    }

    private static Wire.StatusResponse status(ServerStatus status) {
        Wire.StatusResponse.Builder response = Wire.StatusResponse.newBuilder()
                .setServer(status.id())
                .setRole(
                        switch (status.role()) {
                            case FOLLOWER -> Wire.StatusResponse.Role.FOLLOWER;
                            case CANDIDATE -> Wire.StatusResponse.Role.CANDIDATE;
                            case LEADER -> Wire.StatusResponse.Role.LEADER;
                        })
                .setTerm(status.term())
                .setLeader(status.leader())
                .setCommitIndex(status.commitIndex())
                .setAppliedIndex(status.appliedIndex())
                .setLastIndex(status.lastIndex());
        if (status.isLeader()) {
            for (int server = 1; server <= status.matchIndex().servers(); server++) {
                response.addLag(status.lag(server).orElse(0));
            }
        }
        return response.build();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Acceptor.closeWithALine(context, "client", cause);
    }
}
