package plumbline.simulation;

import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;

/** A property of the core does not hold. */
public final class ViolationFound extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient Violation violation;

    ViolationFound(Property property, String reason) {
        super(property.title() + ": " + reason);
        violation = new Violation(property, reason);
    }

    /** Which property, and why. */
    public Violation violation() {
        return violation;
    }
}
