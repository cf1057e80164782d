/** Random schedules, far beyond what can be explored: drawn from a seed, checked after every step, shrunk. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.simulate;
