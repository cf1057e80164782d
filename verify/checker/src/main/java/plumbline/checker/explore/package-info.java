/** The explorer: every world that a bounded cluster can reach, breadth first, in compiled form. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.explore;
