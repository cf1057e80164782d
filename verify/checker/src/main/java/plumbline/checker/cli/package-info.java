/** The {@code plumb} command. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.cli;
