package plumbline.checker.world;

import plumbline.core.Entry;

/**
 * An entry that some server committed, at the index that its place in {@link History#committed} says.
 *
 * @param entry the entry
 * @param committedIn the term of the server that committed it first, when it did
 */
public record Committed(Entry entry, long committedIn) {}
