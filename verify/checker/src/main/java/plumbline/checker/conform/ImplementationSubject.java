package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import plumbline.checker.trace.StateJson;
import plumbline.checker.world.Choice;
import plumbline.core.Message;
import plumbline.core.ServerState;

/** A Java class under examination. Whatever it throws is its answer. */
final class ImplementationSubject<S> implements Subject<S> {
    private final Implementation<S> implementation;
    private final Profile profile;
    private final Deque<Answer<S>> answers = new ArrayDeque<>();

    ImplementationSubject(Implementation<S> implementation, Profile profile) {
        this.implementation = implementation;
        this.profile = profile;
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public int window() {
        return 1;
    }

    @Override
    public S load(ServerState state) {
        return implementation.load(state);
    }

    @Override
    public void ask(String id, S server, Choice choice) {
        try {
            answers.add(step(server, choice));
        } catch (RuntimeException e) {
            JsonNode nothing = MissingNode.getInstance();
            answers.add(new Answer<>(server, nothing, nothing, "throws " + e));
        }
    }

    private Answer<S> step(S server, Choice choice) {
        S after = server;
        List<Message> messages = List.of();
        if (choice instanceof Choice.Restart) {
            after = implementation.restart(server);
        } else {
            messages = implementation.handle(
                    server,
                    choice instanceof Choice.Deliver deliver ? deliver.message() : ((Choice.Internal) choice).event());
        }
        return new Answer<>(
                after,
                StateJson.write(implementation.read(after)),
                TestVector.messages(messages, profile.dialect(), JsonNodeFactory.instance.arrayNode()),
                "");
    }

    @Override
    public Answer<S> answer() {
        return answers.remove();
    }

    @Override
    public void close() {}
}
