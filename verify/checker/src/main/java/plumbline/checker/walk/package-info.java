/** Walking through the worlds by hand: one choice after the other, on a page that asks a server on this machine. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.walk;
