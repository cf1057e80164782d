/** The spec and the code held against each other: TLC's states, steps and counterexamples, and our traces. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.spec;
