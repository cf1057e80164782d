package plumbline.checker.property;

/**
 * A property that does not hold, and why.
 *
 * @param property the property
 * @param reason in words: which servers, which entry, which term
 */
public record Violation(Property property, String reason) {}
