/** What must hold: the properties of Figure 3 and those that Plumbline adds, each with its check and its explanation. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.property;
