package plumbline.checker.linearize;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Values.Word;

/**
 * Histories as EDN maps, as Jepsen stores them: {@code {:process 0, :type :invoke, :f :append, :key "0", :value "x"}},
 * one after the other or all in one vector or list. Other keys of the maps (time, index, error) say nothing here.
 *
 * <p>In a store's history nil and the empty text are the same: a key that is not there reads as either.
 */
final class EdnMaps {
    private EdnMaps() {}

    static void read(String text, Pairing pairing) {
        EdnParser parser = new EdnParser(text, 1);
        while (true) {
            if (parser.enter()) {
                while (!parser.leave()) {
                    Optional<EdnParser.Form> form = parser.next();
                    if (form.isEmpty()) {
                        throw new BadHistoryException(parser.line(), "the text ends within a vector");
                    }
                    pairing.add(event(form.get()));
                }
            } else {
                Optional<EdnParser.Form> form = parser.next();
                if (form.isEmpty()) {
                    return;
                }
                pairing.add(event(form.get()));
            }
        }
    }

    private static Event event(EdnParser.Form form) {
        if (!(form.value() instanceof Map<?, ?> map)) {
            throw new BadHistoryException(form.line(), HistoryReader.must("an event", form.value(), "a map"));
        }
        Word key = new Word(":key");
        return new Event(
                form.line(),
                get(form.line(), map, ":process"),
                keyword(form.line(), map, ":type"),
                keyword(form.line(), map, ":f"),
                map.containsKey(key),
                map.get(key),
                map.get(new Word(":value")),
                false);
    }

    private static @Nullable Object get(int line, Map<?, ?> map, String name) {
        Word word = new Word(name);
        if (!map.containsKey(word)) {
            throw new BadHistoryException(line, "an event has no " + name);
        }
        return map.get(word);
    }

    private static String keyword(int line, Map<?, ?> map, String name) {
        if (!(get(line, map, name) instanceof Word word) || !word.text().startsWith(":")) {
            throw new BadHistoryException(line, HistoryReader.must(name, map.get(new Word(name)), "a keyword"));
        }
        return word.text().substring(1);
    }
}
