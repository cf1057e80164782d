package plumbline.checker.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import plumbline.checker.world.Action;
import plumbline.checker.world.Choice;

class TraceNamesTest {
    @Test
    void aDeliveryHasTheMessagesOwnFieldsInTheirOrderAndEveryActionItsName() {
        Set<Action> seen = EnumSet.noneOf(Action.class);
        for (int seed = 0; seed < 200; seed++) {
            for (Choice choice : Traces.any(new Random(seed)).choices()) {
                ObjectNode line = ChoiceJson.write(choice, false);
                assertEquals(choice.action().specName(), line.get("action").textValue());
                seen.add(choice.action());
                if (choice instanceof Choice.Deliver deliver) {
                    List<String> fields = new ArrayList<>(List.of("action"));
                    fields.addAll(Arrays.stream(deliver.message().getClass().getRecordComponents())
                            .map(RecordComponent::getName)
                            .toList());
                    List<String> names = new ArrayList<>();
                    line.fieldNames().forEachRemaining(names::add);
                    assertEquals(fields, names);
                }
            }
        }
        assertEquals(EnumSet.allOf(Action.class), seen);
    }
}
