package plumbline.checker.conform;

/**
 * Why an implementation could not be asked any further.
 *
 * @param question the vector or the step that did it, in words
 * @param id its id; empty before the first
 * @param reason what the adapter does, as the rest of a sentence about it
 */
public record Failure(String question, String id, String reason) {}
