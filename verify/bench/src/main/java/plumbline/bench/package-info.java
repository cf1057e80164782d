/** Measures the explorer: how far it gets in how long, and how that compares with TLC on the spec. */
@org.jspecify.annotations.NullMarked
package plumbline.bench;
