/** Schedules as files: written, read, replayed and told in words. */
@org.jspecify.annotations.NullMarked
package plumbline.checker.trace;
